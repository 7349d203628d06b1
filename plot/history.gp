# SPDX-License-Identifier: GPL-2.0-only
#
# What the exits of workloads were in many results, and since when they are others: a panel for each
# workload, a point for each result, a line for each level. The axes of values begin at 0 only where
# the values come near to it.
#
#	gnuplot -d -c plot/history.gp DATA OUTPUT
#
# DATA is the history.tsv of `exitbench history --output`; OUTPUT ends in .svg or .png.

if (ARGC != 2) {
	printerr "usage: gnuplot -d -c history.gp DATA OUTPUT"
	exit status 2
}
# gnuplot would run a file whose name begins with | or <.
data = ARG1[1:1] eq "/" ? ARG1 : "./" . ARG1
output = ARG2[1:1] eq "/" ? ARG2 : "./" . ARG2

set encoding utf8
set datafile separator "\t"
set datafile commentschars "#"

seconds(column) = strptime("%Y-%m-%dT%H:%M:%SZ", strcol(column))
stats data index 0 using (title = strcol(1), panels = column(2), first = seconds(3), \
	last = seconds(4), 0) nooutput
day = 86400.0
# one and the same moment would have no length
room = last > first ? (last - first) * 0.02 : day

width = 900.0
top = 44.0
panel = 150.0
height = top + panel * panels + 14
png = output[strlen(output) - 3:] eq ".png"
scale = png ? 2 : 1
dot = 0.3 * scale
if (png) {
	set terminal pngcairo noenhanced size scale * width, scale * height \
		font "sans-serif,10" fontscale scale linewidth scale background rgb "white"
} else {
	set terminal svg noenhanced size width, height font "sans-serif,13" \
		name "history" background rgb "white"
}
set output output

set multiplot
unset key
set border 3 lc rgb "#888888"
set tics nomirror textcolor rgb "#333333"
set grid ytics lc rgb "#DDDDDD" lt 1
set lmargin at screen 74 / width
set rmargin at screen 1 - 22 / width
set xrange [first - room:last + room]
set xtics time
when = last - first > 3 * day ? "%Y-%m-%d" : "%m-%d %H:%M"
set format x when timedate
set format y "%.4g"
set ytics autofreq
set label 9 title at screen 16 / width, screen 1 - 20 / height left font ",15" front

do for [i = 0:panels - 1] {
	stats data index 1 every ::i::i using (name = strcol(2), unit = strcol(3), least = column(4), \
		most = column(5), 0) nooutput
	set tmargin at screen 1 - (top + panel * i + 26) / height
	set bmargin at screen 1 - (top + panel * (i + 1) - 26) / height
	span = most > least ? most - least : most > 0 ? most : 1
	bottom = least < 0.5 * most ? 0 : least - 0.15 * span
	set yrange [bottom:most + 0.25 * span]
	# four steps or fewer
	tall = most + 0.25 * span - bottom
	step = 10.0 ** floor(log10(tall))
	step = tall < 2 * step ? step / 2 : tall < 5 * step ? step : 2 * step
	set ytics step
	set label 1 name . ", " . unit at graph 0, graph 1.12 left tc rgb "#111111" front
	# of another panel: nothing, but a place, as gnuplot 5.4 dies of labels that have none
	plot data index 4 using (own = $1 == i, own ? seconds(2) : first):(bottom):(0): \
				(own ? tall : 0) \
			with vectors nohead dt 2 lw 1.2 lc rgb "#D55E00" title "changes", \
		"" index 3 using ($1 == i ? seconds(2) : NaN):4:(seconds(3) - seconds(2)):(0) \
			with vectors nohead lw 3 lc rgb "#56B4E9" title "levels", \
		"" index 2 using ($1 == i ? seconds(2) : NaN):3 \
			with points pt 7 ps dot lc rgb "#333333" title "results", \
		"" index 4 using (own = $1 == i, own ? seconds(2) : first):(most + 0.2 * span): \
				(own ? strcol(3) : "") \
			with labels left offset 0.5, 0 tc rgb "#A03F00" title "words"
	unset label 1
	unset label 9
}
unset multiplot
