# SPDX-License-Identifier: GPL-2.0-only
#
# How VM exits come in bursts: exits per second over time, reason upon reason.
#
#	gnuplot -d -c plot/bursts.gp DATA OUTPUT
#
# DATA is the bursts.tsv of `lab boot-profile`: seconds, then a column a reason, most exits first;
# OUTPUT ends in .svg or .png.

if (ARGC != 2) {
	printerr "usage: gnuplot -d -c bursts.gp DATA OUTPUT"
	exit status 2
}
# gnuplot would run a file whose name begins with | or <.
data = ARG1[1:1] eq "/" ? ARG1 : "./" . ARG1
output = ARG2[1:1] eq "/" ? ARG2 : "./" . ARG2

set encoding utf8
set datafile separator "\t"
stats data using 1 skip 1 nooutput
seconds = STATS_max
columns = STATS_columns
shown = columns - 1 < 7 ? columns - 1 : 7

png = output[strlen(output) - 3:] eq ".png"
scale = png ? 2 : 1
if (png) {
	set terminal pngcairo noenhanced size scale * 900, scale * 420 font "sans-serif,10" \
		fontscale scale linewidth scale background rgb "white"
} else {
	set terminal svg noenhanced size 900, 420 font "sans-serif,13" name "bursts" background rgb "white"
}
set output output

set title "VM exits per second while a guest boots, and then runs a small program" font ",12"
set xlabel "seconds since the guest's first exit"
set xrange [0:seconds]
set yrange [0:*]
set format y "%.0s%c"
set border 3 lc rgb "#888888"
set tics nomirror textcolor rgb "#333333"
set grid ytics lc rgb "#dddddd" lt 1
set key outside right top vertical reverse Left samplen 1.5 invert
set style fill solid 1 noborder
set boxwidth 0.1 absolute

# colours apart also for the colour-blind (Okabe and Ito); what is left is grey
colour(i) = i == 1 ? 0x0072B2 : i == 2 ? 0xE69F00 : i == 3 ? 0x009E73 : i == 4 ? 0xD55E00 : \
	i == 5 ? 0x56B4E9 : i == 6 ? 0xCC79A7 : i == 7 ? 0xF0E442 : 0xBBBBBB
upto(i) = sum [c = 2:i + 1] column(c)

# the highest stack first, so that each lower one covers it
plot data using ($1 + 0.05):(upto(columns - 1)) skip 1 with boxes lc rgb colour(8) \
		title columns - 1 > shown ? "others" : "", \
	for [i = shown:1:-1] data using ($1 + 0.05):(upto(i)) with boxes lc rgb colour(i) \
		title columnheader(i + 1)
