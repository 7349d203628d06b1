# SPDX-License-Identifier: GPL-2.0-only
# What the kernel's own tests said on a stock host, on a patched one that is off, and on one that is on,
# as Markdown. Status 1 if one of them ends worse on a patched host than on the stock one, or did not run there.
#
# Reads three files with lines "NAME STATUS TRY", tabs between: 4 is a test's status if it cannot run here, 124 that
# of one that took too long, "died" that its machine ended. A line with a name only is a test that started.

function word(status) {
	return status == "" ? "not run" : status == "died" ? "ends the host" : \
		status == "hung" ? "hangs the host" : status == "untried" ? "not tried" : status == 0 ? "passes" : \
		status == 4 ? "skipped" : status == 124 || status == 137 ? "takes too long" : "fails"
}
FNR == 1 { host++ }
NF < 2 { next }
host == 1 { order[++n] = $1 }
{ status[host, $1] = $2; try[host, $1] = $3 }
END {
	print "<!-- SPDX-License-Identifier: GPL-2.0-only -->"
	print "# The kernel's own tests of KVM\n"
	print "Made by `lab own-tests`: on a stock host, on a patched one with the statistics off, and on one whose VMs"
	print "all have them. A test that fails is tried three times. Benchmarks are left out, and tests\nthat run for as long as they are told to.\n"
	for (i = 1; i <= n; i++) {
		name = order[i]
		for (h = 1; h <= 3; h++) {
			said[h] = word(status[h, name])
			if (h > 1 && said[h] != said[1] && said[h] != "passes" && said[h] != "not tried")
				worse++
		}
		count[said[1]]++
		for (h = 1; h <= 3; h++)
			if (said[h] == "passes" && try[h, name] > 1)
				said[h] = said[h] " at try " try[h, name]
		rows = rows "| " name " | " said[1] " | " said[2] " | " said[3] " |\n"
	}
	printf "%d of %d pass on the stock host, %d are skipped there, %d fail or take too long. ", \
		count["passes"], n, count["skipped"], n - count["passes"] - count["skipped"]
	if (worse)
		printf "On a patched host %d end differently.\n", worse
	else
		print "On a patched host none ends worse."
	print "\n| test | stock | off | user |"
	print "| --- | --- | --- | --- |"
	printf "%s", rows
	exit n == 0 || host != 3 || worse > 0
}
