/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes as a hostile worker might answer. What decodes must hold its strings and offsets, and
 * encode to a form that is stable from then on.
 */
#include <stdint.h>

#include "mail/facts-codec.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Touch what a consumer slices by offsets. */
static gsize characters_in(const Facts *facts)
{
	gsize characters = 0;
	for (guint i = 0; i < facts->texts->len; i++) {
		const TextPart *part = facts->texts->pdata[i];
		for (guint j = 0; j < part->blocks->len; j++) {
			const Block *block = &g_array_index(part->blocks, Block, j);
			characters += (gsize)g_utf8_strlen(
				part->skeleton + block->start, block->end - block->start);
		}
	}
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = facts->quotes->pdata[i];
		const TextPart *part = facts->texts->pdata[quote->part];
		characters += (gsize)g_utf8_strlen(part->skeleton + quote->offset, -1);
	}
	return characters;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Facts) facts = facts_decode(span_new(data, size));
	if (facts == NULL)
		return 0;
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GByteArray) again = g_byte_array_new();
	facts_encode(facts, bytes);
	g_autoptr(Facts) decoded = facts_decode(span_new(bytes->data, bytes->len));
	g_assert_nonnull(decoded);
	g_assert_cmpuint(characters_in(facts), ==, characters_in(decoded));
	facts_encode(decoded, again);
	g_assert_cmpmem(bytes->data, bytes->len, again->data, again->len);
	return 0;
}
