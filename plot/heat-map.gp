# SPDX-License-Identifier: GPL-2.0-only
#
# Exits per second of every workload (rows) and exit reason (columns): the
# number in each cell, its logarithm as the colour. A blank cell is zero.
#
#	gnuplot -d -c plot/heat-map.gp DATA OUTPUT
#
# DATA is the heat-map.tsv beside a report; OUTPUT ends in .svg or .png.

if (ARGC != 2) {
	printerr "usage: gnuplot -d -c heat-map.gp DATA OUTPUT"
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
least = 1e9
most = 1
longer(a, b) = a > b ? a : b
shorter(a, b) = a < b ? a : b
stats data index 0 using (longest_reason = longer(longest_reason, strlen(strcol(2))), 0) nooutput
reasons = STATS_records
stats data index 1 using (longest_name = longer(longest_name, strlen(strcol(2))), \
	longest_number = longer(longest_number, strlen(strcol(6))), 0) nooutput
workloads = STATS_records
# Of many workloads this is one part; all have one scale.
stats data index 3 using (least = shorter(least, column(1)), most = longer(most, column(2)), \
	part_number = column(4), parts = column(5), \
	host = strcol(6), 0) nooutput
title = "VM exits per second by workload and exit reason" . \
	(host eq "-" ? "" : ", host " . host) . \
	(parts > 1 ? sprintf(" (part %d of %d)", part_number, parts) : "")

letter = 7.9
row = 26.0
cell = 52.0
left = letter * longest_name + 26
totals = letter * longest_number + 34
slant = 0.72 * letter * longest_reason
top = 44 + slant + 22
scale_width = 360.0
scale_left = left
below = 52.0
plot_width = cell * reasons
plot_height = row * workloads
width = longer(left + plot_width + longer(totals, slant + 16) + 12, scale_left + scale_width + 40)
width = longer(width, 1.35 * letter * strlen(title) + 32)
height = top + plot_height + below + 58

png = output[strlen(output) - 3:] eq ".png"
scale = png ? 2 : 1
if (png) {
	set terminal pngcairo noenhanced size scale * width, scale * height \
		font "sans-serif,10" fontscale scale linewidth scale background rgb "white"
} else {
	set terminal svg noenhanced size width, height font "sans-serif,13" \
		name "heatMap" background rgb "white"
}
set output output

x(px) = px / width
y(px) = 1 - px / height

set lmargin at screen x(left)
set rmargin at screen x(left + plot_width)
set tmargin at screen y(top)
set bmargin at screen y(top + plot_height)
set xrange [-0.5:reasons - 0.5]
set yrange [workloads - 0.5:-0.5]
unset key
unset border
set tics scale 0
set ytics tc rgb "#111111"
unset xtics
set x2range [-0.5:reasons - 0.5]
set x2tics rotate by 45 left tc rgb "#111111"
set label 1 title \
	at screen x(16), screen y(20) left font ",15"
set label 2 "total" at screen x(left + plot_width + totals - 6), screen y(top - 14) right \
	tc rgb "#555555"

# One hue that darkens evenly: the order survives any colour vision, and grey print.
set palette defined (0 "#E3EEF9", 1 "#C6DBEF", 2 "#9ECAE1", 3 "#6BAED6", 4 "#4292C6", \
	5 "#2171B5", 6 "#08519C", 7 "#08306B")
bottom = floor(log10(shorter(least, 1)))
bottom = bottom < -2 ? -2 : bottom
peak = ceil(log10(longer(most, 10)))
set cbrange [bottom:peak]
set colorbox horizontal user origin screen x(scale_left), screen y(top + plot_height + below) \
	size screen scale_width / width, screen 12.0 / height noborder
set cbtics 1 tc rgb "#333333" add ("0.01" -2, "0.1" -1, "1" 0, "10" 1, "100" 2, "1k" 3, \
	"10k" 4, "100k" 5, "1M" 6, "10M" 7, "100M" 8) offset 0, 0.3
set label 3 "exits/s, all vCPUs; logarithmic colours" \
	at screen x(scale_left), screen y(top + plot_height + below - 24) left tc rgb "#555555"

level(rate) = log10(rate)
ink(rate) = (level(rate) - bottom) / (peak - bottom) > 0.62 ? 0xFFFFFF : 0x111111
set style fill solid 1 border lc rgb "white"

plot data index 1 using (0):1:(-0.5):(reasons - 0.5):($1 - 0.5):($1 + 0.5) \
		with boxxyerror fs solid 1 border lc rgb "#E4E4E4" lc rgb "#FAFAFA" title "rows", \
	"" index 2 using 2:1:($2 - 0.5):($2 + 0.5):($1 - 0.5):($1 + 0.5):(level($3)) \
		with boxxyerror lc palette title "cells", \
	"" index 2 using 2:1:4:(ink(column(3))) \
		with labels center tc rgb variable title "exits per second", \
	"" index 1 using (reasons - 0.5):1:6 \
		with labels right offset first totals / cell - 6 / cell, 0 tc rgb "#555555" \
		title "totals", \
	"" index 1 using (-1):1:ytic(2) with points pt 0 title "workloads", \
	"" index 0 using 1:(-1):x2tic(2) axes x2y1 with points pt 0 title "reasons"
