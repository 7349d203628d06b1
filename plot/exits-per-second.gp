# SPDX-License-Identifier: GPL-2.0-only
#
# Exits per second by exit reason, a bar for every workload: on the left what
# share each reason has, on the right how many exits per second that is. Both
# axes are linear; the parts of a bar could not be added up on any other.
#
#	gnuplot -d -c plot/exits-per-second.gp DATA OUTPUT
#
# DATA is the exits-per-second.tsv beside a report; OUTPUT ends in .svg or .png.

if (ARGC != 2) {
	printerr "usage: gnuplot -d -c exits-per-second.gp DATA OUTPUT"
	exit status 2
}
# gnuplot would run a file whose name begins with | or <.
data = ARG1[1:1] eq "/" ? ARG1 : "./" . ARG1
output = ARG2[1:1] eq "/" ? ARG2 : "./" . ARG2

set encoding utf8
set datafile separator "\t"
set datafile commentschars "#"

# What there is to draw decides the size of the canvas (all in pixels).
longest_reason = 0
longest_name = 0
longest_number = 0
most = 0
longer(a, b) = a > b ? a : b
stats data index 0 using (longest_reason = longer(longest_reason, strlen(strcol(2))), 0) nooutput
reasons = STATS_records
stats data index 1 using (longest_name = longer(longest_name, strlen(strcol(2))), \
	longest_number = longer(longest_number, strlen(strcol(6))), 0) nooutput
workloads = STATS_records
# Of many workloads this is one part; all have one scale.
stats data index 3 using (most = column(3), part_number = column(4), parts = column(5), \
	host = strcol(6), 0) nooutput
digits = strlen(sprintf("%.0f", most))
longest_number = longer(longest_number, digits + (digits - 1) / 3)
title = "VM exits by exit reason" . \
	(host eq "-" ? "" : ", host " . host) . \
	(parts > 1 ? sprintf(" (part %d of %d)", part_number, parts) : "")

letter = 7.9
row = 24.0
left = letter * longest_name + 26
share = 560.0
gap = 52.0
right = 420.0
width = left + share + gap + right + 24
legend_column = letter * longest_reason + 34
legend_columns = int((width - 32) / legend_column)
legend_rows = ceil(1.0 * reasons / legend_columns)
legend_columns = ceil(1.0 * reasons / legend_rows)
legend_top = 42.0
top = legend_top + 22 * legend_rows + 44
height = top + row * workloads + 54

png = output[strlen(output) - 3:] eq ".png"
scale = png ? 2 : 1
if (png) {
	set terminal pngcairo noenhanced size scale * width, scale * height \
		font "sans-serif,10" fontscale scale linewidth scale background rgb "white"
} else {
	set terminal svg noenhanced size width, height font "sans-serif,13" \
		name "exitsPerSecond" background rgb "white"
}
set output output

x(px) = px / width
y(px) = 1 - px / height
part(c, bit) = (int(c) >> bit) & 255
ink(c) = 0.299 * part(c, 16) + 0.587 * part(c, 8) + 0.114 * part(c, 0) > 140 ? 0x000000 : 0xFFFFFF
fits(from, to, text) = (to - from) * share / 100 > letter * strlen(text) + 4

set multiplot
unset key
set style fill solid 1 border lc rgb "white"

# The legend, in a plot of its own whose units are pixels.
set lmargin at screen 0
set rmargin at screen 1
set tmargin at screen 1
set bmargin at screen 0
set xrange [0:width]
set yrange [height:0]
unset border
unset tics
legend_x(i) = 16 + legend_column * (int(i) % legend_columns)
legend_y(i) = legend_top + 22 * (int(i) / legend_columns)
set label 1 title at 16, 20 left font ",15" front
plot data index 0 using (legend_x($1) + 7):(legend_y($1) + 7):(7):(7):(column(3)) \
		with boxxyerror lc rgb variable title "legend", \
	"" index 0 using (legend_x($1) + 20):(legend_y($1) + 7):2 \
		with labels left tc rgb "#333333" title "legend"
unset label 1

# Bars, once in percent and once in exits/s.
set tmargin at screen y(top)
set bmargin at screen y(top + row * workloads)
set yrange [workloads - 0.5:-0.5]
set border 0
set ytics scale 0 tc rgb "#111111"
set xtics scale 0 tc rgb "#555555"
set grid back xtics lt 1 lw 0.6 lc rgb "#DDDDDD"

set lmargin at screen x(left)
set rmargin at screen x(left + share)
set xrange [0:100]
set format x "%.0f %%"
set label 2 "share of the exits" at graph 0, screen y(top - 14) left tc rgb "#333333"
plot data index 2 using (0):1:7:8:($1 - 0.4):($1 + 0.4):(column(3)) \
		with boxxyerror lc rgb variable title "shares", \
	"" index 2 using (($7 + $8) / 2):1:(fits($7, $8, strcol(2)) ? strcol(2) : ""):(ink(column(3))) \
		with labels center tc rgb variable title "names", \
	"" index 1 using (-1):1:ytic(2) with points pt 0 title "workloads"
unset label 2

set lmargin at screen x(left + share + gap)
set rmargin at screen x(left + share + gap + right)
room = letter * longest_number + 16
set xrange [0:most > 0 ? most * right / (right - room) : 1]
set ytics format ""
step = 10.0 ** floor(log10(most > 0 ? most : 1))
step = most < 2 * step ? step / 2 : most < 5 * step ? step : 2 * step
tick(v) = v >= 1e6 ? sprintf("%gM", v / 1e6) : v >= 1e3 ? sprintf("%gk", v / 1e3) : sprintf("%g", v)
set xtics ("0" 0)
do for [i = 1:int(most * right / (right - room) / step)] {
	set xtics add (tick(i * step) i * step)
}
set label 3 "exits/s, all vCPUs" at graph 0, screen y(top - 14) left tc rgb "#333333"
plot data index 2 using (0):1:5:6:($1 - 0.4):($1 + 0.4):(column(3)) \
		with boxxyerror fs solid 1 noborder lc rgb variable title "rates", \
	"" index 1 using 3:1:6 with labels left offset 0.6, 0 tc rgb "#111111" title "numbers"
unset multiplot
