# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2034 # those who source it end with $failed
# What the steps in a fresh Debian have in common: sourced by them, which run there as root.
set -u
export DEBIAN_FRONTEND=noninteractive
failed=0

die() {
	echo "packages: $1" >&2
	exit 2
}

# apt ARGUMENT...: apt-get without questions and without the packages that are merely recommended. Its words are in
# /tmp/apt.log, and shown if it fails.
apt() {
	apt-get -y -qq --no-install-recommends "$@" >/tmp/apt.log 2>&1 </dev/null || {
		status=$?
		tail -n 40 /tmp/apt.log >&2
		echo "packages: apt-get $* failed (above)" >&2
		return $status
	}
}

# ok NAME COMMAND...: the command succeeds
ok() {
	name=$1
	shift
	if "$@" >/tmp/said 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		failed=1
		sed 's/^/# /' /tmp/said
	fi
}

# The fresh Debian has make and sudo for the checkout's sake, which would hide that a package needs them.
only_base() {
	apt update || die 'no list of packages'
	SUDO_FORCE_REMOVE=yes apt purge --auto-remove make sudo || die 'cannot remove make and sudo'
}

# Every file but those of apt's and dpkg's books, of the user and of the moment.
all_files() {
	find / -xdev \( -path /home -o -path /tmp -o -path /root -o -path /var/cache -o -path /var/log \
		-o -path /var/lib/apt -o -path '/var/lib/dpkg/[^i]*' \) -prune -o -print | LC_ALL=C sort
}
