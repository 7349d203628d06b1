// SPDX-License-Identifier: GPL-2.0-only
#include "base/sha256.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BLOCK 64
#define WORDS 8u

static const uint32_t rounds[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
	0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
	0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
	0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
	0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
	0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
	0xc67178f2,
};

static uint32_t rotated(uint32_t x, unsigned int by)
{
	return x >> by | x << (32 - by);
}

/* The block as 16 words, and the 48 that follow from them. */
static void schedule(const unsigned char *block, uint32_t w[64])
{
	for (size_t i = 0; i < 16; i++)
		w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
		       (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
	for (size_t i = 16; i < 64; i++) {
		uint32_t a = w[i - 15], b = w[i - 2];

		w[i] = w[i - 16] + w[i - 7] + (rotated(a, 7) ^ rotated(a, 18) ^ a >> 3) +
		       (rotated(b, 17) ^ rotated(b, 19) ^ b >> 10);
	}
}

/*
 * One round, the at-th of eight. Each round moves all words on by one place; rather than that, the
 * places are counted from another word each time, so that after eight rounds they are where they
 * began. With `at` known when it is compiled, all words stay in registers.
 */
static inline void add_round(uint32_t s[WORDS], unsigned int at, uint32_t added)
{
	uint32_t a = s[(0 - at) % WORDS], b = s[(1 - at) % WORDS], c = s[(2 - at) % WORDS];
	uint32_t e = s[(4 - at) % WORDS], f = s[(5 - at) % WORDS], g = s[(6 - at) % WORDS];
	uint32_t one = s[(7 - at) % WORDS] + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) +
		       ((e & f) ^ (~e & g)) + added;
	uint32_t two =
		(rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));

	s[(3 - at) % WORDS] += one;
	s[(7 - at) % WORDS] = one + two;
}

static void add_block(uint32_t hash[WORDS], const unsigned char *block)
{
	uint32_t w[64], s[WORDS];

	schedule(block, w);
	memcpy(s, hash, sizeof(s));
	for (size_t i = 0; i < 64; i += WORDS) {
		add_round(s, 0, rounds[i] + w[i]);
		add_round(s, 1, rounds[i + 1] + w[i + 1]);
		add_round(s, 2, rounds[i + 2] + w[i + 2]);
		add_round(s, 3, rounds[i + 3] + w[i + 3]);
		add_round(s, 4, rounds[i + 4] + w[i + 4]);
		add_round(s, 5, rounds[i + 5] + w[i + 5]);
		add_round(s, 6, rounds[i + 6] + w[i + 6]);
		add_round(s, 7, rounds[i + 7] + w[i + 7]);
	}
	for (size_t i = 0; i < WORDS; i++)
		hash[i] += s[i];
}

/* Hashes the end: the rest of the data, a one bit, zeros, and the length in bits. */
static void add_end(uint32_t hash[WORDS], const unsigned char *rest, size_t n, uint64_t size)
{
	unsigned char end[2 * BLOCK] = { 0 };
	size_t length = n + 9 <= BLOCK ? BLOCK : 2 * BLOCK;

	memcpy(end, rest, n);
	end[n] = 0x80;
	for (size_t i = 0; i < 8; i++)
		end[length - 1 - i] = (unsigned char)(8 * size >> 8 * i);
	for (size_t i = 0; i < length; i += BLOCK)
		add_block(hash, end + i);
}

void sha256_hex(const void *data, size_t size, char hex[SHA256_HEX_SIZE])
{
	uint32_t hash[WORDS] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
				 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
	const unsigned char *bytes = data;
	size_t whole = size - size % BLOCK;

	for (size_t i = 0; i < whole; i += BLOCK)
		add_block(hash, bytes + i);
	add_end(hash, bytes + whole, size - whole, size);
	for (size_t i = 0; i < WORDS; i++)
		snprintf(hex + 8 * i, 9, "%08x", hash[i]);
}
