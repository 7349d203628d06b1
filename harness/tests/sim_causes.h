/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the simulator that counts exits by their keys, as the guest ABI's "details" do: a
 * bounded table for each vCPU, whose entries are given to other keys once they count nothing any
 * more.
 */
#ifndef EXITBENCH_TESTS_SIM_CAUSES_H
#define EXITBENCH_TESTS_SIM_CAUSES_H

static inline void sim_enter(struct sim *sim);

static inline struct sim_entry *sim_find_entry(struct sim *sim, size_t vcpu, uint32_t slot,
					       uint64_t key)
{
	struct sim_entry *table = sim->tables[vcpu];

	for (uint32_t i = 0; i < sim->n_keys; i++)
		if (table[i].used && table[i].slot == slot && table[i].key == key)
			return &table[i];
	for (uint32_t i = 0; i < sim->n_keys; i++) {
		if (table[i].used && table[i].counted)
			continue;
		table[i] = (struct sim_entry){ .used = true,
					       .slot = slot,
					       .key = key,
					       .generation = (uint16_t)(table[i].generation + 1) };
		return &table[i];
	}
	return NULL;
}

/* Counts exits of a slot by their key, too. Their time is counted only with the exits. */
static inline struct sim_entry *sim_count_key(struct sim *sim, size_t vcpu, uint32_t slot,
					      uint64_t key, uint64_t n, uint64_t cycles)
{
	struct sim_entry *entry = sim->n_keys ? sim_find_entry(sim, vcpu, slot, key) : NULL;

	if (!entry)
		return NULL;
	entry->exits += n;
	entry->cycles += n * cycles;
	entry->counted = true;
	return entry;
}

/* From now on the host has details, in tables of that many entries. */
static inline void sim_have_details(struct sim *sim, uint32_t n_keys)
{
	sim->n_keys = n_keys;
}

/* Adds n exits of one vCPU with that key, each with that handling time. */
static inline void sim_cause(struct sim *sim, size_t vcpu, uint32_t code, uint64_t key, uint64_t n,
			     uint64_t cycles)
{
	/*
	 * The query before it has ended, so its entry cannot be given away before its time is
	 * known.
	 */
	sim_enter(sim);
	sim_vcpu_exits(sim, vcpu, code, n, cycles);
	sim_count_key(sim, vcpu, (uint32_t)(sim_slot(sim, code) - sim->slots), key, n, cycles);
}

/* The key of a CPUID. */
static inline uint64_t sim_leaf_key(uint32_t leaf, uint32_t sub)
{
	bool has_subs = leaf == 4 || leaf == 7 || leaf == 0xB || leaf == 0xD || leaf == 0x4FFFFFFE;

	return (uint64_t)leaf << 32 | (has_subs ? sub : 0);
}

/* From now on what was not counted since is given away. */
static inline void sim_new_mark(struct sim *sim)
{
	for (size_t i = 0; i < SIM_VCPUS; i++)
		for (size_t j = 0; j < SIM_KEYS; j++)
			sim->tables[i][j].counted = false;
}

/* The entry that counts what no entry of the slot does, from the same source as the table. */
static inline struct sim_entry sim_others(const struct sim_slot *slots,
					  const struct sim_entry *table, uint32_t slot)
{
	struct sim_entry others = { .slot = slot,
				    .exits = slots[slot].exits,
				    .cycles = slots[slot].cycles };

	for (size_t i = 0; i < SIM_KEYS; i++) {
		if (!table[i].used || table[i].slot != slot)
			continue;
		others.exits -= table[i].exits;
		others.cycles -= table[i].cycles;
	}
	others.used = others.exits || others.cycles;
	return others;
}

static inline bool sim_detail_entry(const struct sim *sim, uint32_t selector,
				    struct sim_entry *entry)
{
	uint32_t number = selector & 0x1ff, mark = selector >> 15 & 7;

	for (size_t i = 0; i < SIM_VCPUS; i++) {
		const struct sim_counters *copy = &sim->marks[mark].copy;
		const struct sim_entry *table = mark ? copy->tables[i] : sim->tables[i];

		if (sim->vcpu_ids[i] != selector >> 18 || mark > sim->n_marks ||
		    number >= sim->n_keys + SIM_SLOTS)
			continue;
		*entry = number < sim->n_keys ? table[number] :
						sim_others(mark ? copy->vcpu[i] : sim->vcpus[i],
							   table, number - sim->n_keys);
		return true;
	}
	return false;
}

/* Whether only the guest's kernel is told which page that is. */
static inline bool sim_hides(const struct sim *sim, uint32_t number, const struct sim_entry *entry)
{
	uint32_t code = sim->slots[entry->slot].code;

	return sim->hides_pages && number < sim->n_keys && entry->used &&
	       (sim->isa == ISA_VMX ? code == 48 : code == 0x400);
}

static inline void sim_detail(const struct sim *sim, uint32_t selector, uint32_t regs[4])
{
	uint32_t number = selector & 0x1ff;
	struct sim_entry entry;

	if (!sim_detail_entry(sim, selector, &entry)) {
		memset(regs, 0xff, 4 * sizeof(*regs));
		return;
	}
	if (selector & 1u << 9) {
		sim_put_pair(entry.exits, entry.cycles, regs);
		return;
	}
	sim_put_pair(sim_hides(sim, number, &entry) ? entry.key & UINT64_C(1) << 63 : entry.key, 0,
		     regs);
	regs[2] = entry.slot;
	regs[3] = (uint32_t)entry.used | (uint32_t)(number >= sim->n_keys) << 1 |
		  (uint32_t)sim_hides(sim, number, &entry) << 2 | (uint32_t)entry.generation << 16;
	if (sim->breaks_detail == number + 1)
		regs[2] = SIM_SLOTS;
}

#endif
