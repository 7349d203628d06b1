#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests job files as users have them: each means what its tool says, whatever its form.
# shellcheck disable=SC2016,SC2059,SC2317 # variables of jq and of jobs, jobs as formats, calls by name
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
mkdir -p jobs 'di:sk#1'
EXITBENCH_DISK=$T/di:sk#1
export EXITBENCH_DISK
result=results/latest/result.json

job() {
	printf "$2" >"jobs/$1"
}
# measure FILE: the result's one workload is in "measured", its notes in "notes"
measure() {
	file=$1
	shift
	run run --counters replay:marks-svm --workloads none --idle 0 -r 1 -w 0 "$@" --jobs "jobs/$file"
	jq '.workloads[0]' "$result" >measured 2>/dev/null
	jq -r '.notes[]' measured >notes
}
# is FILE FILTER [ARGUMENT...]: measured well, and so
is() {
	what=$1
	filter=$2
	shift 2
	measure "$what" "$@"
	ends "$what" 0
	ok "$what: $filter" jq -e ".state == \"ok\" and ($filter)" measured
}
between='.repeats[0] | .wall_ns / 1e9 | . >='

# How long
job alias.fio '[a]\nioengine=null\nrw=read\nsize=1m\ntime_based\ntimeout=1\n'
is alias.fio "(.fixed_ops | not) and ($between 1)"
job frac.stress 'timeout 1.9s\ncpu 1\n'
is frac.stress "(.fixed_ops | not) and ($between 1)"
job last.stress 'timeout 60\ntimeo 1\ncpu 1\n'
is last.stress "$between 1 and . < 20"
job included.fio '[global]\nioengine=null\nsize=1m\ninclude timed.inc\n[a]\nrw=read\n'
job timed.inc 'time_based\nruntime=1\n'
is included.fio "(.fixed_ops | not) and ($between 1)"
ok 'an include is kept with the job' grep -q '^runtime=1' results/latest/raw/user/included/job.fio
is included.fio "$between 2" --duration 2
job capped.fio '[a]\nioengine=null\nrw=read\nsize=900t\nruntime=1\n'
is capped.fio '.fixed_ops | not'
ok 'capped.fio: says why' grep -q 'its time was over before its work was done' notes
job 'off.fio' '[global]\nioengine=null\ntime_based\nruntime=60\nsize=64k\n[a]\nrw=read\ntime_based=0\n'
is off.fio '.fixed_ops and .repeats[0].ops == 16'
job seq.stress 'run sequential\ntimeout 50s\ncpu 1\nswitch 1\npipe 1\n'
run run -n --workloads none -r 1 -w 0 --idle 0 --jobs jobs/seq.stress
ok 'one after the other: the estimate' grep -q 'about 2 min 31 s' err
job seqcut.stress 'seq 1\ntimeout 50s\ncpu 1\nswitch 1\npipe 1\n'
run run -n --workloads none -r 1 -w 0 --idle 0 --jobs jobs/seqcut.stress
ok 'one after the other, cut: the estimate' grep -q 'about 2 min 31 s' err
job seq1.stress 'run sequential\ntimeout 1s\ncpu 1\nswitch 1\n'
is seq1.stress "$between 2"

# How much
job twice.stress 'cpu 1\ncpu-ops 1000000\ncpu-ops 20\n'
is twice.stress '.fixed_ops and .repeats[0].ops >= 20 and .repeats[0].ops < 1000'
job stray.stress 'timeout 1s\ncpu 1\nzero 1\nzero-ops 2000 # stop\n'
is stray.stress "(.fixed_ops | not) and ($between 2)" --duration 2
job cut.stress 'cpu 1\ncpu-op 20\n'
is cut.stress '.fixed_ops and .repeats[0].ops >= 20 and .repeats[0].ops < 1000'
job unlink.fio '[a]\nrw=read\nsize=1m\nunlink=1\n'
is unlink.fio '.repeats[0].ops == 0'
ok 'unlink.fio: why there are no exits/op' grep -q 'removes its files at the end' notes
job prerun.fio '[a]\nioengine=null\nrw=read\nsize=64k\nexec_prerun=true\n'
is prerun.fio '.repeats[0].ops == 0'
ok 'prerun.fio: why there are no exits/op' grep -q 'exec_prerun=true' notes
job ramp.fio '[a]\nioengine=null\nrw=read\nsize=1g\nrate_iops=1000\ntime_based\nruntime=1\nramp_time=1\n'
is ramp.fio '.repeats[0].ops == 0'
ok 'ramp.fio: why there are no exits/op' grep -q 'ramp_time=1' notes
job endless.stress 'cpu 1\ntimeout 0\n'
is endless.stress "$between 2" --duration 2
ok 'endless.stress: says so' grep -q 'for ever' notes
err_has() {
	grep -q "$1" err
}
ok 'endless.stress: before it is run' err_has 'warning: user/endless: it sets no end'

# Where
job mix.fio '[disk]\nfilename=target.img\nrw=read\nsize=64k\n[files]\nrw=write\nsize=64k\n'
is mix.fio '.fixed_ops'
for file in target.img files.0.0; do
	ok "mix.fio: '$file' is on the disk" test -s "$EXITBENCH_DISK/$file"
done
job env.fio '[a]\nfilename=${PLACE}\nrw=write\nsize=64k\n'
PLACE=$T/here is env.fio true
ok 'env.fio: where fio would write' test -s here
run run -n --workloads none --jobs jobs/env.fio
ends 'env.fio without its variable' 2 "'PLACE' has no value"
job two.fio '[a]\nfilename=/dev/shm/exitbench-two\nsize=64k\nrw=write\n[b]\ndirectory=sub\nsize=64k\nrw=write\n'
mkdir "$EXITBENCH_DISK/sub"
is two.fio true
rm -f /dev/shm/exitbench-two
ok 'two.fio: each has its place' test -s "$EXITBENCH_DISK/sub/b.0.0"
ok 'two.fio: one of them is in memory' grep -q "job 'a' .*(tmpfs)" notes
job named.fio '[a]\nname=b\nfilename=/dev/shm/exitbench-named\nsize=64k\nrw=write\ntime_based\nruntime=1\n'
is named.fio '.fixed_ops | not'
rm -f /dev/shm/exitbench-named
ok 'named.fio: what follows its name is heard' grep -q "job 'a' .*(tmpfs)" notes
job hdd.stress 'hdd 1\nhdd-bytes 1m\ntimeout 1s\n'
is hdd.stress true
EXITBENCH_DISK=/dev/shm measure hdd.stress
ok 'hdd.stress: a disk that is memory is told' grep -q "'/dev/shm', is kept in memory" notes
job last-path.stress "hdd 1\nhdd-bytes 1m\ntimeout 1s\ntemp-path $T\ntemp-pat /dev/shm # in memory\n"
is last-path.stress true
ok 'last-path.stress: the last one is told' grep -q "'/dev/shm', is kept in memory" notes
(
	cd jobs || exit
	EXITBENCH_DISK=../near
	mkdir ../near
	"$EXITBENCH" run --counters replay:../marks-svm --workloads none --idle 0 -r 1 -w 0 --results ../results \
		--jobs mix.fio
) >out 2>err </dev/null
ok 'a relative EXITBENCH_DISK is where it was checked' test -s near/target.img
mkdir tools
printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v fio)" >tools/fio
chmod +x tools/fio
before=$PATH
PATH=tools:$PATH
is mix.fio true
PATH=$before

# What is no matter of the measurement
job desc.fio '[a]\ndescription=50%% "load" \351 \001\tx\nioengine=null\nrw=read\nsize=64k\n'
is desc.fio '.repeats[0].ops == 16'
job yaml.stress 'yaml own.yaml\nquiet\ntimeout 1s\ncpu 1\n'
is yaml.stress '.repeats[0].ops > 0'
job logs.fio '[a]\nioengine=null\nrw=read\nsize=64k\nwrite_bw_log=x\nwrite_lat_log=x\n'
is logs.fio '.repeats[0].ops == 16'
job late.fio '[a b]\nioengine=null\nrw=read\nsize=64k\n[global]\ntime_based\nruntime=60\n'
is late.fio '.fixed_ops and .repeats[0].ops == 16'

# What the tool refuses for a reason that no screen shows
job windows.stress 'cpu 1\r\ntimeout 1s\r\n'
run run -n --workloads none --jobs jobs/windows.stress
ends 'windows.stress' 2 "lines end as on Windows"

# What one workload leaves is in the way of another: that one fails, and no other
tiny_workloads
mkdir w/cpu/one
sed 's/title = .*/title = in the way/' w/cpu/one.stress >w/cpu/one/job.stress.stress
run run --counters replay:marks-svm --workloads w --idle 0 -r 1 -w 0 cpu/one cpu/one/job.stress io/null
ends 'one folder is a file' 1 "1 of 3 workloads failed, 'cpu/one/job.stress' first"
ok 'one folder is a file: the suite goes on' has_state io/null ok
run show
ends 'one folder is a file: the result is sound' 0

finish
