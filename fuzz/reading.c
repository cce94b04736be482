/* SPDX-License-Identifier: Apache-2.0
 *
 * Any bytes: no way to read them is longer than they are, and an address that stands alone behind
 * them is found.
 */
#include <stdint.h>

#include "base/reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static gboolean look(Span text, gpointer user_data)
{
	g_assert_cmpuint(text.length, <=, *(const gsize *)user_data);
	return FALSE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char address[] = " ann@x.example";
	gsize length = size;
	g_assert_false(reading_any(span_new(data, size), look, &length));
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_byte_array_append(bytes, data, (guint)size);
	g_byte_array_append(bytes, (const guint8 *)address, sizeof address - 1);
	g_assert_true(reading_names(span_new(bytes->data, bytes->len), address + 1));
	return 0;
}
