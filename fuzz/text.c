/* SPDX-License-Identifier: Apache-2.0
 *
 * A text taken apart: blocks cover the skeleton in order, offsets are inside it, strings are valid.
 */
#include <stdint.h>

#include "base/limits.h"
#include "mail/text/quote-header.h"
#include "mail/text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_part(const TextPart *part)
{
	guint32 end = 0;
	g_assert_true(g_utf8_validate_len(part->skeleton, part->skeleton_length, NULL));
	g_assert_cmpuint(part->blocks->len, <=, LIMIT_BLOCKS);
	for (guint i = 0; i < part->blocks->len; i++) {
		const Block *block = &g_array_index(part->blocks, Block, i);
		g_assert_cmpuint(block->start, ==, end);
		g_assert_cmpuint(block->end, >, block->start);
		g_assert_cmpuint(block->level, <=, LIMIT_QUOTE_LEVEL);
		end = block->end;
	}
	g_assert_cmpuint(end, ==, part->skeleton_length);
}

static void check_header(const QuotedHeader *header, const Facts *facts)
{
	const TextPart *part = g_ptr_array_index(facts->texts, header->part);
	g_assert_cmpuint(header->offset, <=, part->skeleton_length);
	g_assert_cmpuint(header->table_row, <, quote_header_row_count);
	g_assert_true(header->level >= 1 && header->level <= LIMIT_QUOTE_LEVEL);
	g_assert_cmpuint(strlen(header->from.name), <=, LIMIT_STRING);
	g_assert_true(g_utf8_validate(header->from.name, -1, NULL));
	g_assert_true(g_utf8_validate(header->subject, -1, NULL));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *valid = g_utf8_make_valid((const char *)data, (gssize)size);
	g_autoptr(Facts) facts = facts_new();
	text_add(facts, span_new(valid, strlen(valid)), (TextOrigin){.alternative = 1});
	const char *half;
	g_utf8_validate_len(valid, strlen(valid) / 2, &half);
	text_add(facts, span_new(valid, (gsize)(half - valid)), (TextOrigin){.enclosed = TRUE});
	for (guint i = 0; i < facts->texts->len; i++)
		check_part(g_ptr_array_index(facts->texts, i));
	for (guint i = 0; i < facts->quotes->len; i++)
		check_header(g_ptr_array_index(facts->quotes, i), facts);
	g_assert_true(g_utf8_validate(facts->own_text, -1, NULL));
	g_assert_cmpuint(strlen(facts->own_text), <=, LIMIT_OWN_TEXT);
	return 0;
}
