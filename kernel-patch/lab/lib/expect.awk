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
	base_range[id] = range("base")
	new_range[id] = range("new")
}

# " (9.5..11)": how far the values of a side of this line lie apart, if they do
function range(side,    least, most) {
	if (!((side "_min") in column))
		return ""
	least = sprintf("%.3g", $column[side "_min"])
	most = sprintf("%.3g", $column[side "_max"])
	return least == most ? "" : " (" least ".." most ")"
}

# Whether the numbers are as wanted; sets words to what was found.
function holds(wanted, id,    b, n, bounds) {
	b = base[id]
	n = new[id]
	words = sprintf("from %.4g%s to %.4g%s", b, base_range[id], n, new_range[id])
	if (wanted == "appears" || wanted == "vanishes") {
		words = words ", expected that it " wanted
		return wanted == "appears" ? b * 10 < n : n * 10 < b
	}
	split(wanted, bounds, /\.\./)
	if (b <= 0) {
		words = words ", which has no ratio"
		return 0
	}
	words = words sprintf(", %.3g times, expected %s to %s times", n / b, bounds[1], bounds[2])
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
			print (holds(word[4], id) ? "yes: " : "no: ") id " went " words
	}
}
