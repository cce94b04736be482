/* SPDX-License-Identifier: Apache-2.0
 *
 * Charsets: a label up to the first newline, then the bytes. What comes out is valid UTF-8 without
 * NUL.
 */
#include <stdint.h>

#include "mail/text/charset.h"
#include "mail/text/skeleton.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size == 0 ? NULL : memchr(data, '\n', size);
	gsize label_length = end == NULL ? 0 : (gsize)(end - data);
	g_autofree char *label = g_strndup((const char *)data, label_length);
	gsize length;
	gboolean damaged;
	g_autofree char *text = charset_to_utf8(label,
		span_from(span_new(data, size), end == NULL ? 0 : label_length + 1), &length,
		&damaged);
	g_assert_true(g_utf8_validate_len(text, length, NULL));
	g_assert_cmpuint(strlen(text), ==, length);
	g_autofree char *skeleton = skeleton_of(span_new(text, length));
	g_assert_true(g_utf8_validate(skeleton, -1, NULL));
	return 0;
}
