#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests that everything that shows a result agrees: its table, the tables of its workloads, and its page.
# shellcheck disable=SC2016,SC2317 # variables of jq's; functions are called through ok()
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# table RESULT: a line for each workload that was measured: name, tax, idle time, most frequent reasons
table() {
	run show "$1" --format json
	jq -r '.rows[] | select(.exits_per_second) | .workload' out >measured
	run show "$1" --format markdown --columns workload,tax_percent,idle_percent,top_reasons
	sed -n '3,/^$/s/^| \(.*\) |$/\1/p' out | sed -e 1d -e 's/ | /|/g' -e 's/\\//g' |
		awk -F'|' 'NR == FNR { measured[$0]; next } $1 in measured' measured -
}

# page FILE: the same from its first table, whose columns are found by their headings
page() {
	sed -n '/<h2>Workloads/,/<\/section>/p' "$1" | grep '^<thead>\|^<tr' |
		sed -e 's/<\/span> *<\/td>/<\/td>/g' -e 's/ <span class="badge">[^<]*<\/span>//' -e 's/<\/t[dh]>/|/g' -e 's/<\/span> *\([^|]\)/, \1/g' \
			-e 's/<[^>]*>//g' |
		awk -F'|' '
			NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
			$(at["exits/s"]) != "-" {
				print $1 "|" $(at["tax %*"]) "|" $(at["idle %"]) "|" $(at["most are"])
			}'
}

agree() {
	table "$1" >table.txt
	page drawn/index.html >page.txt
	[ -s table.txt ] && diff table.txt page.txt
}

# reasons_agree RESULT: shares of the exits and of the time in the workloads' own tables
reasons_agree() {
	run show "$1" --format json
	jq -c '.rows[] | select(.exits_per_second) | {workload, tax_percent, idle_percent, top_reasons}' out >rows
	[ -s rows ] || return 1
	while read -r row; do
		name=$(printf '%s' "$row" | jq -r .workload)
		run show "$1" "$name" --format json
		jq -e --argjson all "$row" '(.rows | map(select(.reason == "total"))[0]) as $total |
			([.rows[] | select(.reason != "total") | select(.exits >= 0.05 * $total.exits)][:3] |
				map("\(.reason) \(100 * .exits / $total.exits | round)%") | join(", "))
				== ($all.top_reasons // "") and $total.time_percent == $all.tax_percent and
			([.rows[] | select(.reason == "hlt" or .reason == "idle-hlt")] as $idle |
				($idle | length) != 1 or $idle[0].time_percent == $all.idle_percent)' out ||
			{ echo "$name differs"; return 1; }
	done <rows
}

# Every second HLT of these is of the other kind, in one repeat more than in another: a processor
# that tells HLT with an interrupt pending from one without counts like that.
mkdir two-idle
jq '.slots |= map(if .[0] == 1024 then .[0] = 166 elif .[0] == 166 then .[0] = 1024 else . end)' \
	"$top/results/reference/default-svm/result.json" >two-idle/result.json
cp -r "$top/results/reference/default-svm" "$top/results/reference/default-vmx" .

for result in default-svm default-vmx two-idle; do
	run report "$result" --output drawn
	ends "$result: a report" 0
	ok "$result: table and page agree" agree "$result"
	ok "$result: the workloads' tables agree" reasons_agree "$result"
done
run show two-idle idle/sleep --format json
ok 'two kinds of idle time: both have rows' jq -e '[.rows[] | select(.reason == "hlt" or
	.reason == "idle-hlt") | .time_percent] | length == 2 and all(. > 0)' out
jq '[.rows[] | select(.reason == "hlt" or .reason == "idle-hlt") | .time_percent] | max' out >most
run show two-idle --format json
ok 'two kinds of idle time: their sum is told' jq -e --slurpfile most most \
	'.rows[] | select(.workload == "idle/sleep") | .idle_percent > $most[0]' out
run compare two-idle two-idle --time --all --format json
ends 'two kinds of idle time: neither is in the total' 0
ok 'compare tells the same tax' sh -c "jq -c '[.rows[] | select(.reason == \"total\" and .unit == \"time %\") |
	{workload, tax: (100 * .base | round)}]' out >totals && $EXITBENCH show two-idle --format json |
	jq -e --slurpfile totals totals '[.rows[] | {(.workload): (100 * .tax_percent | round)}] | add as \$tax |
		(\$totals[0] | length > 0 and all(\$tax[.workload] == .tax))'"

# Of a single repeat medians add up: the idle share is one number wherever it is told, also beside MWAIT,
# whose exits are no idle time, as KVM does not wait for them.
mkdir one-idle
jq '.slots |= map(if .[0] == 124 then .[0] = 139 elif .[0] == 139 then .[0] = 124 else . end) |
	.workloads |= map(.repeats |= .[:1])' two-idle/result.json >one-idle/result.json
run report one-idle --output drawn
ok 'one idle share: table and page agree' agree one-idle
run show one-idle --format json
jq '[.rows[] | select(.idle_percent) | {(.workload): .idle_percent}] | add' out >in-show
# same_idle FILE: of the workloads that it has
same_idle() {
	jq -e --slurpfile show in-show 'length > 5 and
		all(to_entries[]; .value - $show[0][.key] | fabs < 1e-9)' "$1"
}
for workload in $(jq -r 'keys[]' in-show); do
	run show one-idle "$workload" --format json
	jq --arg workload "$workload" '{($workload): [.rows[] | select(.reason == "hlt" or .reason == "idle-hlt") |
		.time_percent] | add}' out
done | jq -s 'map(map_values(. // 0)) | add' >in-profiles
ok 'one idle share: of both kinds of HLT in the profiles' same_idle in-profiles
run compare one-idle one-idle --time --all --format json
jq '[.rows[] | select(.unit == "time %" and (.reason == "hlt" or .reason == "idle-hlt"))] |
	group_by(.workload) | map({(.[0].workload): map(.base) | add}) | add' out >in-compare
ok 'one idle share: of both kinds of HLT in compare' same_idle in-compare
# Times of two emulators are not compared, so both are told to be of one.
mkdir told-svm told-vmx
jq '.environment."tag.lab.emulated" = "one"' one-idle/result.json >told-svm/result.json
jq '.environment."tag.lab.emulated" = "one"' default-vmx/result.json >told-vmx/result.json
run compare told-svm told-vmx --time --all --format json
jq '[.rows[] | select(.unit == "time %" and .reason == "hlt") | {(.workload): .base}] | add' out >by-class
ok 'one idle share: of the class of HLT in compare' same_idle by-class
ok 'one idle share: MWAIT is there, and both kinds of HLT' jq -e '[.slots[][0]] |
	index(120) and index(139) and index(166)' one-idle/result.json
run show one-idle idle/sleep --format json
ok 'one idle share: the time of MWAIT is in the total' jq -e '(.rows | map({(.reason): .time_percent}) | add) |
	.mwait > 1 and (.total - (to_entries | map(select(.key | IN("total", "hlt", "idle-hlt") | not) | .value) | add) |
	fabs < 1e-9)' out

finish
