// SPDX-License-Identifier: GPL-2.0-only
/* Tests SHA-256 with the examples of FIPS 180-4, and with every length around that of a block. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/sha256.h"

static void test_known(void **state)
{
	static const struct {
		const char *text, *hash;
	} known[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	char hex[SHA256_HEX_SIZE];

	(void)state;
	for (size_t i = 0; i < N(known); i++) {
		sha256_hex(known[i].text, strlen(known[i].text), hex);
		assert_string_equal(hex, known[i].hash);
	}
}

/* Every length of up to 199 bytes: the hash of all their hashes, as Python's hashlib has it. */
static void test_lengths(void **state)
{
	unsigned char data[200];
	char hex[SHA256_HEX_SIZE], all[200 * (SHA256_HEX_SIZE - 1) + 1] = "";

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)(i * 7);
	for (size_t n = 0; n < sizeof(data); n++) {
		sha256_hex(data, n, hex);
		memcpy(all + n * (SHA256_HEX_SIZE - 1), hex, SHA256_HEX_SIZE);
	}
	sha256_hex(all, strlen(all), hex);
	assert_string_equal(hex,
			    "ca07a79e06ea4c825585cbbf34308733cb36356746a5eec888d7f813ec003999");
}

static void test_million(void **state)
{
	char *data = xcalloc(1000000, 1);
	char hex[SHA256_HEX_SIZE];

	(void)state;
	memset(data, 'a', 1000000);
	sha256_hex(data, 1000000, hex);
	free(data);
	assert_string_equal(hex,
			    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_million),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
