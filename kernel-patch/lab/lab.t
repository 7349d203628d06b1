#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The lab's cases as one test program for prove.
exec "$(dirname "$0")/lab" test
