/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts survive the way through bytes, what is over a limit is clipped, and no damaged or hostile
 * bytes come out as anything that breaks a promise of facts.h.
 */
#include "mail/facts-codec.h"

#include "any-facts.h"
#include "base/limits.h"
#include "same-facts.h"

#define ROUNDS 300

/* ---- what a caller may rely on, whatever the bytes were ---- */

static void assert_on_character(const TextPart *part, gsize offset)
{
	g_assert_cmpuint(offset, <=, part->skeleton_length);
	g_assert_cmpuint((guint8)part->skeleton[offset] & 0xc0, !=, 0x80);
}

static void assert_promises(const Facts *facts)
{
	g_assert_cmpuint(facts->texts->len, <=, LIMIT_TEXT_PARTS);
	for (guint i = 0; i < facts->texts->len; i++) {
		const TextPart *part = facts->texts->pdata[i];
		gsize before = 0;
		g_assert_true(g_utf8_validate_len(part->skeleton, part->skeleton_length, NULL));
		g_assert_cmpuint(strlen(part->skeleton), ==, part->skeleton_length);
		for (guint j = 0; j < part->blocks->len; j++) {
			const Block *block = &g_array_index(part->blocks, Block, j);
			g_assert_cmpuint(block->start, >=, before);
			g_assert_cmpuint(block->end, >=, block->start);
			assert_on_character(part, block->start);
			assert_on_character(part, block->end);
			before = block->end;
		}
	}
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = facts->quotes->pdata[i];
		g_assert_cmpuint(quote->part, <, facts->texts->len);
		assert_on_character(facts->texts->pdata[quote->part], quote->offset);
	}
	for (guint i = 0; i < facts->auth->len; i++)
		g_assert_cmpuint(((AuthResult *)facts->auth->pdata[i])->hop, <=, facts->hops->len);
	g_assert_true(g_utf8_validate(facts->subject, -1, NULL));
	g_assert_cmpint(facts->date, >=, 0);
}

static GByteArray *encoding_of(const Facts *facts)
{
	GByteArray *bytes = g_byte_array_new();
	facts_encode(facts, bytes);
	return bytes;
}

/* Decode a copy of exactly LENGTH bytes, so that a sanitizer sees the first byte read past the end.
 */
static Facts *decode_copy(const guint8 *bytes, gsize length)
{
	g_autofree guint8 *copy = g_memdup2(bytes, length);
	Facts *facts = facts_decode(span_new(copy, length));
	if (facts != NULL)
		assert_promises(facts);
	return facts;
}

static void test_round_trip(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(1);
	for (guint i = 0; i < ROUNDS; i++) {
		g_autoptr(Facts) facts = any_facts(random);
		g_autoptr(GByteArray) bytes = encoding_of(facts);
		g_autoptr(Facts) decoded = decode_copy(bytes->data, bytes->len);
		g_assert_nonnull(decoded);
		same_facts(facts, decoded);
	}
}

static void test_empty(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_autoptr(GByteArray) bytes = encoding_of(facts);
	g_autoptr(Facts) decoded = decode_copy(bytes->data, bytes->len);
	g_assert_nonnull(decoded);
	same_facts(facts, decoded);
	g_assert_cmpuint(bytes->len, <, 60);
	g_assert_null(facts_decode(span_new(NULL, 0)));
}

/* The fields that the walk knows, and what no worker sets (arrived). A field more changes the size:
 * add it to the walk, above, and here. */
static void test_no_field_forgotten(void)
{
	if (sizeof(gpointer) != 8)
		return;
	g_assert_cmpuint(sizeof(Facts), ==, 312);
	g_assert_cmpuint(sizeof(Hop), ==, 56);
	g_assert_cmpuint(sizeof(AuthResult), ==, 40);
	g_assert_cmpuint(sizeof(QuotedHeader), ==, 56);
	g_assert_cmpuint(sizeof(TextPart), ==, 40);
	g_assert_cmpuint(sizeof(Attachment), ==, 88);
	g_assert_cmpuint(sizeof(Link), ==, 48);
}

static void test_append(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_autoptr(GByteArray) alone = encoding_of(facts);
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_byte_array_append(bytes, (const guint8 *)"before", 6);
	facts_encode(facts, bytes);
	g_assert_cmpmem(bytes->data, 6, "before", 6);
	g_assert_cmpmem(bytes->data + 6, bytes->len - 6, alone->data, alone->len);
}

static void test_damage(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(2);
	guint refused = 0;
	for (guint i = 0; i < 10; i++) {
		g_autoptr(Facts) facts = any_facts(random);
		g_autoptr(GByteArray) bytes = encoding_of(facts);
		for (guint at = 0; at < bytes->len; at++) {
			guint8 kept = bytes->data[at];
			for (guint change = 0; change < 10; change++) {
				bytes->data[at] = change < 8    ? kept ^ (1u << change)
						  : change == 8 ? 0xff
								: 0;
				g_autoptr(Facts) decoded = decode_copy(bytes->data, bytes->len);
				refused += decoded == NULL;
			}
			bytes->data[at] = kept;
		}
	}
	g_assert_cmpuint(refused, >, 1000);
}

static void test_cut_short(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(3);
	for (guint i = 0; i < 20; i++) {
		g_autoptr(Facts) facts = any_facts(random);
		g_autoptr(GByteArray) bytes = encoding_of(facts);
		for (guint length = 0; length < bytes->len; length++)
			g_assert_null(decode_copy(bytes->data, length));
		g_byte_array_append(bytes, (const guint8 *)"", 1);
		g_assert_null(decode_copy(bytes->data, bytes->len));
	}
}

static void test_noise(void)
{
	g_autoptr(GRand) random = g_rand_new_with_seed(4);
	for (guint i = 0; i < 20000; i++) {
		guint8 bytes[200] = {1};
		gsize length = 1 + (gsize)g_rand_int_range(random, 0, sizeof bytes - 1);
		guint mask = any_flag(random) ? 0xff : 0x03;
		for (gsize at = 1; at < length; at++)
			bytes[at] = (guint8)(g_rand_int(random) & mask);
		g_autoptr(Facts) decoded = decode_copy(bytes, length);
	}
}

/* ---- hostile values, one at a time ---- */

/* FACTS' encoding with the bytes WAS, which stand once in it, replaced by IS. */
static Facts *decode_replaced(const Facts *facts, const char *was, gsize length, const char *is)
{
	g_autoptr(GByteArray) bytes = encoding_of(facts);
	guint8 *place = memmem(bytes->data, bytes->len, was, length);
	g_assert_nonnull(place);
	g_autoptr(Facts) whole = decode_copy(bytes->data, bytes->len);
	g_assert_nonnull(whole);
	memcpy(place, is, length);
	return decode_copy(bytes->data, bytes->len);
}

#define ASSERT_REFUSED(facts, was, is)                                                             \
	do {                                                                                       \
		G_STATIC_ASSERT(sizeof(was) == sizeof(is));                                        \
		g_assert_null(decode_replaced(facts, was, sizeof(was) - 1, is));                   \
	} while (0)

static void test_refused_strings(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_free(facts->subject);
	facts->subject = g_strdup("a subject of some length");
	g_autoptr(Facts) other = decode_replaced(facts, "a subject", 9, "b subject");
	g_assert_cmpstr(other->subject, ==, "b subject of some length");
	ASSERT_REFUSED(facts, "a subject", "a\0subject");
	ASSERT_REFUSED(facts, "a subject", "a\xffsubject");
	ASSERT_REFUSED(facts, "length\0", "length!");
	ASSERT_REFUSED(facts, "length", "leng\xc3t");
	ASSERT_REFUSED(facts, "length", "lengt\xc3");
	ASSERT_REFUSED(facts, "a subj", "\xed\xa0\x80ubj"); /* a surrogate */
	ASSERT_REFUSED(facts, "a subj", "\xc0\x80subj");    /* an overlong NUL */
	ASSERT_REFUSED(facts,
		"\x18"
		"a",
		"\xff"
		"a");
	ASSERT_REFUSED(facts, "\x01", "\x02"); /* the version stands first */
}

static void test_refused_attachments(void)
{
	g_autoptr(Facts) facts = facts_new();
	Attachment *attachment = attachment_new();
	g_free(attachment->declared_type);
	attachment->declared_type = g_strdup("type");
	attachment->type = FILE_KEY;
	attachment->worst = FILE_PDF;
	attachment->depth = LIMIT_DEPTH;
	g_ptr_array_add(facts->attachments, attachment);
	/* type, worst, flags, size, depth */
	ASSERT_REFUSED(facts, "type\x00\x12\x04", "type\x00\x13\x04");
	ASSERT_REFUSED(facts, "type\x00\x12\x04", "type\x00\x12\x7f");
	ASSERT_REFUSED(facts, "type\x00\x12\x04\x00\x00\x20", "type\x00\x12\x04\x00\x00\x21");
}

static void test_refused_auth(void)
{
	g_autoptr(Facts) facts = facts_new();
	AuthResult *auth = auth_result_new();
	g_free(auth->domain);
	auth->domain = g_strdup("domain");
	auth->hop = 1;
	g_ptr_array_add(facts->hops, hop_new());
	g_ptr_array_add(facts->auth, auth);
	ASSERT_REFUSED(facts, "domain\x00\x01", "domain\x00\x02");
	ASSERT_REFUSED(facts, "domain\x00\x01", "domain\x00\xff");
}

static void test_refused_texts(void)
{
	g_autoptr(Facts) facts = facts_new();
	TextPart *part = text_part_new();
	QuotedHeader *quote = quoted_header_new();
	Block blocks[] = {{BLOCK_OWN, 0, 0, 4}, {BLOCK_QUOTE, 3, 4, 8}};
	g_free(part->skeleton);
	part->skeleton = g_strdup("abcdäzz");
	part->skeleton_length = 8;
	g_array_append_vals(part->blocks, blocks, 2);
	g_ptr_array_add(facts->texts, part);
	quote->offset = 4;
	quote->level = 1;
	g_ptr_array_add(facts->quotes, quote);
	/* count; kind, level, distance, length each */
	ASSERT_REFUSED(facts, "zz\x00\x02\x00\x00\x00\x04", "zz\x00\x02\x03\x00\x00\x04");
	ASSERT_REFUSED(
		facts, "zz\x00\x02\x00\x00\x00\x04", "zz\x00\x02\x00\x00\x00\x05"); /* inside ä */
	ASSERT_REFUSED(facts, "zz\x00\x02\x00\x00\x00\x04", "zz\x00\x02\x00\x33\x00\x04");
	ASSERT_REFUSED(facts, "\x01\x03\x00\x04", "\x01\x03\x00\x05"); /* past the end */
	ASSERT_REFUSED(facts, "\x01\x03\x00\x04", "\x01\x03\x01\x03"); /* inside ä */
	ASSERT_REFUSED(
		facts, "\x00\x00\x00\x01\x00\x00\x04\x01", "\x00\x00\x00\x01\x7f\x00\x04\x01");
	/* html, enclosed, alternative; quotes: count, row, part, offset, level */
	ASSERT_REFUSED(
		facts, "\x00\x00\x00\x01\x00\x00\x04\x01", "\x02\x00\x00\x01\x00\x00\x04\x01");
	ASSERT_REFUSED(
		facts, "\x00\x00\x00\x01\x00\x00\x04\x01", "\x00\x00\x00\x01\x00\x01\x04\x01");
	ASSERT_REFUSED(
		facts, "\x00\x00\x00\x01\x00\x00\x04\x01", "\x00\x00\x00\x01\x00\x00\x05\x01");
	ASSERT_REFUSED(
		facts, "\x00\x00\x00\x01\x00\x00\x04\x01", "\x00\x00\x00\x01\x00\x00\x09\x01");
	ASSERT_REFUSED(
		facts, "\x00\x00\x00\x01\x00\x00\x04\x01", "\x00\x00\x00\x01\x00\x00\x04\x33");
}

/* ---- over the limits ---- */

static char *long_string(gsize characters)
{
	GString *string = g_string_new("x");
	for (gsize i = 0; i < characters; i++)
		g_string_append(string, "山");
	return g_string_free(string, FALSE);
}

static Facts *clipped(const Facts *facts)
{
	g_autoptr(GByteArray) bytes = encoding_of(facts);
	g_assert_cmpuint(bytes->len, <=, LIMIT_FACTS);
	Facts *decoded = decode_copy(bytes->data, bytes->len);
	g_assert_nonnull(decoded);
	g_assert_cmpuint(decoded->anomalies, ==, ANOMALY_LIMIT);
	return decoded;
}

static void test_clip_strings(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_free(facts->subject);
	facts->subject = long_string(500);
	g_autoptr(Facts) decoded = clipped(facts);
	g_assert_true(g_str_has_prefix(facts->subject, decoded->subject));
	g_assert_cmpuint(strlen(decoded->subject), ==, LIMIT_STRING);
	g_assert_cmpuint(facts->anomalies, ==, 0);
}

static void test_clip_arrays(void)
{
	g_autoptr(Facts) facts = facts_new();
	for (guint i = 0; i < LIMIT_LINKS + 7; i++)
		g_ptr_array_add(facts->links, link_new());
	for (guint i = 0; i < LIMIT_TEXT_PARTS + 2; i++)
		g_ptr_array_add(facts->texts, text_part_new());
	QuotedHeader *quote = quoted_header_new();
	quote->part = LIMIT_TEXT_PARTS + 1;
	g_ptr_array_add(facts->quotes, quote);
	g_autoptr(Facts) decoded = clipped(facts);
	g_assert_cmpuint(decoded->links->len, ==, LIMIT_LINKS);
	g_assert_cmpuint(decoded->texts->len, ==, LIMIT_TEXT_PARTS);
	g_assert_cmpuint(decoded->quotes->len, ==, 1);
}

static void test_clip_numbers(void)
{
	g_autoptr(Facts) facts = facts_new();
	facts->date = -5;
	g_autoptr(GByteArray) bytes = encoding_of(facts);
	g_autoptr(Facts) decoded = decode_copy(bytes->data, bytes->len);
	g_assert_cmpint(decoded->date, ==, 0);
	g_assert_cmpint(facts->date, ==, -5);
	facts->date = G_MAXINT64;
	facts->marks = 0x80000000u | MARK_LIST;
	g_autoptr(GByteArray) more = encoding_of(facts);
	g_autoptr(Facts) again = decode_copy(more->data, more->len);
	g_assert_cmpint(again->date, ==, 0);
	g_assert_cmpuint(again->marks, ==, MARK_LIST);
}

/* A text that fills all there is, then quoted headers with as much again: the encoding stays in its
 * bounds. */
static void test_clip_everything(void)
{
	g_autoptr(Facts) facts = facts_new();
	for (guint i = 0; i < 3; i++) {
		TextPart *part = text_part_new();
		g_free(part->skeleton);
		part->skeleton = long_string(LIMIT_MIB(1));
		part->skeleton_length = strlen(part->skeleton);
		for (guint32 j = 0; j < LIMIT_BLOCKS; j++) {
			guint32 end = j == LIMIT_BLOCKS - 1 ? (guint32)part->skeleton_length
							    : 1 + 3 * j + 3;
			Block block = {BLOCK_QUOTE, 1, j == 0 ? 0 : 1 + 3 * j, end};
			g_array_append_val(part->blocks, block);
		}
		g_ptr_array_add(facts->texts, part);
	}
	for (guint i = 0; i < LIMIT_QUOTES; i++) {
		QuotedHeader *quote = quoted_header_new();
		quote->part = 2;
		quote->offset = (guint32)(3 * LIMIT_MIB(1)) + 1;
		for (guint j = 0; j < 50; j++)
			g_ptr_array_add(quote->to, address_new(long_string(333), long_string(333)));
		g_ptr_array_add(facts->quotes, quote);
	}
	g_autoptr(Facts) decoded = clipped(facts);
	g_assert_cmpuint(decoded->quotes->len, ==, LIMIT_QUOTES);
	const TextPart *first = decoded->texts->pdata[0];
	g_assert_cmpuint(first->skeleton_length, ==, 3 * LIMIT_MIB(1) + 1);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/mail/facts-codec/round-trip", test_round_trip);
	g_test_add_func("/mail/facts-codec/empty", test_empty);
	g_test_add_func("/mail/facts-codec/no-field-forgotten", test_no_field_forgotten);
	g_test_add_func("/mail/facts-codec/append", test_append);
	g_test_add_func("/mail/facts-codec/damage", test_damage);
	g_test_add_func("/mail/facts-codec/cut-short", test_cut_short);
	g_test_add_func("/mail/facts-codec/noise", test_noise);
	g_test_add_func("/mail/facts-codec/refused/strings", test_refused_strings);
	g_test_add_func("/mail/facts-codec/refused/attachments", test_refused_attachments);
	g_test_add_func("/mail/facts-codec/refused/auth", test_refused_auth);
	g_test_add_func("/mail/facts-codec/refused/texts", test_refused_texts);
	g_test_add_func("/mail/facts-codec/clip/strings", test_clip_strings);
	g_test_add_func("/mail/facts-codec/clip/arrays", test_clip_arrays);
	g_test_add_func("/mail/facts-codec/clip/numbers", test_clip_numbers);
	g_test_add_func("/mail/facts-codec/clip/everything", test_clip_everything);
	return g_test_run();
}
