# SPDX-License-Identifier: GPL-2.0-only
# Reads a comparison as CSV and says of each outcome that is expected whether it came: lines that begin with "yes: " or
# "no: ".
#
# Given by -v: expect, as presets.cfg has it.

BEGIN { FS = "," }

NR == 1 {
	for (i = 1; i <= NF; i++)
		column[$i] = i
	next
}

{
	id = $column["workload"] " " $column["reason"] " " $column["unit"]
	base[id] = $column["base"]
	new[id] = $column["new"]
	p[id] = "p_uncorrected" in column ? $column["p_uncorrected"] : ""
}

# Whether the numbers are as wanted; sets words to what was found.
function holds(wanted, b, n,    bounds) {
	if (wanted == "appears" || wanted == "vanishes") {
		words = sprintf("from %g to %g, expected that it %s", b, n, wanted)
		return wanted == "appears" ? b * 10 < n : n * 10 < b
	}
	split(wanted, bounds, /\.\./)
	if (b <= 0) {
		words = sprintf("from %g to %g, which has no ratio", b, n)
		return 0
	}
	words = sprintf("from %g to %g, %.3g times, expected %s to %s times", b, n, n / b, bounds[1], bounds[2])
	return n / b >= bounds[1] && n / b <= bounds[2]
}

END {
	n = split(expect, outcomes, / *, */)
	for (i = 1; i <= n; i++) {
		split(outcomes[i], word, " ")
		id = word[1] " " word[2] " " word[3]
		if (!(id in base))
			print "no: " id ": not measured on both sides"
		else
			print (holds(word[4], base[id], new[id]) ? "yes: " : "no: ") id " went " words \
				(p[id] == "" ? "" : sprintf(" (p %.2g)", p[id]))
	}
}
