// SPDX-License-Identifier: GPL-2.0-only
#include "reasons/cause.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/cleanup.h"
#include "base/memory.h"

/* Bits of the keys. */
#define KEY_WRITE (UINT64_C(1) << 32) /* of an MSR or a port */
#define KEY_REGISTER_WRITE (UINT64_C(1) << 8)
#define KEY_MMIO (UINT64_C(1) << 63)

#define PAGE_SHIFT 12
#define PAGE_BYTES (UINT64_C(1) << PAGE_SHIFT)

/* A range of numbers with one name. */
struct named {
	uint32_t first, last, step;
	const char *name;
};

static const struct named msrs[] = {
#define MSR(first, last, step, name) { first, last, step, name },
#include "reasons/msr.def"
};

static const struct named ports[] = {
#define PORT(first, last, name) { first, last, 1, name },
#include "reasons/port.def"
};

static const struct named leaves[] = {
#define LEAF(number, name) { number, number, 1, name },
#include "reasons/leaf.def"
};

static const struct named hypercalls[] = {
#define HYPERCALL(number, name) { number, number, 1, name },
#include "reasons/hypercall.def"
};

static const struct named vectors[] = {
#define VECTOR(number, name) { number, number, 1, name },
#include "reasons/vector.def"
};

#define FIND(list, number) find(list, sizeof(list) / sizeof((list)[0]), number)

static const struct named *find(const struct named *list, size_t n, uint64_t number)
{
	for (size_t i = 0; i < n; i++)
		if (number >= list[i].first && number <= list[i].last &&
		    (number - list[i].first) % list[i].step == 0)
			return &list[i];
	return NULL;
}

/* The reasons whose exits have keys. */
static const struct {
	enum isa isa;
	uint32_t first, last;
	enum cause_kind kind;
} keyed[] = {
	{ ISA_VMX, 0, 0, CAUSE_VECTOR },          { ISA_VMX, 10, 10, CAUSE_LEAF },
	{ ISA_VMX, 18, 18, CAUSE_HYPERCALL },     { ISA_VMX, 28, 28, CAUSE_CONTROL },
	{ ISA_VMX, 29, 29, CAUSE_DEBUG },         { ISA_VMX, 30, 30, CAUSE_PORT },
	{ ISA_VMX, 31, 32, CAUSE_MSR },           { ISA_VMX, 48, 49, CAUSE_PAGE },
	{ ISA_VMX, 84, 85, CAUSE_MSR },           { ISA_SVM, 0x00, 0x1f, CAUSE_CONTROL },
	{ ISA_SVM, 0x20, 0x3f, CAUSE_DEBUG },     { ISA_SVM, 0x40, 0x5f, CAUSE_VECTOR },
	{ ISA_SVM, 0x65, 0x65, CAUSE_CONTROL },   { ISA_SVM, 0x72, 0x72, CAUSE_LEAF },
	{ ISA_SVM, 0x7b, 0x7b, CAUSE_PORT },      { ISA_SVM, 0x7c, 0x7c, CAUSE_MSR },
	{ ISA_SVM, 0x81, 0x81, CAUSE_HYPERCALL }, { ISA_SVM, 0x400, 0x400, CAUSE_PAGE },
};

enum cause_kind cause_kind_of(const struct reason_key *reason)
{
	if (reason_key_is_catch_all(reason))
		return CAUSE_NONE;
	for (size_t i = 0; i < sizeof(keyed) / sizeof(keyed[0]); i++)
		if (keyed[i].isa == reason->isa && reason->code >= keyed[i].first &&
		    reason->code <= keyed[i].last)
			return keyed[i].kind;
	return CAUSE_NONE;
}

static void label_msr(uint64_t key, char *buf)
{
	const char *way = key & KEY_WRITE ? "write" : "read";
	uint32_t number = (uint32_t)key;
	const struct named *msr = FIND(msrs, number);

	if (!msr)
		snprintf(buf, CAUSE_LABEL_SIZE, "%s MSR 0x%" PRIx32, way, number);
	else if (msr->first == msr->last)
		snprintf(buf, CAUSE_LABEL_SIZE, "%s %s", way, msr->name);
	else
		snprintf(buf, CAUSE_LABEL_SIZE, "%s %s%" PRIu32, way, msr->name,
			 (number - msr->first) / msr->step);
}

/* A device that the guest found where the list has none is named by the guest. */
static void label_port(uint64_t key, const struct regions *regions, char *buf)
{
	uint32_t port = key & 0xffff, size = key >> 16 & 0xff;
	const struct named *known = FIND(ports, port);
	const struct region *region = regions_find(regions, REGION_PORTS, port, port);
	const char *name = known ? known->name : region ? region->name : "";
	const char *width = size == 1 ? "b" : size == 2 ? "w" : size == 4 ? "l" : "";

	snprintf(buf, CAUSE_LABEL_SIZE, "%s%s 0x%" PRIx32 "%s%s", key & KEY_WRITE ? "out" : "in",
		 width, port, *name ? ": " : "", name);
}

static void label_page(uint64_t key, const struct regions *regions, char *buf)
{
	uint64_t address = (key & ~KEY_MMIO) << PAGE_SHIFT;
	const struct region *region =
		regions_find(regions, REGION_MEMORY, address, address + PAGE_BYTES - 1);

	snprintf(buf, CAUSE_LABEL_SIZE, "%s 0x%" PRIx64 "%s%s",
		 key & KEY_MMIO ? "device memory" : "memory", address, region ? ": " : "",
		 region ? region->name : "");
}

static void label_leaf(uint64_t key, char *buf)
{
	uint32_t leaf = (uint32_t)(key >> 32), sub = (uint32_t)key;
	const struct named *known = FIND(leaves, leaf);
	char digits[16] = "";

	if (sub)
		snprintf(digits, sizeof(digits), ".%" PRIx32, sub);
	snprintf(buf, CAUSE_LABEL_SIZE, "leaf 0x%" PRIx32 "%s%s%s", leaf, digits, known ? ": " : "",
		 known ? known->name : "");
}

static void label_register(uint64_t key, const char *name, char *buf)
{
	snprintf(buf, CAUSE_LABEL_SIZE, "%s %s%u", key & KEY_REGISTER_WRITE ? "write" : "read",
		 name, (unsigned int)(key & 0xff));
}

static void label_known(const struct named *known, const char *what, uint64_t number, char *buf)
{
	if (known)
		snprintf(buf, CAUSE_LABEL_SIZE, "%s", known->name);
	else
		snprintf(buf, CAUSE_LABEL_SIZE, "%s %" PRIu64, what, number);
}

const char *cause_label(const struct reason_key *reason, uint64_t key,
			const struct regions *regions, char buf[CAUSE_LABEL_SIZE])
{
	switch (cause_kind_of(reason)) {
	case CAUSE_MSR:
		label_msr(key, buf);
		break;
	case CAUSE_PORT:
		label_port(key, regions, buf);
		break;
	case CAUSE_PAGE:
		label_page(key, regions, buf);
		break;
	case CAUSE_LEAF:
		label_leaf(key, buf);
		break;
	case CAUSE_VECTOR:
		label_known(FIND(vectors, key & 0xff), "vector", key & 0xff, buf);
		break;
	case CAUSE_CONTROL:
		label_register(key, "CR", buf);
		break;
	case CAUSE_DEBUG:
		label_register(key, "DR", buf);
		break;
	case CAUSE_HYPERCALL:
		label_known(FIND(hypercalls, key), "hypercall", key, buf);
		break;
	default:
		snprintf(buf, CAUSE_LABEL_SIZE, "key 0x%" PRIx64, key);
	}
	return buf;
}

/* Whether a word of the text begins so. */
static bool has_word(const char *text, const char *beginning)
{
	size_t length = strlen(beginning);

	for (const char *at = text; (at = strstr(at, beginning)); at++) {
		bool begins = at == text || !isalnum((unsigned char)at[-1]);
		bool number = isdigit((unsigned char)beginning[length - 1]);

		if (begins && !(number && isxdigit((unsigned char)at[length])))
			return true;
	}
	return false;
}

/* Looks for the reason in the list: without a cause, with the one of that label, with another. */
static void look_up(const struct reason_key *reason, const char *label, const char *list,
		    bool *alone, bool *with_label, bool *with_other)
{
	_cleanup_free_ char *copy = xstrdup(list);
	char *rest = copy, *name;

	*alone = *with_label = *with_other = false;
	while ((name = strsep(&rest, ","))) {
		char *cause = strchr(name, ':');

		if (!reason_key_in_list(reason, name))
			continue;
		if (!cause || !cause[1])
			*alone = true;
		else if (has_word(label, cause + 1))
			*with_label = true;
		else
			*with_other = true;
	}
}

bool cause_in_list(const struct reason_key *reason, const char *label, const char *list)
{
	bool alone, with_label, with_other;

	look_up(reason, label, list, &alone, &with_label, &with_other);
	return alone || with_label;
}

bool cause_matters_in_list(const struct reason_key *reason, const char *list)
{
	bool alone, with_label, with_other;

	look_up(reason, "", list, &alone, &with_label, &with_other);
	return with_other && !alone;
}

const char *cause_others(const struct reason_key *reason)
{
	static const char *const names[] = {
		[CAUSE_NONE] = "other keys",
		[CAUSE_MSR] = "other MSRs",
		[CAUSE_PORT] = "other ports",
		[CAUSE_PAGE] = "other pages",
		[CAUSE_LEAF] = "other leaves",
		[CAUSE_VECTOR] = "other vectors",
		[CAUSE_CONTROL] = "other control registers",
		[CAUSE_DEBUG] = "other debug registers",
		[CAUSE_HYPERCALL] = "other hypercalls",
	};

	return names[cause_kind_of(reason)];
}
