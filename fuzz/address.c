/* SPDX-License-Identifier: Apache-2.0
 *
 * Address fields: what comes out is valid UTF-8, bounded, "local@host", and nothing is both sender
 * and hidden.
 */
#include <stdint.h>

#include "base/limits.h"
#include "mail/header/address.h"
#include "mail/text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	charset_warm();
	return 0;
}

static void check(const GPtrArray *addresses)
{
	g_assert_cmpuint(addresses->len, <=, LIMIT_ADDRESSES);
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = g_ptr_array_index(addresses, i);
		g_assert_true(g_utf8_validate(one->name, -1, NULL));
		g_assert_true(g_utf8_validate(one->address, -1, NULL));
		g_assert_cmpuint(strlen(one->name), <=, LIMIT_STRING);
		g_assert_true(one->address[0] == '\0' || strchr(one->address, '@') != NULL);
		g_autofree char *clean = address_clean_name(one->name);
		g_assert_cmpuint(strlen(clean), <=, LIMIT_STRING);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(GPtrArray) addresses =
		g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	g_autoptr(GPtrArray) hidden = g_ptr_array_new_with_free_func((GDestroyNotify)address_free);
	address_scan(span_new(data, size), addresses, hidden);
	check(addresses);
	check(hidden);
	for (guint i = 0; i < hidden->len; i++) {
		const Address *one = g_ptr_array_index(hidden, i);
		g_assert_false(address_in(addresses, one->address));
	}
	g_autofree char *normal = address_normal(span_new(data, size));
	g_assert_true(g_utf8_validate(normal, -1, NULL));
	return 0;
}
