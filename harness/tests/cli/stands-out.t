#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that a repeat that stands out from the others is reported, and that its workload is measured once
# more.
# shellcheck disable=SC2016,SC2317 # variables of jq's; functions are called through ok()
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
sed 's/ 5eed0001 / 0badcafe /' marks-svm >anew
tiny_workloads
result=results/latest/result.json
cat >w/io/read.fio <<-'END'
	# exitbench: title = reads for a while
	# exitbench: class = io
	# exitbench: why = for a test
	[read]
	ioengine=null
	rw=read
	size=1m
	time_based
	runtime=1
END

# A fio that does as many I/Os as the next word of the file counts says, the longest of which took
# the milliseconds that follow: "804:12". Whatever else it is asked, the real one answers.
mkdir fakes
cat >fakes/fio <<END
#!/bin/sh
before=
report=
for word; do
	[ "\$before" != --output ] || report=\$word
	case \$word in --output=*) report=\${word#*=} ;; esac
	before=\$word
done
case " \$* " in
*' --version '* | *' --parse-only '* | *' --showcmd'*) exec $(command -v fio) "\$@" ;;
esac
[ -n "\$report" ] || exec $(command -v fio) "\$@"
read -r next rest <$T/counts
echo "\$rest" >$T/counts
case \$next in
fail) exit 3 ;;
wait) touch $T/waiting; sleep 30; exit 0 ;;
esac
cat >"\$report" <<REPORT
{ "fio version": "fio-3.33", "jobs": [ { "jobname": "read", "error": 0, "read": {
	"total_ios": \${next%:*}, "io_bytes": 4096, "bw_bytes": 4096, "iops": 1,
	"clat_ns": { "min": 1, "max": \${next#*:}000000, "mean": 1000, "N": \${next%:*} } } } ] }
REPORT
END
chmod +x fakes/fio

# measure COUNTS OPTION...: io/read with a fio that does so much
measure() {
	echo "$1" >counts
	shift
	with_path "$T/fakes:$PATH" run run --counters replay:marks-svm --workloads w --idle 0 -w 0 io/read "$@"
}
# repeats NUMBER FOR: so many, of which the last one was made because of repeat FOR (null: of none)
repeats() {
	jq -e --argjson n "$1" --argjson for "$2" '.workloads[0] | (.repeats | length == $n) and
		.repeats[-1].once_more_for == $for and all(.repeats[:-1][]; .once_more_for == null) and
		.state == "ok"' "$result"
}
warns() {
	run show --format json
	jq -r '.warnings[]' out >warnings
	holds warnings "$@"
}

measure '804:12 78:900 759:10 790:11 780:9' -r 3
ends 'a repeat that stands out' 0
ok 'the workload is measured once more, and only once' repeats 4 2
ok 'that is told while it happens' grep -q '^\[1/1\] io/read  *once more ' err
ok 'all reports are kept' test -s results/latest/raw/io/read/repeat-4.json
ok 'the longest I/O is a metric' jq -e '.workloads[0].repeats[1].metrics[] |
	select(.name == "read.clat.max") | .value == 9e8 and .unit == "ns"' "$result"
ok 'the table says which and by what' holds out 'warning: io/read, repeat 2: did 78 I/Os where the others'
ok 'show, too' warns 'io/read, repeat 2: did 78 I/Os where the others did 804 and 759' \
	'its slowest I/O took 0.9 s where those of the others took 12 ms and 10 ms' \
	'measured once more, as repeat 4: 790'
run show --format csv --columns workload,repeats,ops,stands_out,once_more
ok 'CSV has their numbers, and the median is of all four' grep -qx 'io/read,4,774.5,2,4' out
run show latest io/read
ok 'the repeats of the workload are shown' holds out 'io/read: its repeats' 'stands out' \
	'once more, for repeat 2'
ok 'that fits' test "$(wc -L <out)" -le 100
run show latest io/read --format json
ok 'data is one table' jq -e '.rows[-1].reason == "total" and .rows[-1].exits == 163' out
run report --output drawn
ok 'the page says it' grep -q 'io/read, repeat 2: did 78 I/Os where the others did 804 and 759' drawn/index.html
first=$(readlink results/latest)

measure '804:12 780:14 759:10 790:11' -r 3
ok 'where none does, nothing is made or said' repeats 3 null
run compare "$first" latest
ok 'a comparison says which repeats stand out' holds out 'Repeats of the base that stand out: io/read (2).'
measure '804:12 780:14 759:10 790:11' -r 3 --format csv --columns stands_out,once_more
ok 'its cells are empty' grep -qx , out
measure '804:12 78:10 759:10 80:10' -r 3
ok 'once more is once, whatever comes of it' repeats 4 2
ok 'which is told' warns 'measured once more, as repeat 4: 80; so it is no accident'
measure '804:12 78:10' -r 2
ok 'of two nobody knows which one is odd' repeats 2 null
measure '804:12 780:9 759:10 790:11 78:10 795:9 780:9' -r 5
ok 'of five, too' repeats 6 5
measure '804:12 780:9 759:900 790:11' -r 3
ok 'a long I/O alone stands out' repeats 4 3
ok 'and is what is told' warns 'repeat 3: its slowest I/O took 0.9 s'

# With a precision: it asks for more repeats itself, until it is reached or there are no more.
measure '804:12 78:10 800:9 810:9 790:9 803:9 806:9 799:9 801:9 802:9 808:9' -r 3..20
ok 'the precision is reached in spite of it' jq -e '.workloads[0] | .ended_by == "precision" and
	(.repeats | length == 9 and all(.once_more_for == null))' "$result"
ok 'it is told all the same' warns 'repeat 2: did 78 I/Os where the others did a median of 80'
measure '804:12 78:10 800:9 810:9 790:9 803:9' -r 2..4
ok 'at the limit there is one more' repeats 5 2
ok 'it is the limit' jq -e '.workloads[0].ended_by == "limit"' "$result"

measure '804:12 78:10 759:9 fail' -r 3
ends 'one that fails' 1
ok 'it is a repeat like another' message_has io/read 'repeat 4: '

# Interrupted in the additional repeat, and gone on with.
interrupt() {
	echo '804:12 78:10 759:9 wait' >counts
	rm -rf results waiting
	PATH="$T/fakes:$PATH" env --default-signal=INT "$EXITBENCH" run --counters replay:marks-svm \
		--workloads w --idle 0 -w 0 -r 3 io/read </dev/null >out 2>err &
	pid=$!
	wait_for test -e waiting
	kill -INT $pid
	wait $pid 2>/dev/null
}
interrupt
ok 'interrupted in it' jq -e '.workloads[0] | .state == "incomplete" and
	(.message | contains("before it was measured once more"))' "$result"
echo '804:12 790:10 759:9 780:9' >counts
with_path "$T/fakes:$PATH" run run --counters replay:anew --workloads w -w 0 --resume latest
ends 'resumed' 0
ok 'the workload is measured anew' repeats 3 null

# What a result may not say.
for value in 0 4 '"2"' 2.5; do
	jq ".workloads[0].repeats[2].once_more_for = $value" "$result" >bad.json
	run show bad.json
	ends "once_more_for: $value" 2 once_more_for
done
jq 'del(.workloads[0].repeats[].once_more_for)' "$result" >old.json
run show old.json
ends 'an older result does not tell' 0

# The kept results: what stands out in them is off by a factor of two and more, and nothing else is.
for kept in default-svm default-vmx full-svm; do
	run show "$top/results/reference/$kept" --format csv --columns workload,stands_out
	grep -v ',$' out | tail -n +2 | tr '\n' ' ' >"$kept"
done
ok 'no alarm in the kept results of the default suites' test ! -s default-svm -a ! -s default-vmx
ok 'those of the full suite' grep -qx \
	'vector/float,2 cache/flush,3 scheduling/switch,1 network/udp-loopback,3 ' full-svm

finish
