#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# Tests counters from the text that the host shows in debugfs (--counters host:FILE), while a program in the
# background writes it.
# shellcheck source=harness/tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# show_stats HLT CPUID: the host's text with so many exits
show_stats() {
	cat <<-END
		# exit_stats 2 isa=svm mode=host epoch=0x5ba6a65b tsc_khz=2000000 vcpus=2 slots=172
		# reason name exits cycles user_exits user_cycles exits:0 cycles:0 user_exits:0 user_cycles:0 exits:1 cycles:1 user_exits:1 user_cycles:1
		0x072 cpuid $2 $(($2 * 3000)) 1 9 $2 $(($2 * 3000)) 1 9 0 0 0 0
		0x078 hlt $1 $(($1 * 900)) 0 0 0 0 0 0 $1 $(($1 * 900)) 0 0
		total - $(($1 + $2)) $(($1 * 900 + $2 * 3000)) 1 9 $2 $(($2 * 3000)) 1 9 $1 $(($1 * 900)) 0 0
	END
}

show_stats 100 40 >stats
run snapshot --counters host:stats --format csv --columns number,exits
ends 'a snapshot' 0 'warning: the counters are as old as the file'
ok 'a snapshot is what the file says' test "$(sort out | paste -sd' ')" = '0x72,40 0x78,100 number,exits'
run snapshot --counters host:stats --per-vcpu --format csv --columns vcpu,number,exits
ok 'of each vCPU, too' grep -qx '1,0x78,100' out
run probe --counters host:stats
ends 'probe' 0
prints 'probe: reading costs no exits' 'host, 64 bits' "no exits that reading causes" 'text version'
prints 'probe: not of a guest' "The host's file has exit counters" 'The counters are as old as the file'

# The background program writes the next state when the command asks for it, and says when it is done.
mkfifo ask written
{
	while read -r hlt cpuid <ask; do
		show_stats "$hlt" "$cpuid" >next
		mv next stats
		echo >written
	done
} &
writer=$!
cat >steps <<-'END'
	#!/bin/sh
	n=$(cat state)
	echo $((n + 1)) >state
	echo "$((100 + 7 * n)) $((40 + n))" >ask
	read -r _ <written
END
chmod +x steps
echo 1 >state
run stat --counters host:stats -r 3 -w 1 --format csv --columns reason,exits -- ./steps
ends 'stat' 0
ok 'stat: each window holds what the host counted meanwhile' grep -qx 'hlt,7' out
ok 'stat: nothing is subtracted' grep -qx 'cpuid,1' out
ok 'stat: the command ran four times' test "$(cat state)" -eq 5
kill "$writer"
wait "$writer" 2>/dev/null

# Another machine's counters come in its place, and damaged ones.
printf '#!/bin/sh\nsed -i s/0x5ba6a65b/0x5ba6a65c/ stats\n' >steps
run stat --counters host:stats -- ./steps
ends 'another machine meanwhile' 2 'started again from zero' 'measure again'
printf '#!/bin/sh\nsed -i 4d stats\n' >steps
run stat --counters host:stats -- ./steps
ends 'a damaged file meanwhile' 2 "'stats' line 4" 'the total is not the sum' 'rename that'
silent 'nothing is shown of it'

# A result of such counters is kept and shown.
show_stats 100 40 >stats
tiny_workloads
run run --counters host:stats --workloads w --idle 0 -w 0 -r 1 io/null
ends 'run' 0
run show latest io/null
ends 'the result is shown' 0
ok 'the result says where its counters are from' \
	jq -e '.counters.abi == "host" and .read_cost.queries == 0' results/latest/result.json

# What is no such file
run stat --counters host:nowhere -- true
ends 'no file' 2 "cannot open 'nowhere'"
mkfifo fifo
run snapshot --counters host:fifo
ends 'a FIFO' 2 "'fifo' is a FIFO"
run snapshot --counters host:/dev/zero
ends 'a device' 2 "'/dev/zero' is a device"
run snapshot --counters host:.
ends 'a folder' 2 'Is a directory'
truncate -s 17M huge
run snapshot --counters host:huge
ends 'a huge file' 2 "'huge' has more than"
: >empty
run snapshot --counters host:empty
ends 'an empty file' 2 "'empty' line 1"
head -n 1 stats | sed s/mode=host/mode=off/ >off
run snapshot --counters host:off
ends 'counting is off' 1 'mode=off' 'kvm.exit_stats=host'
run snapshot --counters host:stats --record kept
ends 'recording' 2 'nothing to record'

finish
