/* SPDX-License-Identifier: Apache-2.0
 *
 * A text taken apart into Facts: blocks over the skeleton, quoted headers, own text, signature,
 * alternatives.
 */
#include "mail/text/text.h"

#include "base/limits.h"
#include "mail/html/html.h"
#include "mail/text/quote-header.h"
#include "mail/text/skeleton.h"

#define PLAIN    ((TextOrigin){0})
#define FIRST    ((TextOrigin){.alternative = 1})
#define FURTHER  ((TextOrigin){.alternative = 1, .html = TRUE})
#define ENCLOSED ((TextOrigin){.enclosed = TRUE})

static void add(Facts *facts, const char *text, TextOrigin origin)
{
	text_add(facts, span_new(text, strlen(text)), origin);
}

static const TextPart *part_of(const Facts *facts, guint at)
{
	g_assert_cmpuint(at, <, facts->texts->len);
	return g_ptr_array_index(facts->texts, at);
}

/* The blocks of PART as "O:…|Q1:…|S:…". */
static char *blocks_of(const TextPart *part)
{
	GString *out = g_string_new(NULL);
	guint32 end = 0;
	for (guint i = 0; i < part->blocks->len; i++) {
		const Block *block = &g_array_index(part->blocks, Block, i);
		g_assert_cmpuint(block->start, ==, end);
		g_assert_cmpuint(block->end, >=, block->start);
		g_assert_cmpuint(block->kind == BLOCK_QUOTE, ==, block->level > 0);
		end = block->end;
		g_string_append_printf(out, "%s%c", i > 0 ? "|" : "", "OQS"[block->kind]);
		if (block->level > 0)
			g_string_append_printf(out, "%u", block->level);
		g_string_append_c(out, ':');
		g_string_append_len(out, part->skeleton + block->start, block->end - block->start);
	}
	g_assert_cmpuint(end, ==, part->skeleton_length);
	g_assert_cmpuint(strlen(part->skeleton), ==, part->skeleton_length);
	return g_string_free(out, FALSE);
}

static void test_blocks(void)
{
	g_autoptr(Facts) facts = facts_new();
	add(facts,
		"Own text, one.\n\nA <a@a.example> wrote:\n> quoted one\n>> Two\n> one\nown "
		"again\n-- \nBob B\n",
		PLAIN);
	g_autofree char *blocks = blocks_of(part_of(facts, 0));
	g_assert_cmpstr(blocks, ==,
		"O:owntextone|Q1:aaaexamplewrotequotedone|Q2:two|Q1:one|O:ownagain|S:bobb");
	g_assert_cmpstr(facts->own_text, ==, "Own text, one.\nown again");
	g_assert_cmpuint(facts->own_length, ==, 24);
	g_assert_cmpuint(facts->signature->len, ==, 1);
	g_assert_cmpuint(facts->quotes->len, ==, 1);
	const QuotedHeader *header = g_ptr_array_index(facts->quotes, 0);
	g_assert_cmpuint(header->part, ==, 0);
	g_assert_cmpuint(header->level, ==, 1);
	g_assert_true(g_str_has_prefix(part_of(facts, 0)->skeleton + header->offset, "quotedone"));
}

/* However a text is wrapped and quoted, its skeleton is one. */
static void test_skeleton_survives_wrapping(void)
{
	static const char *const layouts[] = {
		"The quick brown fox jumps over the lazy dog, \xc3\xa9t\xc3\xa9 "
		"\xe6\xbc\xa2\xe5\xad\x97.",
		"The quick brown\nfox jumps over the lazy\ndog, \xc3\xa9t\xc3\xa9 "
		"\xe6\xbc\xa2\n\xe5\xad\x97.",
		"> The quick brown fox\n> jumps over the lazy dog,\n> \xc3\xa9t\xc3\xa9 "
		"\xe6\xbc\xa2\xe5\xad\x97.",
		">> > The quick\r\n>>> brown fox jumps\r\n\r\n>>> over the lazy dog, "
		"e\xcc\x81te\xcc\x81 \xe6\xbc\xa2\xe5\xad\x97.",
		"\xef\xbc\x9e THE QUICK BROWN FOX\n| jumps over the lazy dog - \xc3\x89T\xc3\x89 "
		"\xe6\xbc\xa2\xe5\xad\x97",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(layouts); i++) {
		g_autoptr(Facts) facts = facts_new();
		add(facts, layouts[i], PLAIN);
		g_assert_cmpstr(part_of(facts, 0)->skeleton, ==,
			"thequickbrownfoxjumpsoverthelazydog\xc3\xa9t\xc3\xa9\xe6\xbc\xa2\xe5\xad"
			"\x97");
	}
}

/* The public sample of a forged reply, as far as its structure goes. */
static void test_forged_reply(void)
{
	static const char html[] =
		"<html><head></head><body>\nRe: Postpone the meeting\n<br><br><br><br>\nK***** "
		"R*****\n<br>\n"
		"k*****.r*****@victim.example\n<br><br>\n<pre><!DOCTYPE HTML PUBLIC \"-//W3C//DTD "
		"HTML 3.2//EN\">\n"
		"<TITLE>Re: Postpone the meeting</TITLE>\n<!-- Converted from text/plain format "
		"-->\n"
		"<P><FONT SIZE=2>K*****,<BR>\n<BR>\nI will call later.&nbsp; Thanks<BR>\n<BR>\n"
		"&nbsp;&gt; On Thursday, September 3, 2020, 15:30:06 UTC, K***** R***** "
		"&lt;k*****.r*****@victim.example&gt; wrote:<BR>\n&gt;<BR>\n&gt; Can we "
		"postpone?<BR>\n"
		"</FONT>\n</P>\n</pre></body></html>";
	g_autoptr(Facts) facts = facts_new();
	g_autoptr(HtmlText) text = html_to_text(span_new(html, strlen(html)));
	text_add(facts, span_new(text->text, text->length), (TextOrigin){.html = TRUE});
	g_assert_true(text->nested);
	g_assert_cmpstr(facts->own_text, ==, "Re: Postpone the meeting");
	g_assert_cmpuint(facts->signature->len, ==, 1);
	const Address *signer = g_ptr_array_index(facts->signature, 0);
	g_assert_cmpstr(signer->name, ==, "K***** R*****");
	g_assert_cmpstr(signer->address, ==, "k*****.r*****@victim.example");
	g_assert_cmpuint(facts->quotes->len, ==, 1);
	const QuotedHeader *header = g_ptr_array_index(facts->quotes, 0);
	g_assert_cmpstr(header->from.name, ==, "K***** R*****");
	g_assert_cmpstr(header->from.address, ==, "k*****.r*****@victim.example");
	g_assert_cmpuint(header->level, ==, 2);
	g_assert_cmpint(header->date, ==, 1599147006);
	g_autofree char *blocks = blocks_of(part_of(facts, 0));
	g_assert_true(g_str_has_prefix(blocks, "O:repostponethemeeting|S:krkrvictimexample|Q1:"
					       "kiwillcalllaterthanks|Q2:onthursday"));
	g_assert_true(g_str_has_suffix(blocks, "canwepostpone"));
}

static void test_same_alternative_is_skipped(void)
{
	g_autoptr(Facts) facts = facts_new();
	add(facts, "own text\n> quoted", FIRST);
	add(facts, "Own   TEXT\n> > quoted", FURTHER);
	g_assert_cmpuint(facts->texts->len, ==, 1);
	g_assert_cmpuint(facts->own_length, ==, 8);
}

static void test_further_alternative(void)
{
	static const char quote[] = "On 3 Sep 2020, A <a@a.example> wrote:\n> quoted\n";
	g_autofree char *first = g_strconcat("own text\n\nBob B\n\n", quote, NULL);
	g_autofree char *further = g_strconcat("own text in full\n\nBob B\n\n", quote,
		"> B <b@b.example> wrote:\n> > older\n", NULL);
	g_autoptr(Facts) facts = facts_new();
	add(facts, first, FIRST);
	add(facts, further, FURTHER);
	g_assert_cmpuint(facts->texts->len, ==, 2);
	g_assert_cmpstr(facts->own_text, ==, "own text");
	g_assert_cmpuint(facts->signature->len, ==, 1);
	/* the header that only the second has is kept, and points there */
	g_assert_cmpuint(facts->quotes->len, ==, 2);
	const QuotedHeader *header = g_ptr_array_index(facts->quotes, 1);
	g_assert_cmpstr(header->from.address, ==, "b@b.example");
	g_assert_cmpuint(header->part, ==, 1);
	g_assert_true(g_str_has_prefix(part_of(facts, 1)->skeleton + header->offset, "older"));
}

static void test_empty_first_alternative(void)
{
	g_autoptr(Facts) facts = facts_new();
	add(facts, "\n \n", FIRST);
	add(facts, "own text\n", FURTHER);
	g_assert_cmpstr(facts->own_text, ==, "own text");
}

static void test_separate_parts_add_up(void)
{
	g_autoptr(Facts) facts = facts_new();
	add(facts, "one\n", PLAIN);
	add(facts, "two\n", PLAIN);
	g_assert_cmpstr(facts->own_text, ==, "one\ntwo");
	g_assert_cmpuint(facts->own_length, ==, 6);
	g_assert_cmpuint(facts->texts->len, ==, 2);
}

static void test_enclosed(void)
{
	g_autoptr(Facts) facts = facts_new();
	add(facts,
		"theirs\nA <a@a.example> wrote:\n> older\n\nRegards,\nAnn "
		"Lee\nann@a.example\nPassword: 1234",
		ENCLOSED);
	g_autofree char *blocks = blocks_of(part_of(facts, 0));
	g_assert_true(g_str_has_prefix(blocks, "Q1:theirs|Q2:aaaexamplewroteolder|Q1:regards"));
	g_assert_cmpstr(facts->own_text, ==, "");
	g_assert_cmpuint(facts->signature->len, ==, 0);
	g_assert_cmpuint(facts->marks & MARK_PASSWORD, ==, 0);
	const QuotedHeader *header = g_ptr_array_index(facts->quotes, 0);
	g_assert_cmpuint(header->level, ==, 2);
	g_assert_true(part_of(facts, 0)->enclosed);
}

static void test_password(void)
{
	g_autoptr(Facts) own = facts_new();
	add(own, "see attached\npassword: 7643\n> quoted", PLAIN);
	g_assert_true((own->marks & MARK_PASSWORD) != 0);
	g_autoptr(Facts) quoted = facts_new();
	add(quoted, "thanks\n> password: 7643", PLAIN);
	g_assert_true((quoted->marks & MARK_PASSWORD) == 0);
}

static void test_language(void)
{
	static const char *const samples[][2] = {
		{"お世話になっております。", "ja"},
		{"請確認附件中的文件", "zh"},
		{"첨부 파일을 확인해 주세요", "ko"},
		{"Пожалуйста, смотрите файл", "ru"},
		{"Please see the file that I promised to send", ""},
		{"ok\nAm 03.09.2020 um 15:30 schrieb A <a@a.example>:\n> x", "de"},
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_autoptr(Facts) facts = facts_new();
		add(facts, samples[i][0], PLAIN);
		g_assert_cmpstr(facts->language, ==, samples[i][1]);
	}
}

static void test_own_text_is_cut_at_a_character(void)
{
	g_autoptr(GString) text = g_string_new("x");
	for (int i = 0; i < 3000; i++)
		g_string_append(text, "\xe6\xbc\xa2");
	g_autoptr(Facts) facts = facts_new();
	add(facts, text->str, PLAIN);
	g_assert_cmpuint(strlen(facts->own_text), <=, LIMIT_OWN_TEXT);
	g_assert_cmpuint(strlen(facts->own_text), >, LIMIT_OWN_TEXT - 4);
	g_assert_true(g_utf8_validate(facts->own_text, -1, NULL));
	g_assert_cmpuint(facts->own_length, ==, 3001);
}

static Facts *filled(const char *filler, gsize bytes)
{
	g_autoptr(GString) text = g_string_sized_new(bytes);
	while (text->len < bytes)
		g_string_append(text, filler);
	Facts *facts = facts_new();
	text_add(facts, span_new(text->str, text->len), PLAIN);
	return facts;
}

static void test_bounds(void)
{
	/* text that folding makes eleven times longer */
	g_autoptr(Facts) folded = filled("\xef\xb7\xba", LIMIT_TEXT);
	g_assert_cmpuint(part_of(folded, 0)->skeleton_length, <=, LIMIT_TEXT);
	g_assert_true((folded->anomalies & ANOMALY_LIMIT) != 0);
	g_assert_true(g_utf8_validate(part_of(folded, 0)->skeleton, -1, NULL));
	g_autofree char *covered = blocks_of(part_of(folded, 0));
	g_assert_nonnull(covered);
	g_autoptr(Facts) stripes = filled("own\n> quoted\n", LIMIT_TEXT + 100);
	g_assert_cmpuint(part_of(stripes, 0)->blocks->len, ==, LIMIT_BLOCKS);
	g_assert_true((stripes->anomalies & ANOMALY_LIMIT) != 0);
	g_autofree char *all = blocks_of(part_of(stripes, 0));
	g_assert_nonnull(all);
	g_autoptr(Facts) headers = filled("A <a@a.example> wrote:\n> x\n", LIMIT_TEXT);
	g_assert_cmpuint(headers->quotes->len, ==, LIMIT_QUOTES);
	g_autoptr(Facts) deep = filled(">", LIMIT_TEXT - 1);
	g_assert_cmpuint(part_of(deep, 0)->blocks->len, ==, 0);
	g_autoptr(Facts) many = facts_new();
	for (guint i = 0; i < LIMIT_TEXT_PARTS + 5; i++)
		add(many, "x", PLAIN);
	g_assert_cmpuint(many->texts->len, ==, LIMIT_TEXT_PARTS);
	g_assert_true((many->anomalies & ANOMALY_LIMIT) != 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/text/blocks", test_blocks);
	g_test_add_func("/text/skeleton-survives-wrapping", test_skeleton_survives_wrapping);
	g_test_add_func("/text/forged-reply", test_forged_reply);
	g_test_add_func("/text/same-alternative", test_same_alternative_is_skipped);
	g_test_add_func("/text/further-alternative", test_further_alternative);
	g_test_add_func("/text/empty-first-alternative", test_empty_first_alternative);
	g_test_add_func("/text/separate-parts", test_separate_parts_add_up);
	g_test_add_func("/text/enclosed", test_enclosed);
	g_test_add_func("/text/password", test_password);
	g_test_add_func("/text/language", test_language);
	g_test_add_func("/text/own-text-cut", test_own_text_is_cut_at_a_character);
	g_test_add_func("/text/bounds", test_bounds);
	return g_test_run();
}
