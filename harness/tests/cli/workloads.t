#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests the workloads that the project ships: they are sound, each is in a suite, and their README describes
# them as their headers do. UPDATE_GOLDEN=1 writes the README's table anew.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

readme=$top/workloads/README.md
columns=workload,work,needs,title,expects_vmx,expects_svm,why
begin="<!-- exitbench list workloads --format markdown --columns $columns -->"
end='<!-- end of the list -->'

for list in workloads suites; do
	run list $list --format csv
	ends "list $list" 0
done
prints 'list suites has those that the documentation names' quick, default,

# between FILE: the lines between the two marks
between() {
	awk -v begin="$begin" -v end="$end" '$0 == end { on = 0 } on { print } $0 == begin { on = 1 }' "$1"
}

run list workloads --format markdown --columns $columns
# Its title is the section's.
tail -n +3 out >table
if [ -n "${UPDATE_GOLDEN:-}" ]; then
	awk -v begin="$begin" -v end="$end" '
		$0 == end { on = 0 }
		!on { print }
		$0 == begin { on = 1; while ((getline line <"table") > 0) print line }' "$readme" >new
	cp new "$readme"
fi
between "$readme" >written
ok 'the README has what the headers say' diff -u written table

run list workloads --format csv --columns workload
tail -n +2 out | sort >names
sed '/^#/d' "$workloads/full.suite" | sort >full
ok 'the suite full has every workload' diff -u names full
ok 'a workload is of the class that its folder is named for' sh -c "
	cd '$workloads' && ! grep -H '^# exitbench: class = ' */*.stress */*.fio |
		grep -Ev '^([^/]*)/[^:]*:# exitbench: class = \1\$'"
# A profile of the whole suite is kept. What is a tenth of one, the header has to expect, and
# what it expects has to be a hundredth, but for what the headers and the README explain.
reference=$top/results/reference/full-svm
explained='cpu/pause pause
filesystem/sync ioio
ipi/membarrier vmmcall
ipi/migrate vmmcall
ipi/tlb-shootdown vmmcall'
run list reasons-svm --format csv --columns kernel_name,reason
cp out reasons
run list workloads --format csv --columns workload,expects_svm
tr -d '"' <out >expected
run compare --all --format csv --columns workload,reason,base "$reference" "$reference"
ends 'compare the reference with itself' 0
awk -F, '
	FNR == 1 { file++ }
	file == 1 { ours[$1] = $2 }
	file == 2 {
		for (i = 2; i <= NF; i++) {
			sub(/:.*/, "", $i)
			expected[$1, $i in ours ? ours[$i] : $i] = 1
		}
	}
	file == 3 && FNR > 1 { share[$1, $2] = $3; measured[$1] = 1 }
	END {
		for (key in share) {
			split(key, part, SUBSEP)
			if (part[2] != "total" && !(key in expected) && share[key] >= share[part[1], "total"] / 10)
				print part[1], part[2]
		}
		for (key in expected) {
			split(key, part, SUBSEP)
			if (part[1] in measured && share[key] < share[part[1], "total"] / 100)
				print part[1], part[2]
		}
	}' reasons expected out | sort >differ
echo "$explained" >explained
ok 'the headers expect what the reference has' diff -u explained differ

ok 'there are 40 workloads' test "$(wc -l <names)" -ge 40

finish
