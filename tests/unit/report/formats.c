/* SPDX-License-Identifier: Apache-2.0
 *
 * Whatever stands in a ledger, each format has as many lines of it as of something harmless, of
 * printable ASCII; what is no indicator leaves nothing behind. Values are put together at random of
 * pieces that mean something to some engine.
 */
#include <string.h>

#include "output/format/format.h"
#include "report/coverage/spelling.h"

enum { rounds = 20000 };

static const char *const pieces[] = {"\n", "\r\n", "\"", "'", "`", "\\", "$(id)", "${x}", ";", "|",
	"||", "#", "//", "/*", "*/", "*", "?", ".*", "(a+)+$", "[", "]", "{", "}", "(", ")", "<",
	">", "&", "%", "%0a", "%00", "%22", "^", "!", ",", ":", "=", "@", " ", "\t", "\x01", "\x7f",
	"\xe2\x80\xae", "\xe2\x80\xa8", "\xef\xbc\x8e", "\xd0\xb0", "\xff", "a", "b1", "-", "_",
	".", "..", "evil", "example", "com", "co.jp", "localhost", "rpz-ip", "0.0.0.0/0", "::1",
	"203.0.113.9", "2001:db8::9", "abcdef0123456789abcdef0123456789", "sid:1;)", "CNAME .",
	"accept; }", "discard;", "REJECT"};

static const struct {
	const char *before, *after;
	const char *harmless;
} frames[] = {
	[INDICATOR_FILE] = {"", "",
		"abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789"},
	[INDICATOR_URL] = {"http://evil.example/", "", "http://evil.example/a"},
	[INDICATOR_HOST] = {"", ".example", "evil.example"},
	[INDICATOR_ADDRESS] = {"", "", "203.0.113.9"},
	[INDICATOR_MD5] = {"", "",
		"abcdef0123456789abcdef0123456789abcdef0123456789abcdef0123456789:"
		"abcdef0123456789abcdef0123456789:4711"},
	[INDICATOR_MEMBER] = {"4711:2345:", ".doc", "4711:2345:a.doc"},
	[INDICATOR_ACCOUNT] = {"", "@relay.example", "robbed@relay.example"},
};

static const Release release = {"AMBER", "ours.example", 1580349600};

/* RAW in FORMAT; NULL when it is no indicator. New string. */
static char *write_one(const Format *format, IndicatorKind kind, const char *raw)
{
	g_autofree char *key = NULL;
	g_autofree char *value = spelling_of(kind, raw, &key);
	g_autofree char *host =
		value != NULL && kind == INDICATOR_URL ? spelling_host(value) : g_strdup("");
	char *text = NULL;
	size_t length = 0;
	if (value == NULL)
		return NULL;
	FILE *stream = open_memstream(&text, &length);
	Sheet sheet = {.format = format, .release = &release, .stream = stream};
	Indicator indicator = {.kind = kind,
		.value = value,
		.host = host,
		.path = kind == INDICATOR_URL ? spelling_path(value) : "",
		.confidence = 90,
		.messages = 1,
		.first = release.time,
		.last = release.time,
		.expires = release.time + 1};
	sheet_begin(&sheet);
	sheet_put(&sheet, &indicator);
	sheet_end(&sheet);
	fclose(stream);
	g_assert_cmpuint(strlen(text), ==, length);
	char *copy = g_strdup(text);
	free(text);
	return copy;
}

static guint count_lines(const char *text)
{
	guint lines = 0;
	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

static gboolean is_plain(const char *text)
{
	for (; *text != '\0'; text++)
		if (!g_ascii_isprint(*text) && *text != '\n' && *text != '\t' && *text != '\r')
			return FALSE;
	return TRUE;
}

static char *make_raw(GRand *random, IndicatorKind kind)
{
	GString *raw = g_string_new(frames[kind].before);
	guint count = (guint)g_rand_int_range(random, 1, 5);
	for (guint i = 0; i < count; i++)
		g_string_append(raw, pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))]);
	if (g_rand_boolean(random))
		g_string_append(raw, frames[kind].after);
	return g_string_free(raw, FALSE);
}

static void check_format(const Format *format, GRand *random, guint *ret_taken)
{
	guint wanted[INDICATOR_KINDS];
	for (guint kind = 0; kind < INDICATOR_KINDS; kind++) {
		g_autofree char *harmless = write_one(format, kind, frames[kind].harmless);
		wanted[kind] = count_lines(harmless);
	}
	for (guint i = 0; i < rounds; i++) {
		IndicatorKind kind = (IndicatorKind)(i % INDICATOR_KINDS);
		g_autofree char *raw = make_raw(random, kind);
		g_autofree char *text = write_one(format, kind, raw);
		if (text == NULL)
			continue;
		(*ret_taken)++;
		if (count_lines(text) != wanted[kind] || !is_plain(text))
			g_error("%s of %s in %s:\n%s", indicator_kind_name(kind), raw, format->name,
				text);
	}
}

static void test_hostile(void)
{
	GRand *random = g_rand_new_with_seed(8);
	for (guint i = 0; format_table[i] != NULL; i++) {
		guint taken = 0;
		check_format(format_table[i], random, &taken);
		g_assert_cmpuint(taken, >, rounds / INDICATOR_KINDS / 2);
	}
	g_rand_free(random);
}

/* What was spelled once is not spelled otherwise again. */
static void test_spelling_stays(void)
{
	GRand *random = g_rand_new_with_seed(9);
	for (guint i = 0; i < rounds; i++) {
		IndicatorKind kind = (IndicatorKind)(i % INDICATOR_KINDS);
		g_autofree char *key = NULL, *again_key = NULL;
		g_autofree char *raw = make_raw(random, kind);
		g_autofree char *value = spelling_of(kind, raw, &key);
		g_autofree char *again =
			value != NULL ? spelling_of(kind, value, &again_key) : NULL;
		g_assert_cmpstr(again, ==, value);
		g_assert_true(value == NULL || strpbrk(value, "\"\\ \n\r\t") == NULL);
	}
	g_rand_free(random);
}

static void test_table(void)
{
	g_autoptr(GHashTable) files = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; format_table[i] != NULL; i++) {
		g_assert_true(format_find(format_table[i]->name) == format_table[i]);
		g_assert_true(g_hash_table_add(files, (gpointer)format_table[i]->file));
	}
	g_assert_null(format_find("fax"));
}

/* Another sensor's identifiers are others; ours stay. */
static void test_uuid(void)
{
	const Release other = {"AMBER", "others.example", 1580349600};
	char one[FORMAT_UUID_BYTES], two[FORMAT_UUID_BYTES];
	format_uuid(&release, "indicator", "evil.example", one);
	format_uuid(&release, "indicator", "evil.example", two);
	g_assert_cmpstr(one, ==, two);
	g_assert_true(g_uuid_string_is_valid(one));
	g_assert_cmpint(one[14], ==, '5');
	format_uuid(&other, "indicator", "evil.example", two);
	g_assert_cmpstr(one, !=, two);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/formats/hostile", test_hostile);
	g_test_add_func("/report/formats/spelling-stays", test_spelling_stays);
	g_test_add_func("/report/formats/table", test_table);
	g_test_add_func("/report/formats/uuid", test_uuid);
	return g_test_run();
}
