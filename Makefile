# SPDX-License-Identifier: GPL-2.0-only
# `make help` lists the targets.

VERSION := 0.1.0

ifeq ($(origin CC),default)
CC := gcc
endif
BUILD ?= build
LAB := kernel-patch/lab/lab
# What emulates or runs the host: one of kernel-patch/lab/vmm, each with a suite that suits its speed.
VMM ?= qemu
VMMS := $(patsubst kernel-patch/lab/vmm/%.sh,%,$(wildcard kernel-patch/lab/vmm/*.sh))
SUITE ?= $(shell $(LAB) vmm $(VMM) suite)
RUN_ARGS ?=
# After so many seconds without a word a machine is taken for hung.
SILENCE ?= $(shell $(LAB) vmm $(VMM) silence)
CPUS ?= 2
# The suite "full" measures emulated disks, too; for the other suites the guest has none.
DISKS ?= $(if $(filter full,$(SUITE)),--disks)
# How many seconds a window of a fixed-time workload lasts; 0 means as long as its job file says.
DURATION ?= 1

CPPFLAGS := -D_GNU_SOURCE -Iharness/src -DEXITBENCH_VERSION='"$(VERSION)"'
CFLAGS ?= -O2 -g
# A newer compiler may warn of more, which must not end a user's build. The variable CI, which continuous
# integration sets and developers may set, too, makes an error of each warning.
WARNINGS := -std=gnu11 -Wall -Wextra $(if $(CI),-Werror) -Wshadow -Wmissing-prototypes
LIBS := -lcpuid -lelf -ljansson -lyaml -lgsl -lgslcblas -lm
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

SOURCES := $(wildcard harness/src/*/*.c)
OBJECTS := $(SOURCES:harness/src/%.c=$(BUILD)/obj/%.o)
LIBRARY := $(BUILD)/libexitbench.a
UNIT_NAMES := $(patsubst %.c,%,$(notdir $(wildcard harness/tests/unit/test_*.c kernel-patch/lab/tests/unit/test_*.c)))
UNIT_TESTS := $(UNIT_NAMES:%=$(BUILD)/tests/%)
BENCH ?= results/exit-cost

.PHONY: all help deps run test test-all bench lint unit cli-test lab-test kernel clean
.DELETE_ON_ERROR:
.SECONDARY:

all: $(BUILD)/exitbench

include kernel-patch/lab/relay/relay.mk
include harness/install.mk

help:
	@echo 'make run      install what is missing, build, boot the lab, run the suite in the'
	@echo '              guest, draw the report (SUITE=quick for a short one; VMM=bochs: an'
	@echo '              Intel host, emulated; slow)'
	@echo 'make test     lint, unit tests, command tests, lab tests'
	@echo 'make test-all the same, the lab tests that take long (Bochs, other kernels, KASAN), and'
	@echo '              run and test in a fresh Debian 12 and 13, and with Debian'"'"'s own kernel (as'
	@echo '              root)'
	@echo 'make bench    what counting costs per VM exit, in instructions, into results/exit-cost'
	@echo '              (BENCH=DIR: elsewhere)'
	@echo 'make          build the harness: build/exitbench'
	@echo 'make kernel   build the patched kernel (cached in ~/.cache/exitbench)'
	@echo 'make modules  KVM that counts exits, as modules for the running kernel of Debian, into'
	@echo '              build/modules (KERNEL=RELEASE: for another one)'
	@echo 'make deb      Debian packages of the program and of these modules, into build/deb'
	@echo 'make install  the program into PREFIX=/usr/local (DESTDIR, uninstall; install-host: the'
	@echo '              source of the modules for DKMS)'
	@echo 'make lint     formatting, layers, call circles, shell scripts, static analysis'
	@echo 'make unit     unit tests under gcc and clang with sanitizers'
	@echo 'make cli-test the commands against recorded counters'
	@echo 'make lab-test the tests that boot the lab'
	@echo 'make fuzz     invent input for every parser, 60 s for each (SECONDS=N: as long,'
	@echo '              FUZZ=fio_job: only that one); harness/tests/fuzz/README.md'
	@echo 'make deps     install the Debian packages named in .ci/packages'
	@echo 'make clean    remove build/ (the kernel cache stays: $(LAB) clean)'

deps:
	@.ci/deps $(DEPS)

.PHONY: plan-run plan-test
plan-run:
	@$(LAB) vmm $(VMM) about >/dev/null
	@.ci/plan run $(SUITE) $(VMM)

plan-test:
	@.ci/plan test

# Modules for a kernel of Debian's. The packages that have its headers and its source are named by what is missing.
.PHONY: modules
modules: DEPS := modules
modules: deps
	kernel-patch/modules/build $(KERNEL:%=-k %)

# In the lab's machines the repository is /run/lab/top, whatever its path is here. Status 125 is
# trouble in the lab, such as an emulated machine that died or hung: another boot goes on with
# what is not measured yet.
run: DEPS := run $(firstword $(subst :, ,$(VMM)))
run: plan-run deps
	@$(MAKE) --no-print-directory -j2 all host-kernel
	@mkdir -p results
	@emulator=$$($(LAB) vmm $(VMM) emulator) || exit; \
	before=$$(readlink results/latest); \
	for try in 1 2 3 4 5; do \
		status=0; what="$(SUITE) --duration $(DURATION) $(RUN_ARGS)"; \
		[ "$$(readlink results/latest)" = "$$before" ] || what='--resume latest'; \
		$(LAB) exec --vmm $(VMM) --cpus $(CPUS) $(DISKS) --work results --timeout 3600 --silence $(SILENCE) -- \
			/run/lab/top/build/exitbench run $$what --results . \
			$${emulator:+--tag "lab.emulated=$$emulator"} || status=$$?; \
		[ $$status -eq 125 ] || break; \
		echo "make run: the lab failed in try $$try of 5" >&2; \
	done; \
	[ $$status -le 1 ] || exit $$status; \
	build/exitbench report && echo "result: results/latest/result.json" && exit $$status

bench: DEPS := run bench
bench: deps $(BUILD)/bench/exit-cost
	kernel-patch/bench/bench $(BENCH)

kernel: DEPS := run
kernel: deps
	$(LAB) build

# This is built beside the harness, as unpacking the kernel's source leaves a processor free.
.PHONY: host-kernel
host-kernel:
	@$(LAB) build >/dev/null

# All test programs are one list, so that there is one closing line for everything. Two of them run at a
# time, because Bochs uses only one CPU.
test: DEPS := run $(VMMS) test
test: plan-test deps lint
	@$(MAKE) --no-print-directory -j2 all test-programs host-kernel
	.ci/prove -j2 --timer $(TEST_PROGRAMS)

# The tests build the other kernels themselves. The two commands of the README run in a Debian 12 and a
# Debian 13 that have nothing else installed, which takes root.
test-all: test
	@.ci/deps test-all fresh-root
	CASES=--rest .ci/prove -j2 --timer $(LAB_TESTS)
	for release in bookworm trixie; do \
		.ci/fresh-root $$release sh -c 'make run SUITE=quick && make test' || exit; \
		harness/tests/debian/packages $$release || exit; \
	done
	kernel-patch/lab/tests/debian/stock-host bookworm 6.12-amd64
	kernel-patch/lab/tests/debian/upgrade bookworm 6.12

UNIT_GCC := $(UNIT_NAMES:%=build/gcc/tests/%)
UNIT_CLANG := $(UNIT_GCC:build/gcc/%=build/clang/%)
LAB_TESTS := $(wildcard kernel-patch/lab/*.t)
# These test the parts of the lab, and boot nothing.
LAB_PART_TESTS := $(wildcard kernel-patch/lab/tests/unit/*.t)
CLI_TESTS := $(wildcard harness/tests/cli/*.t)
FUZZ_TEST := harness/tests/fuzz/fuzz.t
TEST_PROGRAMS := $(UNIT_GCC) $(UNIT_CLANG) $(LAB_PART_TESTS) $(CLI_TESTS) $(FUZZ_TEST) $(LAB_TESTS)

.PHONY: test-programs unit-gcc unit-clang
test-programs: unit-gcc unit-clang fuzz-programs $(BUILD)/lab-tests

unit-gcc:
	@$(MAKE) --no-print-directory BUILD=build/gcc CC=gcc CFLAGS='-O1 -g $(SANITIZE)' unit-programs

unit-clang:
	@$(MAKE) --no-print-directory BUILD=build/clang CC=clang CFLAGS='-O1 -g $(SANITIZE)' unit-programs

.PHONY: unit-programs
unit-programs: $(UNIT_TESTS) $(RELAY_OBJECTS) $(BUILD)/exitbench $(BUILD)/cli/make-recording

unit: unit-gcc unit-clang
	.ci/prove $(UNIT_GCC) $(UNIT_CLANG) $(LAB_PART_TESTS)

cli-test: all unit-gcc
	.ci/prove $(CLI_TESTS)

lab-test: all $(BUILD)/lab-tests
	.ci/prove -j2 --timer $(LAB_TESTS)

# Fuzzers find their way by looking at what the code does, so they need a build of their own.
FUZZ_TARGETS := $(patsubst harness/tests/fuzz/%.c,%,$(wildcard harness/tests/fuzz/*.c))
FUZZ ?= $(FUZZ_TARGETS)
SECONDS = 60
FUZZ_SANITIZE := address,undefined,float-cast-overflow -fno-sanitize-recover=all

.PHONY: fuzz fuzz-programs fuzzers
fuzz: DEPS := run test
fuzz: deps fuzz-programs
	@harness/tests/fuzz/fuzz run $(SECONDS) $(FUZZ)

fuzz-programs:
	@$(MAKE) --no-print-directory BUILD=build/fuzz CC=clang \
		CFLAGS='-O1 -g -fsanitize=fuzzer-no-link,$(FUZZ_SANITIZE)' fuzzers

fuzzers: $(FUZZ_TARGETS:%=$(BUILD)/bin/%) $(BUILD)/cli/make-recording

# The check for call circles reads the compiled files.
lint: all
	@.ci/lint

clean:
	rm -rf build

$(BUILD)/exitbench: $(BUILD)/obj/cli/main.o $(LIBRARY)
	@echo '  LD      $@'
	@$(CC) $(CFLAGS) -o $@ $^ $(LIBS)

# The library has everything but main(), so that tests can link it.
$(LIBRARY): $(filter-out %/cli/main.o,$(OBJECTS))
	@rm -f $@
	@echo '  AR      $@'
	@ar rcs $@ $^

$(BUILD)/obj/%.o: harness/src/%.c Makefile
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) -MMD -MP -c -o $@ $<

# The schema is a part of the program. ccache does not look into what an assembler takes in, so the command
# tells that it changed.
SCHEMA := harness/src/store/result.schema.json
$(BUILD)/obj/store/schema.o: $(SCHEMA)
$(BUILD)/obj/store/schema.o: CPPFLAGS += -DSCHEMA_SUM=$(firstword $(shell cksum $(SCHEMA)))

# So are the shells' completions.
$(BUILD)/obj/cli/cmd_completion.o: $(wildcard harness/completion/exitbench.*)

# The unit tests share these, such as the builder of results.
UNIT_SUPPORT := $(patsubst harness/tests/unit/%.c,$(BUILD)/%.o,$(wildcard harness/tests/unit/support/*.c))
$(BUILD)/tests/%: harness/tests/unit/%.c $(UNIT_SUPPORT) $(LIBRARY)
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) $(CPPFLAGS) -Iharness/tests/unit -DFIXTURES='"$(CURDIR)/harness/tests/fixtures"' $(CFLAGS) \
		$(WARNINGS) -MMD -MP -o $@ $< $(UNIT_SUPPORT) $(LIBRARY) -lcmocka $(LIBS)

$(BUILD)/support/%.o: harness/tests/unit/support/%.c Makefile
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) $(CPPFLAGS) -Iharness/tests/unit $(CFLAGS) $(WARNINGS) -MMD -MP -c -o $@ $<

# The tests of the commands need recordings of a simulated host, which this program writes.
$(BUILD)/cli/%: harness/tests/cli/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) -MMD -MP -o $@ $< $(LIBRARY)

FUZZ_COMMON := $(patsubst harness/tests/fuzz/%.c,$(BUILD)/%.o,$(wildcard harness/tests/fuzz/common/*.c))
$(BUILD)/bin/%: harness/tests/fuzz/%.c $(FUZZ_COMMON) $(LIBRARY)
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) $(CPPFLAGS) -Iharness/tests/fuzz $(CFLAGS) $(WARNINGS) -fsanitize=fuzzer,$(FUZZ_SANITIZE) \
		-MMD -MP -o $@ $< $(FUZZ_COMMON) $(LIBRARY) $(LIBS)

$(BUILD)/common/%.o: harness/tests/fuzz/common/%.c
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) $(CPPFLAGS) -Iharness/tests/fuzz $(CFLAGS) $(WARNINGS) -MMD -MP -c -o $@ $<

# These programs run in the guest and test the real counters.
LAB_PROGRAMS := $(patsubst harness/tests/lab/%.c,$(BUILD)/lab/%,$(wildcard harness/tests/lab/*.c))
.PHONY: $(BUILD)/lab-tests
$(BUILD)/lab-tests: $(LAB_PROGRAMS)

$(BUILD)/lab/%: harness/tests/lab/%.c $(LIBRARY)
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) $(CPPFLAGS) $(CFLAGS) $(WARNINGS) -MMD -MP -o $@ $< $(LIBRARY) $(LIBS)

# These run in a guest in which every instruction counts, so they are static and need nothing else.
$(BUILD)/bench/%: kernel-patch/bench/%.c
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) -D_GNU_SOURCE $(CFLAGS) $(WARNINGS) -static -o $@ $<

-include $(OBJECTS:.o=.d) $(wildcard $(BUILD)/tests/*.d $(BUILD)/support/*.d $(BUILD)/cli/*.d $(BUILD)/lab/*.d \
	$(BUILD)/bin/*.d $(BUILD)/common/*.d)
