# SPDX-License-Identifier: GPL-2.0-only
# Reads cases.cfg and prints a line for each case that is wanted: its name, kernel, VMM, vCPUs,
# settings ("-" for none), whether with selftests, seconds, program. Complains of every line that
# is wrong, and then prints none.
#
# Given by -v:
#   vmms   the VMMs that there are
#   names  the cases that are wanted; "" for those that "when" and "vmm" let through
#   when   test, all, or "" for both
#   vmm    only cases on this one; "" for all

BEGIN {
	split("when vmm cpus program seconds", required)
	split("kernel settings selftests", optional)
	usual["kernel"] = "patched"
	usual["settings"] = "-"
	usual["selftests"] = "no"
	for (i in required)
		known[required[i]] = 1
	for (i in optional)
		known[optional[i]] = 1
	form["when"] = "^(test|all)$"
	form["cpus"] = form["seconds"] = "^[1-9][0-9]*$"
	form["selftests"] = "^(yes|no)$"
	form["program"] = "^(guest|host|here):[^ \t]+$"
	form["vmm"] = vmms
	gsub(/ /, "|", form["vmm"])
	form["vmm"] = "^(" form["vmm"] ")(:[1-9][0-9]*)?$"
	form["kernel"] = form["settings"] = "^[^ \t]+$"
}

function complain(line, text) {
	printf "lab: %s:%d: %s\n", FILENAME, line, text >"/dev/stderr"
	bad = 1
}

# Which settings a block lacks is known only at its end.
function end_of_case(    i) {
	for (i = 1; name != "" && i in required; i++)
		if (!((name, required[i]) in value))
			complain(began[name], "case '" name "' has no '" required[i] "'")
}

function of(key) {
	return (name, key) in value ? value[name, key] : usual[key]
}

{ sub(/^[ \t]+/, ""); sub(/[ \t]+$/, "") }
/^#/ || /^$/ { next }

/^\[.*\]$/ {
	end_of_case()
	name = substr($0, 2, length($0) - 2)
	if (name !~ /^[A-Za-z0-9][A-Za-z0-9._-]*$/)
		complain(FNR, "not a name of a case: '" name "'")
	if (name in began) {
		complain(FNR, "case '" name "' is there already, in line " began[name])
		name = name " again"
	}
	began[name] = FNR
	order[++cases] = name
	next
}

!/^[^= \t]+[ \t]*=/ { complain(FNR, "neither '[name]' nor 'key = value': '" $0 "'"); next }

{
	key = text = $0
	sub(/[ \t]*=.*/, "", key)
	sub(/^[^=]*=[ \t]*/, "", text)
	if (name == "")
		complain(FNR, "a key before the first case: '" key "'")
	else if (!(key in known))
		complain(FNR, "case '" name "' has an unknown key: '" key "'")
	else if ((name, key) in value)
		complain(FNR, "case '" name "' has '" key "' twice")
	else if (text !~ form[key])
		complain(FNR, "case '" name "' has a wrong '" key "': '" text "'")
	value[name, key] = text
}

END {
	end_of_case()
	for (i = split(names, list, " "); i > 0; i--) {
		wanted[list[i]] = 1
		if (!bad && !(list[i] in began)) {
			printf "lab: no such case: '%s' (see %s)\n", list[i], FILENAME >"/dev/stderr"
			bad = 1
		}
	}
	if (bad)
		exit 1
	for (i = 1; i <= cases; i++) {
		name = order[i]
		if (names != "" ? !(name in wanted) : when != "" && when != of("when"))
			continue
		if (vmm != "" && of("vmm") !~ "^" vmm "(:|$)")
			continue
		print name, of("kernel"), of("vmm"), of("cpus"), of("settings"), of("selftests"), of("seconds"),
			of("program")
	}
}
