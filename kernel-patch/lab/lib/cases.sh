# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034,SC2154 # variables are shared with the other parts
# Runs the cases of cases.cfg, each a boot of its own, and reports them as TAP.

cases_file=$lab_dir/cases.cfg
cases_folder='' case_pid=''

# cases_rows [--vmm NAME] [--all | --rest | NAME...]: a line for each case that is wanted, as
# cases.awk prints it; without names those that are for "make test", all, or the rest
cases_rows() {
	on='' when=''
	if [ "${1-}" = --vmm ]; then
		on=$(value "$@") || exit
		shift 2
	fi
	case ${1-} in
	'') when=test ;;
	--all) shift ;;
	--rest) when=all; shift ;;
	esac
	awk -f "$lab_dir/lib/cases.awk" -v vmms="$(vmm_names)" -v vmm="$on" -v when="$when" -v names="$*" \
		"$cases_file" || exit 125
}

cases_close() {
	[ -z "$case_pid" ] || { kill "$case_pid" 2>/dev/null; wait "$case_pid"; }
	[ -z "$cases_folder" ] || rm -rf "$cases_folder"
}

# Starts one case's program; the variables hold what its row says.
case_start() {
	set -- --kernel "$kernel" --vmm "$vmm" --cpus "$cpus" --timeout "$seconds"
	[ "$settings" = - ] || for setting in $(echo "$settings" | tr ',' ' '); do
		set -- "$@" --set "$setting"
	done
	[ "$with_selftests" = no ] || set -- "$@" --selftests
	case $program in
	guest:*) exec "$lab_dir/lab" exec "$@" -- "/run/lab/top/${program#*:}" ;;
	host:*) exec "$lab_dir/lab" exec --host "$@" -- "/run/lab/top/${program#*:}" ;;
	here:*) LAB=$lab_dir/lab exec timeout -k 20 "$seconds" "$top/${program#*:}" "$@" ;;
	esac
}

# Runs the case's program to its end; sets $status.
case_try() {
	case_start >"$cases_folder/out" 2>&1 </dev/null &
	case_pid=$!
	wait "$case_pid"
	status=$?
	case_pid=
}

# Whether the source of the case's kernel is here; if not, says why and what to do.
case_has_source() {
	(kernel_version "$kernel" && kernel_dirs) >"$cases_folder/out" 2>&1
}

case_in_trouble() {
	{ [ "$status" -eq 124 ] || [ "$status" -eq 125 ]; } &&
		! grep -q 'a kernel complained' "$cases_folder/out"
}

case_run() {
	say "case $((count + 1)) of $total: $name"
	case_begun=$(date +%s)
	if case_has_source; then
		case_try
	else
		status=77
	fi
	# An emulator in an emulator dies or hangs now and then. The case is then tried once more,
	# with a message; if that happens again, it is skipped, with the reason. What the program
	# itself finds wrong, or a kernel complains about, is a failure.
	if case_in_trouble; then
		sed 's/^/# /' "$cases_folder/out"
		say "trouble in the lab, status $status: $name is tried once more"
		case_try
		if case_in_trouble; then
			echo "the lab failed twice: $(tail -n 1 "$cases_folder/out")" >>"$cases_folder/out"
			sed 's/^/# /' "$cases_folder/out"
			status=77
		fi
	fi
	took=$(($(date +%s) - case_begun))
	count=$((count + 1))
	if [ "$status" -eq 0 ]; then
		passed=$((passed + 1))
		echo "ok $count - $name # $took s"
		[ -z "$verbose" ] || sed 's/^/# /' "$cases_folder/out"
	elif [ "$status" -eq 77 ]; then
		skipped=$((skipped + 1))
		echo "ok $count - $name # SKIP $(tail -n 1 "$cases_folder/out")"
	else
		failed=$((failed + 1))
		echo "not ok $count - $name # $took s, status $status"
		sed 's/^/# /' "$cases_folder/out"
	fi
}

cases_run() {
	if [ "${1-}" = --verbose ]; then
		verbose=yes
		shift
	fi
	trap 'cases_close' EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	cases_folder=$(mktemp -d "${TMPDIR:-/tmp}/exitbench-cases.XXXXXX") || exit 125
	cases_rows "$@" >"$cases_folder/rows" || exit
	begun=$(date +%s) count=0 passed=0 failed=0 skipped=0
	total=$(wc -l <"$cases_folder/rows")
	echo "1..$total"
	while read -r name kernel vmm cpus settings with_selftests seconds program <&5; do
		case_run
	done 5<"$cases_folder/rows"
	echo "# $passed passed, $failed failed, $skipped skipped in $(($(date +%s) - begun)) s"
	[ "$failed" -eq 0 ] || exit 1
	[ "$passed" -gt 0 ] || exit 77
}
