#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests run --jobs: stress-ng and fio job files of the user's, from any folder.
# shellcheck disable=SC2016 # jq's variables
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

recording marks svm 60
sed 's/ 5eed0001 / 0badcafe /' marks-svm >anew
tiny_workloads
mkdir -p mine/deep disk
EXITBENCH_DISK=$T/disk
export EXITBENCH_DISK
printf 'cpu 1\ncpu-ops 1\n' >mine/bare.stress
printf '[a]\nrw=write\nsize=64k\n' >'mine/two words.fio'
{
	echo '# exitbench: title = with a header'
	echo '# exitbench: class = database'
	echo '# exitbench: expects-svm = hlt'
	printf '[a]\nioengine=null\nrw=read\nsize=1m\n'
} >mine/deep/headed.fio
result=results/latest/result.json
run_jobs() {
	run run --counters replay:marks-svm --workloads w --idle 0 -r 2 -w 0 "$@"
}

run_jobs --jobs mine/*.stress mine/*.fio --jobs=mine/deep/headed.fio tiny --format csv
ends 'job files beside a suite' 0
ok 'named workloads first, then the files' test "$(cut -d , -f 1 out | tr '\n' ' ')" = \
	'workload cpu/one io/null user/bare user/headed user/two_words '
ok 'all are measured' test "$(grep -c ',ok,2,' out)" -eq 5
ok 'what was asked for is recorded' jq -e '
	.suite == "tiny user/bare user/headed user/two_words" and (.plan | length == 5)' "$result"
ok 'where they are' jq -e --arg folder "$T/mine" '.jobs | map({(.name): .path}) | add == {
	"user/bare": ($folder + "/bare.stress"), "user/two_words": ($folder + "/two words.fio"),
	"user/headed": ($folder + "/deep/headed.fio")}' "$result"
for file in mine/bare.stress 'mine/two words.fio' mine/deep/headed.fio w/cpu/one.stress; do
	sum=$(sha256sum <"$file" | cut -d ' ' -f 1)
	ok "the hash of '$file' is in the result" jq -e --arg sum "$sum" \
		'[.workloads[] | select(.sha256 == $sum)] | length == 1' "$result"
done
ok 'what no header says' jq -e '.workloads[] | select(.name == "user/two_words") |
	.title == "two words.fio" and .class == "user" and .why == "" and .expects == "" and .fixed_ops' \
	"$result"
ok 'what a header says' jq -e '.workloads[] | select(.name == "user/headed") |
	.title == "with a header" and .class == "database" and .expects == "hlt"' "$result"
for file in bare/job.stress bare/repeat-2.yaml two_words/job.fio two_words/repeat-1.json; do
	ok "kept: raw/user/$file" test -s "results/latest/raw/user/$file"
done
ok 'a fio job that names no place works in EXITBENCH_DISK' test -s disk/a.0.0
run show latest user/two_words
ends 'show one' 0
prints 'show one: its title' 'user/two_words: two words.fio'
run report --output drawn
ends 'the report has them' 0
ok 'the report names them' grep -q 'user/two_words' drawn/index.html

# Alone: without a folder of workloads
run run --counters replay:marks-svm --idle 0 --workloads none -r 1 -w 0 --jobs mine/bare.stress --format csv
ends 'job files alone need no workloads' 0
ok 'the default suite is not run' test "$(wc -l <out)" -eq 2
run run --workloads none --dry-run --jobs mine/bare.stress mine/deep/headed.fio --format csv
ends 'a dry run' 0
ok 'a dry run: what would be run' test "$(cut -d , -f 1-3 out | tr '\n' ' ')" = \
	'workload,work,runs user/bare,ops,yes user/headed,ops,yes '
EXITBENCH_DISK=/nonexistent run run -n --workloads none --jobs 'mine/two words.fio' --format csv
ends 'a dry run without a disk' 0
prints 'a dry run without a disk: why not' "user/two_words,ops,no,\"needs a writable folder" \
	'set EXITBENCH_DISK'
run_jobs --jobs mine/bare.stress ./mine/../mine/bare.stress --format csv
ends 'named twice' 0
ok 'named twice is run once' test "$(grep -c user/bare, out)" -eq 1
cp mine/bare.stress plain.stress
(cd mine && "$EXITBENCH" run -n --workloads none --jobs ../plain.stress) >out 2>err
ok 'a file by its relative path' grep -q '^user/plain ' out

# Wrong ones: nothing is begun
rm -rf results
refused() {
	run run --counters replay:marks-svm --workloads w --jobs "$@"
}
mkfifo pipe.fio
mkdir folder.fio
head -c 10000000 /dev/zero | tr '\0' '#' >big.stress
printf 'cpu 1\n\0\1\2' >binary.stress
printf '# A title\n\nSome words.\n' >prose.fio
printf 'cpu 1\n-vm 1\n' >dashes.stress
printf '[a]\n# exitbench: clas = x\n' >key.fio
cp mine/bare.stress mine/deep
ln -s nowhere link.fio
while IFS='|' read -r files text remedy; do
	# shellcheck disable=SC2086 # one or two files
	refused $files
	ends "refused: $files" 2 "$text" "$remedy"
	silent "refused: $files: prints nothing"
done <<'ROWS'
pipe.fio|pipe.fio' is a FIFO|copy it into a file
folder.fio|folder.fio' is a folder|name the files in it
mine|mine'; use '.stress', '.fio' or '.job'|
big.stress|file too large: '|big.stress' has 10000000 bytes
binary.stress|binary.stress' holds a NUL byte in line 2|lines of options
prose.fio|not an option of fio in line 3 of '|below a '[name]'
dashes.stress|option with dashes in line 2 of '|without the dashes
key.fio|unknown key 'clas' in line 2 of '|did you mean 'class'?
none.fio|cannot open '|none.fio': No such file
none/a.fio|cannot open 'none/a.fio': No such file|
link.fio|cannot open '|link.fio': No such file
mine/bare.stress mine/deep/bare.stress|would be the name of both '|rename one of them
ROWS
if [ "$(id -u)" -eq 0 ]; then
	skip 1 'root may read everything'
else
	cp plain.stress secret.stress
	chmod a-r secret.stress
	refused secret.stress
	ends 'refused: a file of others' 2 "secret.stress': Permission denied"
fi
run run --workloads w mine/bare.stress
ends 'a file without --jobs' 2 "'mine/bare.stress' is a file" 'write --jobs before'
run run --workloads w --jobs
ends 'no file' 2 "option '--jobs' needs a value"
mkdir w/user
sed 's/one operation/mine/' w/cpu/one.stress >w/user/bare.stress
refused mine/bare.stress tiny
ends 'the name of a workload' 2 "would be named 'user/bare', as '" 'rename one of them'
rm -r w/user
ok 'nothing was begun' test ! -e results

# An interrupted run goes on with the files as they were.
sed 's/# exitbench.*//' w/cpu/long.stress >mine/long.stress
begin() {
	rm -rf results
	env --default-signal=INT "$EXITBENCH" run --counters replay:marks-svm --idle 0 --workloads none \
		-r 1 -w 0 --jobs mine/bare.stress mine/long.stress mine/deep/headed.fio \
		</dev/null >out 2>err &
	pid=$!
	wait_for_tool '^\[2/3\] user/long  *repeat 1'
	kill -INT $pid
	wait $pid 2>/dev/null
}
again() {
	run run --counters replay:anew --idle 0 --workloads none --resume latest -w 0 --format csv "$@"
}
begin
cp "$result" cut.json
sed -i 's/60s/1s/' mine/long.stress
again
ends 'resume: a file was changed' 2 "cannot resume 'latest': '$T/mine/long.stress' was changed: " \
	'its SHA-256 was ' 'put it back as it was, or run it anew'
ok 'resume: the result is as it was' cmp cut.json "$result"
again --jobs mine/bare.stress
ends 'resume: job files are known' 2 '--jobs with --resume' 'leave --jobs out'
sed -i 's/1s/60s/' mine/long.stress
mv mine/long.stress mine/away.stress
again
ends 'resume: a file is gone' 2 "cannot open '$T/mine/long.stress'"
# As if it had been short from the beginning.
sed 's/60s/1s/' mine/away.stress >mine/long.stress
sum=$(sha256sum <mine/long.stress | cut -d ' ' -f 1)
jq --arg sum "$sum" '.jobs[1].sha256 = $sum' cut.json >"$result"
rm mine/bare.stress
again
ends 'resume: what is left, without a folder of workloads' 0
ok 'resume: all are there' jq -e '.complete and
	[.workloads[].name] == ["user/bare", "user/long", "user/headed"]' "$result"

finish
