# SPDX-License-Identifier: GPL-2.0-only
# The exits of a guest's boot in several variants, beside those of the university course, as
# Markdown: a row for each exit number; and for each variant the number with most exits and that
# with fewest.
#
# Reads course-boot.tsv (exit number, exits), then counts.tsv (variant, reason in hexadecimal,
# name, exits). Given by -v: variants, their names in the order of the columns.

function hex(text,  i, n) {
	for (i = 3; i <= length(text); i++)
		n = 16 * n + index("0123456789abcdef", substr(text, i, 1)) - 1
	return n
}
function extremes(column,  r, most, least) {
	for (r = 0; r < 80; r++)
		if (exits[column, r]) {
			if (most == "" || exits[column, r] > exits[column, most]) most = r
			if (least == "" || exits[column, r] < exits[column, least]) least = r
		}
	return sprintf("%d %s (%d) | %d %s (%d)", most, name[most], exits[column, most],
		least, name[least], exits[column, least])
}
NR == FNR { exits["course", $1] = $2; sum["course"] += $2; next }
{ r = hex($2); name[r] = $3; exits[$1, r] = $4; sum[$1] += $4 }
END {
	name[44] = "APIC_ACCESS"
	n = split("course " variants, column, " ")
	printf "| exit number | name |"
	for (i = 1; i <= n; i++) printf " %s |", column[i]
	printf "\n| ---: | --- |"
	for (i = 1; i <= n; i++) printf " ---: |"
	for (r = 0; r < 80; r++) {
		any = 0
		for (i = 1; i <= n; i++) any += exits[column[i], r]
		if (!any) continue
		printf "\n| %d | %s |", r, name[r]
		for (i = 1; i <= n; i++) printf " %d |", exits[column[i], r]
	}
	printf "\n| | total |"
	for (i = 1; i <= n; i++) printf " %d |", sum[column[i]]
	printf "\n\n| run | most | least |\n| --- | --- | --- |\n"
	for (i = 1; i <= n; i++) printf "| %s | %s |\n", column[i], extremes(column[i])
}
