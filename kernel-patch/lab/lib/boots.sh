# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154 # variables are shared with those who source this
# Many boots, one after the other, for a comparison. Whoever sources this sets $LAB, the lab; and $boots_all, how many
# boots there will be.

boots_begun=$(date +%s)
boots_finished=0

# boot_measure FOLDER WHAT LAB-OPTION... -- COMMAND...: runs COMMAND in a boot, with a new FOLDER as its working folder;
# WHAT tells the user which boot it is. Trouble in the lab is tried once more, and ends the shell with 125 if it comes
# again, any other failure with its own status. Status 1 of a run means that a workload failed, and the comparison says
# that itself.
boot_measure() {
	boot_folder=$1
	boot_left=
	[ "$boots_finished" -eq 0 ] ||
		boot_left=", about $((($(date +%s) - boots_begun) * (boots_all - boots_finished) / boots_finished / 60 + 1)) minutes left"
	echo "${0##*/}: boot $((boots_finished + 1)) of $boots_all, $2$boot_left" >&2
	shift 2
	for boot_try in 1 2; do
		rm -rf "${boot_folder:?}"
		mkdir "$boot_folder"
		boot_status=0
		"$LAB" exec --work "$boot_folder" --timeout 7200 --silence 300 "$@" \
			</dev/null >"$boot_folder/log" 2>&1 || boot_status=$?
		[ "$boot_status" -gt 1 ] || break
		tail -n 10 "$boot_folder/log" >&2
		case $boot_status in 124 | 125) ;; *) exit "$boot_status" ;; esac
		[ "$boot_try" -eq 1 ] || exit 125
		echo "${0##*/}: trouble in the lab; once more" >&2
	done
	boots_finished=$((boots_finished + 1))
}
