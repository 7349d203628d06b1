# SPDX-License-Identifier: GPL-2.0-only
#
# What ways of counting VM exits add to the cost of one exit: a group of bars for
# every kind of exit, a bar for every way but the first, which is the base.
#
#	gnuplot -d -c plot/exit-cost.gp DATA OUTPUT
#
# DATA is the exit-cost.tsv of `make bench`, in instructions per VM exit; OUTPUT ends in .svg or .png.

if (ARGC != 2) {
	printerr "usage: gnuplot -d -c exit-cost.gp DATA OUTPUT"
	exit status 2
}
# gnuplot would run a file whose name begins with | or <.
data = ARG1[1:1] eq "/" ? ARG1 : "./" . ARG1
output = ARG2[1:1] eq "/" ? ARG2 : "./" . ARG2

set encoding utf8
set datafile separator "\t"

# The first line of the data names the kinds, the first column the ways; the first way is the base.
stats data using (column(2)) skip 1 nooutput
ways = STATS_records
kinds = STATS_columns - 1
array way[ways]
array kind[kinds]
array cost[ways * kinds]
at(w, k) = (w - 1) * kinds + k
do for [k = 1:kinds] {
	stats data using (int($0) == 0 ? (kind[k] = strcol(k + 1), 0) : 0) nooutput
	stats data using (way[int($0) + 1] = strcol(1), cost[at(int($0) + 1, k)] = column(k + 1), 0) \
		skip 1 nooutput
}
added(w, k) = cost[at(w, k)] - cost[at(1, k)]
most = 0
do for [k = 1:kinds] {
	do for [w = 2:ways] {
		most = added(w, k) > most ? added(w, k) : most
	}
}

row = 22.0
group = row * (ways - 1) + 20
left = 130.0
width = 900.0
top = 86.0
height = top + group * kinds + 46

png = output[strlen(output) - 3:] eq ".png"
scale = png ? 2 : 1
if (png) {
	set terminal pngcairo noenhanced size scale * width, scale * height \
		font "sans-serif,10" fontscale scale linewidth scale background rgb "white"
} else {
	set terminal svg noenhanced size width, height font "sans-serif,13" \
		name "exitCost" background rgb "white"
}
set output output

set label "Instructions that counting adds to one VM exit" at screen 0.5, screen 1 - 22 / height \
	center font ",12"
set lmargin at screen left / width
set rmargin at screen 1 - 90 / width
set tmargin at screen 1 - top / height
set bmargin at screen 40 / height
set yrange [group * kinds:0]
set xrange [0:most * 1.02]
set border 1 lc rgb "#888888"
set xtics nomirror textcolor rgb "#333333"
set grid xtics lc rgb "#dddddd" lt 1
set ytics scale 0 textcolor rgb "#333333" ()
set format x "%.0f"
set key at screen 0.5, screen 1 - 58 / height center center horizontal maxrows 1 samplen 1
set style fill solid 1 noborder

# colours apart also for the colour-blind (Okabe and Ito); what is left is grey
colour(w) = w == 1 ? 0xD55E00 : w == 2 ? 0xE69F00 : w == 3 ? 0x56B4E9 : w == 4 ? 0x0072B2 : \
	w == 5 ? 0x009E73 : w == 6 ? 0xF0E442 : w == 7 ? 0xCC79A7 : w == 8 ? 0x333333 : 0x999999
y(w, k) = group * (k - 1) + 10 + row * (w - 1.5)

do for [k = 1:kinds] {
	set ytics add (kind[k] group * (k - 0.5))
}
do for [w = 2:ways] {
	do for [k = 1:kinds] {
		set label sprintf("%+.0f", added(w, k)) at added(w, k), y(w, k) offset 0.6, 0 \
			textcolor rgb "#333333"
	}
}
k(index, w) = index - (w - 1) * kinds
plot for [w = 2:ways] cost using (0):(y(w, k($1, w))):(0):(added(w, k($1, w))): \
	(y(w, k($1, w)) - row * 0.42):(y(w, k($1, w)) + row * 0.42) \
	every ::(w - 1) * kinds::w * kinds - 1 with boxxyerror lc rgb colour(w - 1) title way[w]
