# SPDX-License-Identifier: GPL-2.0-only
# The lab's relay: a part of the top folder's Makefile. The lab has its own copy built into its
# cache, under a checksum of this folder (relay_build in lib/machine.sh).

RELAY_OBJECTS := $(patsubst kernel-patch/lab/relay/%.c,$(BUILD)/relay/%.o,$(wildcard kernel-patch/lab/relay/*.c))

# It is the first program of machines whose libraries are not mounted yet, so it brings its own.
$(BUILD)/relay/relay: $(RELAY_OBJECTS)
	@echo '  LD      $@'
	@$(CC) $(CFLAGS) -static -o $@ $^

$(BUILD)/relay/%.o: kernel-patch/lab/relay/%.c kernel-patch/lab/relay/relay.mk
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) -D_GNU_SOURCE $(CFLAGS) $(WARNINGS) -MMD -MP -c -o $@ $<

# Its unit tests, which also run with the sanitizers, link what they test.
RELAY_TESTS := $(patsubst kernel-patch/lab/tests/unit/%.c,$(BUILD)/tests/%,$(wildcard kernel-patch/lab/tests/unit/*.c))

$(RELAY_TESTS): $(BUILD)/tests/%: kernel-patch/lab/tests/unit/%.c $(BUILD)/relay/wire.o
	@mkdir -p $(@D)
	@echo '  CC      $@'
	@$(CC) -D_GNU_SOURCE -Ikernel-patch/lab/relay $(CFLAGS) $(WARNINGS) -MMD -MP -o $@ $< $(BUILD)/relay/wire.o -lcmocka

-include $(RELAY_OBJECTS:.o=.d)
