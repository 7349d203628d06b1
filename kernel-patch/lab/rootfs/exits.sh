# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What the host itself knows of its guests' VM exits: the series' statistics and KVM's own count
# in debugfs, and histograms that the kernel makes of KVM's tracepoints. All who read these forms
# of text read them here. For programs that run in the host:  . /run/lab/rootfs/exits.sh
#
# A reason is printed as debugfs has it, in three hexadecimal digits or more: 0x00c.

exits_events=/sys/kernel/tracing/events/kvm
exits_vms=/sys/kernel/debug/kvm

# vm_folder: the debugfs folder of the one VM that runs
vm_folder() {
	set -- "$exits_vms"/*-*/
	[ $# -eq 1 ] && [ -d "$1" ] && echo "${1%/}" && return
	echo "not one VM but $#: $*" >&2
	return 1
}

# exits_total VM-FOLDER: how many exits KVM itself counted; a kernel without the series counts
# them, too
exits_total() {
	cat "$1/exits"
}

# exits_counted VM-FOLDER: the series' statistics until now, a line "REASON NAME EXITS" for each
# reason that occurred, in the order of reasons. Fails if the kernel has none.
exits_counted() {
	awk '/^0x/ && $3 > 0 { print $1, $2, $3 }' "$1/exit_stats"
}

# exits_trace KEYS: begins a histogram of all exits by these keys: exit_reason, perhaps with
# others before it, and perhaps ":size=N", for how many different ones there is room
exits_trace() {
	exits_keys=$1
	echo "hist:keys=$exits_keys" >"$exits_events/kvm_exit/trigger"
}

# exits_trace_end: ends it, and forgets what it holds
exits_trace_end() {
	echo "!hist:keys=$exits_keys" >"$exits_events/kvm_exit/trigger"
}

# exits_traced: what that histogram holds, sorted: a line "REASON EXITS" for each reason, with the
# other keys before it, as exits_histogram prints them. Fails if the histogram had no room for
# some exits.
exits_traced() {
	exits_rows=$(exits_histogram kvm_exit) || return
	[ -z "$exits_rows" ] || printf '%s\n' "$exits_rows" | sort
}

# exits_histogram EVENT: the histogram of that tracepoint of KVM, a line for each combination of
# its keys: their values and the number of hits. Of a span of time it is the beginning. Fails if
# hits were dropped.
exits_histogram() {
	awk -v event="$1" '
		/^[{] / {
			gsub(/[{},~]/, " ")
			for (i = 1; i < NF && $i != "hitcount:"; i += 2) {
				value = $(i + 1)
				if ($i == "exit_reason:")
					value = sprintf("0x%03x", value)
				sub(/-[0-9]+$/, "", value)
				printf "%s ", value
			}
			print $(i + 1)
		}
		/^ *Dropped:/ { totals = 1; dropped = $2 }
		END {
			if (totals && !dropped)
				exit 0
			print "the histogram of " event " dropped " (totals ? dropped : "what it does not tell") >"/dev/stderr"
			exit 1
		}' "$exits_events/$1/hist"
}

# exits_agree TRACED COUNTED: prints what two files of lines "REASON EXITS" say of each reason,
# and fails if they differ
exits_agree() {
	join -a 1 -a 2 -e 0 -o 0,1.2,2.2 "$1" "$2" | awk '
		BEGIN { print "reason     traced    counted" }
		{
			printf "%s %10d %10d%s\n", $1, $2, $3, $2 == $3 ? "" : "  differ"
			differ += $2 != $3
		}
		END { exit differ > 0 }'
}
