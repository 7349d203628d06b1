# SPDX-License-Identifier: GPL-2.0-only
# The exits of four boots, two with nested paging and two with shadow paging, side by side as
# Markdown: a row for each reason; then, for each reason whose role is known, whether it played
# that role. Ends with 1 if one did not.
#
# Reads lines "+ BOOT NUMBER,REASON,EXITS" and, for what is to be subtracted, "- BOOT
# NUMBER,REASON,EXITS". Given by -v: title; roles, as "REASON=ROLE ..." with vanishes, appears,
# explodes or stays; unit, KVM's parameter.

function role_kept(name, how, n1, s1, n2, s2) {
	if (how == "vanishes") return n1 > 0 && n2 > 0 && s1 == 0 && s2 == 0
	if (how == "appears") return n1 == 0 && n2 == 0 && s1 > 0 && s2 > 0
	if (how == "explodes") return s1 > 5 * n1 && s2 > 5 * n2 && s1 > 100
	return s1 < 1.1 * n1 && n1 < 1.1 * s1 && s2 < 1.1 * n2 && n2 < 1.1 * s2
}
function total_of(name) {
	return sum[name, "nested-1"] + sum[name, "shadow-1"] + sum[name, "nested-2"] + sum[name, "shadow-2"]
}
function row(label, name) {
	n1 = sum[name, "nested-1"] + 0; s1 = sum[name, "shadow-1"] + 0
	n2 = sum[name, "nested-2"] + 0; s2 = sum[name, "shadow-2"] + 0
	if (n1 + n2 == 0) change = "appears"
	else if (s1 + s2 == 0) change = "vanishes"
	else change = sprintf("x %.3g", (s1 + s2) / (n1 + n2))
	return sprintf("| %s | %d | %d | %d | %d | %s |", label, n1, s1, n2, s2, change)
}
{ split($1, word, " "); code = word[3]; name = $2 }
code == "number" { next }
{
	exits = word[1] == "+" ? $3 : -$3
	sum[name, word[2]] += exits
	sum["total", word[2]] += exits
	number[name] = code
}
END {
	printf "**%s**\n\n| reason | %s=1 | %s=0 | %s=1 | %s=0 | change |\n", title, unit, unit, unit, unit
	print "| --- | ---: | ---: | ---: | ---: | ---: |"
	fflush()
	for (name in number)
		if (total_of(name) > 0)
			print row(number[name] " " name, name) | "sort -t \"|\" -k 2n"
	close("sort -t \"|\" -k 2n")
	print row("total", "total")
	print ""
	n = split(roles, role, " ")
	for (i = 1; i <= n; i++) {
		split(role[i], part, "=")
		name = part[1]
		kept = role_kept(name, part[2], sum[name, "nested-1"], sum[name, "shadow-1"],
			sum[name, "nested-2"], sum[name, "shadow-2"])
		printf "%s %s: %s  \n", name, part[2], kept ? "yes" : "no"
		wrong += !kept
	}
	exit wrong > 0
}
