# SPDX-License-Identifier: GPL-2.0-only
# How the exits of a boot come: exits per second in each tenth of a second, with tabs between, a
# column for each reason, those with most exits first.
#
# Reads counts.tsv (variant, reason, name, exits), for the names, then lines "burst TIME REASON
# EXITS", where TIME is the beginning of a tenth of a second in nanoseconds.

NR == FNR { name[$2] = $3; next }
$1 == "burst" {
	t = $2 / 1e9
	if (first == "" || t < first) first = t
	if (t > last) last = t
	exits[sprintf("%.1f", t), $3] = $4
	sum[$3] += $4
}
END {
	while (1) {
		best = ""
		for (r in sum)
			if (!(r in placed) && (best == "" || sum[r] > sum[best])) best = r
		if (best == "") break
		placed[best] = ++n
		reason[n] = best
	}
	printf "seconds"
	for (i = 1; i <= n; i++) printf "\t%s", name[reason[i]]
	for (t = first; t < last + 0.05; t += 0.1) {
		printf "\n%.1f", t - first
		for (i = 1; i <= n; i++) printf "\t%d", 10 * exits[sprintf("%.1f", t), reason[i]]
	}
	printf "\n"
}
