# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
# What tests of a command share: they read this file, and count their tests with it.
count=0

# ok NAME STATUS: of the last command; what it left in the files "out" and "err" is shown if it failed
ok() {
	count=$((count + 1))
	if [ "$2" -eq 0 ]; then
		echo "ok $count - $1"
	else
		echo "not ok $count - $1"
		cat out err 2>/dev/null | sed 's/^/# /'
	fi
}

# ends NAME STATUS WORDS COMMAND...: a test that COMMAND ends with this status, and says this
ends() {
	count=$((count + 1))
	name=$1 wanted=$2 words=$3
	shift 3
	"$@" >out 2>&1 </dev/null
	status=$?
	if [ "$status" -eq "$wanted" ] && grep -q -e "$words" out; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		echo "# status $status"
		sed 's/^/# /' out
	fi
}
