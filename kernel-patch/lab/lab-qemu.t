#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# The lab's cases on QEMU as one test program for prove. CASES: --rest, for instance.
# shellcheck disable=SC2086 # words
exec "$(dirname "$0")/lab" test --vmm qemu ${CASES-}
