# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # variables are shared with the other parts
# Comparisons with a known outcome: what presets.cfg has of them.

presets_file=$lab_dir/presets.cfg

# preset_value NAME KEY: "" if it is empty; status 1 if there is no such preset or key
preset_value() {
	awk -v name="$1" -v key="$2" '
		/^[ \t]*#/ { next }
		/^\[.*\]$/ { here = $0 == "[" name "]"; next }
		here && index($0, key " =") == 1 { sub(/^[^=]*=[ \t]*/, ""); print; found = 1 }
		END { exit !found }' "$presets_file"
}

# A line for each preset: its name and what it compares.
presets_list() {
	awk '
		/^\[.*\]$/ { name = substr($0, 2, length($0) - 2) }
		/^about =/ { sub(/^about = */, ""); printf "%-14s %s\n", name, $0 }' "$presets_file"
}

# preset_run NAME [--boots N] [--into FOLDER]: compares, and ends with 1 if the outcome is not the known one
preset_run() {
	name=$1
	shift
	about=$(preset_value "$name" about) ||
		die "no preset '$name' (lab preset lists them)"
	on=$(preset_value "$name" vmm)
	into=$top/results/preset-$name
	boots=5
	while [ $# -gt 0 ]; do
		case $1 in
		--boots) boots=$(number "$@") || exit ;;
		--into) into=$(value "$@") || exit ;;
		*) die "unknown option: '$1' (see: lab help)" ;;
		esac
		shift 2
	done
	say "$name: $about"
	icount=
	[ "$on" != bochs ] || icount=--icount
	# shellcheck disable=SC2046 # lists of words
	"$lab_dir/lab" compare --a "$(preset_value "$name" a)" --b "$(preset_value "$name" b)" --boots "$boots" \
		--into "$into" --vmm "$on" $icount -- $(preset_value "$name" run) || exit
	echo
	echo "Published: $(preset_value "$name" source)."
	awk -v expect="$(preset_value "$name" expect)" -f "$lab_dir/lib/expect.awk" "$into/comparison.csv" |
		tee "$into/outcome"
	! grep -q '^no: ' "$into/outcome"
}
