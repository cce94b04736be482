/* SPDX-License-Identifier: Apache-2.0
 *
 * Every charset that mail is read in, by every label, in headers and text, inside the real sandbox:
 * there nothing can be loaded any more. The bytes are made by iconv, out here, so that the reader
 * is not tested against itself.
 */
#include <unicode/ucnv.h>

#include "mail/text/charset-label.h"
#include "mail/text/skeleton.h"
#include "worker/pool.h"

/* At least one can be written in each charset. */
static const char *const samples[] = {"日本語のメールです", "繁體中文郵件", "简体中文邮件",
	"한국어 편지입니다", "Привет мир", "Здравей Ъгъл", "Grüße aus Köln", "Zażółć gęślą jaźń",
	"Türkçe ığş", "Καλημέρα κόσμε", "שלום עולם", "مرحبا", "ภาษาไทย", "Ĉu ŝi ĝojas", "Āčiū ėšų",
	"Ŵyt ti ŷn", "caffè"};

typedef struct Expected {
	char *label;
	const char *text;
} Expected;

static void expected_free(Expected *expected)
{
	g_free(expected->label);
	g_free(expected);
}

/* The first sample that LABEL's charset can hold, and its bytes; NULL when iconv does not know the
 * label. */
static char *write_sample(const char *label, const char **ret_text, gsize *ret_length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		char *bytes = g_convert(samples[i], -1, label, "UTF-8", NULL, ret_length, NULL);
		if (bytes == NULL)
			continue;
		*ret_text = samples[i];
		return bytes;
	}
	return NULL;
}

static GBytes *write_message(const char *label, const char *bytes, gsize length)
{
	g_autofree char *base64 = g_base64_encode((const guchar *)bytes, length);
	char *message = g_strdup_printf("From: =?%s?B?%s?= <sender@example.org>\r\n"
					"To: reader@example.org\r\n"
					"Subject: =?%s?b?%s?=\r\n"
					"MIME-Version: 1.0\r\n"
					"Content-Type: text/plain; charset=\"%s\"\r\n"
					"Content-Transfer-Encoding: base64\r\n"
					"\r\n%s\r\n",
		label, base64, label, base64, label, base64);
	return g_bytes_new_take(message, strlen(message));
}

/* A message for LABEL goes into POOL; FALSE when iconv cannot write it. */
static gboolean put_label(Pool *pool, const char *label)
{
	GError *error = NULL;
	gsize length;
	const char *text = NULL;
	g_autofree char *bytes = write_sample(label, &text, &length);
	if (bytes == NULL)
		return FALSE;
	Expected *expected = g_new(Expected, 1);
	*expected = (Expected){.label = g_strdup(label), .text = text};
	g_autoptr(GBytes) message = write_message(label, bytes, length);
	pool_put(pool, message, expected, &error);
	g_assert_no_error(error);
	return TRUE;
}

/* Some code pages give Arabic letters in the forms that they are printed in. */
static void check_name(const char *is, const char *expected)
{
	g_autofree char *letters = g_utf8_normalize(is, -1, G_NORMALIZE_NFKC);
	g_assert_cmpstr(letters, ==, expected);
}

static void check_result(const PoolResult *result)
{
	const Expected *expected = result->tag;
	g_test_message("%s: %s", expected->label, expected->text);
	g_assert_cmpstr(result->reason, ==, NULL);
	const Facts *facts = result->facts;
	g_assert_cmpuint(facts->anomalies, ==, 0);
	check_name(facts->subject, expected->text);
	g_assert_cmpuint(facts->from->len, ==, 1);
	check_name(((Address *)facts->from->pdata[0])->name, expected->text);
	g_assert_cmpuint(facts->texts->len, ==, 1);
	g_autofree char *skeleton = skeleton_of(span_new(expected->text, strlen(expected->text)));
	g_assert_cmpstr(((TextPart *)facts->texts->pdata[0])->skeleton, ==, skeleton);
}

static guint take_all(Pool *pool)
{
	guint taken = 0;
	GError *error = NULL;
	for (gboolean some = TRUE; some;) {
		PoolResult result = {0};
		pool_take(pool, &some, &result, &error);
		g_assert_no_error(error);
		if (!some)
			break;
		check_result(&result);
		expected_free(result.tag);
		facts_free(result.facts);
		taken++;
	}
	return taken;
}

static guint put_row(Pool *pool, const CharsetRow *row)
{
	guint put = 0;
	g_auto(GStrv) labels = g_strsplit(row->labels, " ", -1);
	for (char **label = labels; *label != NULL; label++)
		put += put_label(pool, *label);
	return put;
}

/* All names that ICU has for a charset that is read. */
static guint put_converter(Pool *pool, const char *name)
{
	guint put = 0;
	UErrorCode error = U_ZERO_ERROR;
	if (charset_label_find(name) < 0)
		return 0;
	for (guint16 i = 0; i < ucnv_countAliases(name, &error); i++) {
		const char *label = ucnv_getAlias(name, i, &error);
		/* ICU's is ISO-8859-9, iconv's that of Hewlett-Packard. */
		if (strcmp(label, "turkish8") != 0)
			put += put_label(pool, label);
	}
	return put;
}

static void test_every_label(void)
{
	GError *error = NULL;
	g_autoptr(Pool) pool = pool_new(1, &error);
	g_assert_no_error(error);
	charset_labels_warm();
	guint put = 0;
	for (gsize row = 0; row < charset_row_count; row++)
		put += put_row(pool, &charset_rows[row]);
	for (int32_t i = 0; i < ucnv_countAvailable(); i++)
		put += put_converter(pool, ucnv_getAvailableName(i));
	g_assert_cmpuint(take_all(pool), ==, put);
	g_assert_cmpuint(put, >, 300);
}

/* What the trap was: without files even the commonest charset failed, and silently. */
static void test_named(void)
{
	static const char *const labels[] = {"ISO-2022-JP", "Shift_JIS", "EUC-JP", "UTF-8",
		"ISO-8859-1", "ISO-8859-2", "ISO-8859-5", "ISO-8859-7", "ISO-8859-9", "ISO-8859-15",
		"windows-1250", "windows-1251", "windows-1252", "windows-1253", "windows-1254",
		"windows-1255", "windows-1256", "windows-1257", "windows-1258", "KOI8-R", "KOI8-U",
		"GB18030", "GBK", "GB2312", "Big5", "EUC-KR", "ISO-2022-KR", "UTF-16LE", "UTF-7",
		"ISO-2022-CN", "EUC-TW", "UTF-32", "IBM852", "VISCII"};
	GError *error = NULL;
	g_autoptr(Pool) pool = pool_new(1, &error);
	g_assert_no_error(error);
	for (gsize i = 0; i < G_N_ELEMENTS(labels); i++)
		g_assert_true(put_label(pool, labels[i]));
	g_assert_cmpuint(take_all(pool), ==, G_N_ELEMENTS(labels));
}

int main(int argc, char **argv)
{
	GError *error = NULL;
	zygote_start(&error);
	g_assert_no_error(error);
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/worker/charset/named", test_named);
	g_test_add_func("/worker/charset/every-label", test_every_label);
	int failed = g_test_run();
	zygote_stop();
	return failed;
}
