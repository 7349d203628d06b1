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

# preset_sides NAME...: the sides of these presets, of which several may have the same one, a line each:
#   side NUMBER|VMM|OPTIONS|WORKLOADS
# and after them, for each preset, what its sides are:
#   preset NAME|NUMBER|NUMBER
preset_sides() {
	for name; do
		for side in a b; do
			printf '%s|%s|%s|%s\n' "$name" "$(preset_value "$name" vmm)" "$(preset_value "$name" "$side")" \
				"$(preset_value "$name" workload)"
		done
	done | awk -F '|' '
		{
			key = $2 "|" $3
			if (!(key in number)) {
				number[key] = ++n
				keys[n] = key
			}
			n_words = split($4, words, " ")
			for (i = 1; i <= n_words; i++)
				if (index(" " workloads[key] " ", " " words[i] " ") == 0)
					workloads[key] = workloads[key] (workloads[key] == "" ? "" : " ") words[i]
			presets[NR] = NR % 2 ? $1 "|" number[key] : presets[NR - 1] "|" number[key]
		}
		END {
			for (i = 1; i <= n; i++)
				print "side " i "|" keys[i] "|" workloads[keys[i]]
			for (i = 2; i <= NR; i += 2)
				print "preset " presets[i]
		}'
}

# preset_measure: boots each side $boots times, all in turn, into $into/NUMBER-BOOT. With --icount every boot is the
# same, so that one is enough.
preset_measure() {
	boots_all=$(awk -F '|' -v boots="$boots" '
		/^side / { n += $2 == "bochs" ? 1 : boots }
		END { print n }' "$into/sides")
	# shellcheck disable=SC2034 # for boots.sh
	LAB=$lab_dir/lab
	# shellcheck source=lib/boots.sh
	. "$lab_dir/lib/boots.sh"
	round=0
	while [ "$round" -lt "$boots" ]; do
		round=$((round + 1))
		while IFS='|' read -r number on options workloads <&6; do
			number=${number#side }
			icount=
			[ "$on" != bochs ] || icount=--icount
			[ -z "$icount" ] || [ "$round" -eq 1 ] || continue
			# shellcheck disable=SC2034 # for vmm_load
			emulator=$(vmm=$on && vmm_load && vmm_emulator) || exit
			# shellcheck disable=SC2086 # lists of words
			boot_measure "$into/$number-$round" "${options:-nothing changed}" --vmm "$on" $icount $options -- \
				/run/lab/top/build/exitbench run $workloads --duration 1 --repeat 3 --results . \
				${emulator:+--tag "lab.emulated=$emulator"}
		done 6<<-END
			$(grep '^side ' "$into/sides")
		END
	done
}

# preset_results NUMBER: the results of a side, with commas between them
preset_results() {
	find "$into" -path "$into/$1-*/latest" | sort | paste -s -d ,
}

# preset_judge: compares the sides of each preset, and writes $into/outcomes.md
preset_judge() {
	{
		echo '| preset | a | b | published | found and expected |'
		echo '| --- | --- | --- | --- | --- |'
	} >"$into/outcomes.md"
	while IFS='|' read -r name a b <&6; do
		name=${name#preset }
		"$top/build/exitbench" compare "$(preset_results "$a")" "$(preset_results "$b")" --all --format csv \
			>"$into/$name.csv" || exit 125
		say "$name: $(preset_value "$name" about)"
		echo "Published: $(preset_value "$name" source)."
		awk -v expect="$(preset_value "$name" expect)" -f "$lab_dir/lib/expect.awk" "$into/$name.csv" |
			tee "$into/$name.outcome"
		# shellcheck disable=SC2016 # Markdown
		printf '| %s | `%s` | `%s` | %s | %s |\n' "$name" "$(preset_value "$name" a)" \
			"$(preset_value "$name" b)" "$(preset_value "$name" source)" \
			"$(paste -s -d ';' <"$into/$name.outcome" | sed 's/;/<br>/g')" | sed 's/``/-/g' >>"$into/outcomes.md"
	done 6<<-END
		$(grep '^preset ' "$into/sides")
	END
}

# preset_run NAME... [--boots N] [--into FOLDER]: compares, and ends with 1 if the outcome is not the known one
preset_run() {
	names='' into='' boots=5
	while [ $# -gt 0 ]; do
		case $1 in
		--boots) boots=$(number "$@") || exit; shift 2 ;;
		--into) into=$(value "$@") || exit; shift 2 ;;
		-*) die "unknown option: '$1' (see: lab help)" ;;
		*)
			preset_value "$1" about >/dev/null || die "no preset '$1' (lab preset lists them)"
			names="$names $1"
			shift
			;;
		esac
	done
	[ -n "$names" ] || die "which presets? (lab preset lists them)"
	[ "$boots" -gt 0 ] || die "a comparison needs a boot: --boots 5"
	[ -x "$top/build/exitbench" ] || die "no '$top/build/exitbench'; run make first"
	# shellcheck disable=SC2086 # a list of words
	into=${into:-$top/results/preset-$(echo $names | tr ' ' -)}
	mkdir -p "$into" || die "cannot make the folder '$into'"
	rm -rf "${into:?}"/[0-9]*-[0-9]* "$into"/*.outcome
	# shellcheck disable=SC2086
	preset_sides $names >"$into/sides"
	preset_measure
	preset_judge
	! grep -q '^no: ' "$into"/*.outcome
}
