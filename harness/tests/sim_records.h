/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The part of the simulator that records where the guest was: while recording runs, every Nth exit
 * of a vCPU is noted in its buffer until that is full.
 */
#ifndef EXITBENCH_TESTS_SIM_RECORDS_H
#define EXITBENCH_TESTS_SIM_RECORDS_H

/* From now on the host has room for that many records of each vCPU. */
static inline void sim_have_records(struct sim *sim, uint32_t n_records)
{
	sim->n_records = n_records;
}

/* An exit of a vCPU, at an instruction of the guest. */
static inline void sim_record(struct sim *sim, size_t vcpu, const struct sim_record *record)
{
	struct sim_buffer *buffer = &sim->buffers[vcpu];

	if (!sim->recording || ++buffer->n_exits % sim->period)
		return;
	if (buffer->n >= sim->n_records) {
		sim->n_lost++;
		return;
	}
	buffer->records[buffer->n++] = *record;
}

/* n exits of one vCPU with that key, all at one instruction of a program or the guest's kernel. */
static inline void sim_code(struct sim *sim, size_t vcpu, uint32_t code, uint64_t key, uint64_t rip,
			    uint64_t n)
{
	struct sim_record record = {
		.slot = (uint32_t)(sim_slot(sim, code) - sim->slots),
		.cycles = SIM_OTHER_CYCLES,
		.rip = rip,
		.cr3 = 0x1000 * (vcpu + 1),
		.key = key,
	};

	record.cpl = rip >> 63 ? 0 : 3;
	sim_cause(sim, vcpu, code, key, n, SIM_OTHER_CYCLES);
	for (uint64_t i = 0; i < n; i++) {
		record.tsc = ++sim->tsc;
		sim_record(sim, vcpu, &record);
	}
}

static inline void sim_recording(struct sim *sim, uint32_t command, uint32_t regs[4])
{
	uint32_t fullest = 0, period = command >> 2 & 0xffff;

	if ((command & 3) == 1) {
		memset(sim->buffers, 0, sizeof(sim->buffers));
		sim->n_lost = 0;
		sim->recording = !sim->refuses_records;
		sim->period = period ? period : 1;
		sim->record_epoch = sim->refuses_records ? 0 : sim->record_epoch + 1;
	} else if ((command & 3) == 2) {
		sim->recording = false;
	}
	for (size_t i = 0; i < SIM_VCPUS; i++)
		if (sim->buffers[i].n > fullest)
			fullest = sim->buffers[i].n;
	regs[0] = fullest;
	regs[1] = sim->n_lost;
	regs[2] = sim->recording;
	regs[3] = sim->record_epoch;
}

static inline void sim_read_record(const struct sim *sim, uint32_t selector, uint32_t regs[4])
{
	uint32_t index = selector & 0xffff, part = selector >> 16 & 3;

	memset(regs, 0xff, 4 * sizeof(*regs));
	for (size_t i = 0; i < SIM_VCPUS; i++) {
		const struct sim_record *record = &sim->buffers[i].records[index];

		if (sim->vcpu_ids[i] != selector >> 18 || index >= sim->buffers[i].n || part > 2)
			continue;
		sim_put_pair(part == 0 ? record->tsc :
			     part == 1 ? record->rip :
					 record->key,
			     part == 1 ? record->cr3 : 0, regs);
		if (part == 0) {
			regs[2] = record->slot | record->cpl << 16;
			regs[3] = record->cycles;
		}
	}
}

#endif
