# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# Talk, trouble and the checking of words from the command line.

say() {
	printf 'lab: %s\n' "$*" >&2
}

die() {
	say "$*"
	exit 125
}

# need TOOL PACKAGE
need() {
	command -v "$1" >/dev/null || die "no program '$1' (apt-get install $2)"
}

# value OPTION VALUE...
value() {
	[ $# -gt 1 ] || die "no value for '$1'"
	printf '%s' "$2"
}

# number OPTION VALUE...
number() {
	value "$@" >/dev/null || exit
	case $2 in
	'' | *[!0-9]* | 0?*) die "not a number: '$2' for '$1'" ;;
	esac
	printf '%s' "$2"
}

# absolute FILE: its path from the root; it must exist
absolute() {
	[ -e "$1" ] || die "no such file: '$1'"
	case $1 in
	/*) printf '%s' "$1" ;;
	*) printf '%s/%s' "$PWD" "$1" ;;
	esac
}

sha256() {
	sha256sum | cut -d ' ' -f 1
}
