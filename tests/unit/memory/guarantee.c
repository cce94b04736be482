/* SPDX-License-Identifier: Apache-2.0
 *
 * The guarantee of quote.h from raw mail to raw mail: a run that a learned and a judged message
 * share is found however it was wrapped, quoted up to three levels, turned into HTML, encoded and
 * put into any charset that holds its characters. KITH_QUOTE_CASES sets the number of cases;
 * one of five hundred is as long as what is read of a text.
 */
#include <string.h>

#include "base/limits.h"
#include "mail/message.h"
#include "memory/fingerprint.h"
#include "memory/recall/quote.h"
#include "memory/secret.h"

#define CASES 5000
/* Letters around a run, at most. */
#define SURROUNDING 120

typedef struct Script {
	const char *name;
	const char *letters; /* to choose from */
	gboolean spaces;     /* between words */
	gboolean cjk;
} Script;

static const Script scripts[] = {
	{"latin", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", TRUE, FALSE},
	{"accented", "aeiounstréèàçêîôûëïüöäßñøåæœšžčřłěýáíóú", TRUE, FALSE},
	{"greek", "αβγδεζηθικλμνξοπρστυφχψωάέήίόύώΑΒΓΔ", TRUE, FALSE},
	{"cyrillic", "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВГ", TRUE, FALSE},
	{"hebrew", "אבגדהוזחטיכלמנסעפצקרשת", TRUE, FALSE},
	{"arabic", "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", TRUE, FALSE},
	{"devanagari", "अआइईउऊएकखगघचछजझटठडढतथदधनपफबभमयरलवशषसह", TRUE, FALSE},
	{"thai", "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮะาเแโใไ", FALSE, FALSE},
	{"kana", "あいうえおかきくけこさしすせそたちつてとなにぬねのアイウエオカキクケコッーャュョ",
		FALSE, TRUE},
	{"japanese",
		"日本語会議資料添付確認送信株式社長部署東京大阪請求書見積契約期限の"
		"はをにがでとよろしくお願いします",
		FALSE, TRUE},
	/* What CP932 has and Shift_JIS as it is written down has not. Some of it becomes digits and
	 * letters, so that it is not what the guarantee calls CJK. */
	{"cp932", "①②③㈱㈲㍻髙﨑德濵Ⅰ日本会社東京の", FALSE, FALSE},
	{"chinese", "的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生",
		FALSE, TRUE},
	{"traditional", "的一是不了人我在有他這中大來上個國到說們為子和你地出道也時年得就那要下以",
		FALSE, TRUE},
	{"hangul", "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소", TRUE,
		TRUE},
};

/* Names for iconv, and what the message says. */
static const struct {
	const char *name, *label;
} charsets[] = {{"UTF-8", "utf-8"}, {"ISO-8859-1", "iso-8859-1"}, {"ISO-8859-2", "iso-8859-2"},
	{"ISO-8859-5", "iso-8859-5"}, {"ISO-8859-7", "iso-8859-7"}, {"ISO-8859-8", "iso-8859-8"},
	{"ISO-8859-15", "iso-8859-15"}, {"CP1250", "windows-1250"}, {"CP1251", "windows-1251"},
	{"CP1252", "windows-1252"}, {"CP1253", "windows-1253"}, {"CP1255", "windows-1255"},
	{"CP1256", "windows-1256"}, {"KOI8-R", "koi8-r"}, {"KOI8-U", "koi8-u"},
	{"CP874", "tis-620"}, {"CP932", "Shift_JIS"}, {"EUC-JP", "euc-jp"},
	{"ISO-2022-JP", "iso-2022-jp"}, {"EUC-KR", "euc-kr"}, {"UHC", "ks_c_5601-1987"},
	{"GBK", "gb2312"}, {"GB18030", "gb18030"}, {"BIG5", "big5"}, {"UTF-16LE", "utf-16le"}};

static guint below(GRand *random, guint count)
{
	return (guint)g_rand_int_range(random, 0, (gint32)count);
}

static const Script *any_script(GRand *random)
{
	return &scripts[below(random, G_N_ELEMENTS(scripts))];
}

static void append_letter(GString *text, GRand *random, const Script *script)
{
	glong count = g_utf8_strlen(script->letters, -1);
	const char *at =
		g_utf8_offset_to_pointer(script->letters, (glong)below(random, (guint)count));

	g_string_append_unichar(text, g_utf8_get_char(at));
}

/* COUNT letters of SCRIPT as words and sentences. */
static void append_prose(GString *text, GRand *random, const Script *script, guint count)
{
	guint word = 0;

	for (guint i = 0; i < count; i++) {
		append_letter(text, random, script);
		if (++word < 2 + below(random, 9))
			continue;
		word = 0;
		if (below(random, 8) == 0)
			g_string_append(text, script->cjk && !script->spaces ? "、" : ",");
		if (script->spaces)
			g_string_append_c(text, ' ');
	}
}

/* A run that the guarantee holds for, in one script or of two. */
static char *any_run(GRand *random)
{
	GString *run = g_string_new(NULL);
	const Script *script = any_script(random), *other = any_script(random);
	guint least = script->cjk ? QUOTE_CJK_RUN : QUOTE_RUN;

	if (below(random, 4) > 0)
		other = script;
	/* Of a CJK script half is enough. */
	append_prose(run, random, script, (least + 1) / 2);
	append_prose(run, random, other, (least + 1) / 2);
	return g_string_free(run, FALSE);
}

/* TEXT in lines of about WIDTH, each after PREFIX. */
static char *wrap(GRand *random, const char *text, const char *prefix, guint width)
{
	GString *out = g_string_new(prefix);
	guint column = 0;

	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		gboolean breaks = c == ' ' || c > 0x2e80 || (c >= 0xe00 && c < 0xe80);

		if (++column > width && breaks) {
			if (c != ' ')
				g_string_append_unichar(out, c);
			g_string_append_printf(
				out, "%s\n%s", below(random, 3) == 0 ? " " : "", prefix);
			column = 0;
			continue;
		}
		g_string_append_unichar(out, c);
	}
	g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}

/* TEXT as HTML: some characters by number, some words marked, lines broken. */
static char *as_html(GRand *random, const char *text)
{
	GString *out = g_string_new("<html><body><div>Please see below.</div><blockquote><p>");

	for (const char *at = text; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		guint dice = below(random, 40);

		if (dice == 0)
			g_string_append_printf(out, "&#%u;", c);
		else if (dice == 1)
			g_string_append_printf(out, "&#x%X;", c);
		else
			g_string_append_unichar(out, c);
		if (dice == 2)
			g_string_append(out, "<b></b>");
		if (dice == 3)
			g_string_append(out, "<span style=\"color:red\">");
		if (dice == 4)
			g_string_append(out, "\n");
		if (dice == 5)
			g_string_append(out, "<!-- - -->");
	}
	g_string_append(out, "</p></blockquote></body></html>\n");
	return g_string_free(out, FALSE);
}

/* Opening a converter costs more than all the rest. */
static struct {
	GIConv to, from;
} converters[G_N_ELEMENTS(charsets)];

static void open_converters(void)
{
	for (guint i = 0; i < G_N_ELEMENTS(charsets); i++) {
		converters[i].to = g_iconv_open(charsets[i].name, "UTF-8");
		converters[i].from = g_iconv_open("UTF-8", charsets[i].name);
		g_assert_true(converters[i].to != (GIConv)-1 && converters[i].from != (GIConv)-1);
	}
}

/* TEXT in CHARSET; NULL when that does not hold all of it. */
static char *encoded(const char *text, guint charset, gsize *ret_length)
{
	gsize length = 0;
	char *bytes = g_convert_with_iconv(text, -1, converters[charset].to, NULL, &length, NULL);
	g_autofree char *back = NULL;

	if (bytes == NULL)
		return NULL;
	back = g_convert_with_iconv(
		bytes, (gssize)length, converters[charset].from, NULL, NULL, NULL);
	if (back != NULL && strcmp(back, text) == 0) {
		*ret_length = length;
		return bytes;
	}
	g_free(bytes);
	return NULL;
}

static void append_quoted_printable(GString *out, const char *bytes, gsize length)
{
	guint column = 0;

	for (gsize i = 0; i < length; i++) {
		guint8 c = (guint8)bytes[i];

		if (c == '\n') {
			g_string_append_c(out, '\n');
			column = 0;
			continue;
		}
		if (column > 70) {
			g_string_append(out, "=\n");
			column = 0;
		}
		if (c > 32 && c < 127 && c != '=') {
			g_string_append_c(out, (char)c);
			column++;
		} else {
			g_string_append_printf(out, "=%02X", c);
			column += 3;
		}
	}
}

/* A message with TEXT of TYPE in any charset that holds it. */
static GString *message_of(GRand *random, const char *type, const char *text)
{
	GString *raw = g_string_new("From: a@b.example\nTo: c@d.example\nSubject: Re: something\n"
				    "Message-ID: <1@b.example>\nMIME-Version: 1.0\n");
	g_autofree char *bytes = NULL, *base64 = NULL;
	gsize length = 0;
	guint charset;

	do
		charset = below(random, G_N_ELEMENTS(charsets));
	while ((bytes = encoded(text, charset, &length)) == NULL);
	g_string_append_printf(
		raw, "Content-Type: %s; charset=%s\n", type, charsets[charset].label);
	if (below(random, 2) == 0 || g_str_has_prefix(charsets[charset].name, "UTF-16")) {
		base64 = g_base64_encode((const guchar *)bytes, length);
		g_string_append(raw, "Content-Transfer-Encoding: base64\n\n");
		for (gsize at = 0; at < strlen(base64); at += 76)
			g_string_append_printf(raw, "%.76s\n", base64 + at);
		return raw;
	}
	g_string_append(raw, "Content-Transfer-Encoding: quoted-printable\n\n");
	append_quoted_printable(raw, bytes, length);
	return raw;
}

/* RUN among other words of one script, which may be another; up to BEHIND letters behind it. */
static char *surround(GRand *random, const char *run, guint behind)
{
	GString *text = g_string_new(NULL);
	const Script *script = any_script(random);

	append_prose(text, random, script, below(random, SURROUNDING));
	g_string_append_printf(text, ". %s. ", run);
	append_prose(text, random, script, below(random, behind));
	return g_string_free(text, FALSE);
}

static GString *learned_message(GRand *random, const char *run)
{
	g_autofree char *text = surround(random, run, SURROUNDING);
	g_autofree char *wrapped = wrap(random, text, "", 40 + below(random, 60));

	return message_of(random, "text/plain", wrapped);
}

static GString *judged_message(GRand *random, const char *run, guint behind)
{
	static const char *const prefixes[] = {"", "> ", ">", "> > ", ">>", "> > > ", ">>> ", "| "};
	g_autofree char *text = surround(random, run, behind);
	g_autofree char *body = NULL;

	if (below(random, 3) == 0) {
		body = as_html(random, text);
		return message_of(random, "text/html", body);
	}
	g_autofree char *wrapped = wrap(random, text,
		prefixes[below(random, G_N_ELEMENTS(prefixes))], 30 + below(random, 70));
	body = g_strconcat("Please see below.\n\n", wrapped, NULL);
	return message_of(random, "text/plain", body);
}

static GHashTable *fingerprints(const GString *raw, const Keys *keys)
{
	g_autoptr(Facts) facts = message_parse(span_new(raw->str, raw->len));
	g_autoptr(GArray) prints = fingerprints_of(facts, keys);
	GHashTable *set = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (guint i = 0; i < prints->len; i++)
		g_hash_table_add(set,
			g_memdup2(&g_array_index(prints, Fingerprint, i).key, sizeof(guint64)));
	return set;
}

static gboolean share(const GString *one, const GString *other, const Keys *keys)
{
	g_autoptr(GHashTable) learned = fingerprints(one, keys), judged = fingerprints(other, keys);
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, judged);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		if (g_hash_table_contains(learned, key))
			return TRUE;
	return FALSE;
}

static guint case_count(void)
{
	const char *text = g_getenv("KITH_QUOTE_CASES");

	return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) : CASES;
}

typedef struct Lab {
	char *path;
	Secret *secret;
	Keys *keys;
} Lab;

static void lab_begin(Lab *lab, gconstpointer data)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *folder = g_dir_make_tmp("kith-test-XXXXXX", NULL);

	lab->path = g_build_filename(folder, "secret", NULL);
	g_assert_true(secret_create(lab->path, &error));
	lab->secret = secret_load(lab->path, &error);
	g_assert_no_error(error);
	lab->keys = keys_new(lab->secret);
}

static void lab_end(Lab *lab, gconstpointer data)
{
	g_autofree char *folder = g_path_get_dirname(lab->path);

	keys_free(lab->keys);
	secret_free(lab->secret);
	remove(lab->path);
	remove(folder);
	g_free(lab->path);
}

/* Is a run of its own found in each of CASES judged messages with up to BEHIND letters behind it?
 */
static void look_for_runs(Lab *lab, guint cases, guint behind)
{
	for (guint seed = 0; seed < cases; seed++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(seed);
		g_autofree char *run = any_run(random);
		g_autoptr(GString) learned = learned_message(random, run);
		g_autoptr(GString) judged = judged_message(random, run, behind);

		if (!share(learned, judged, lab->keys))
			g_error("seed %u: not found: %s\n%s\n%.10000s", seed, run, learned->str,
				judged->str);
	}
}

static void test_found(Lab *lab, gconstpointer data)
{
	look_for_runs(lab, case_count(), SURROUNDING);
}

/* No padding hides a run, up to what is read of one text. */
static void test_padded(Lab *lab, gconstpointer data)
{
	look_for_runs(lab, 1 + case_count() / 500, LIMIT_TEXT);
}

/* What shares nothing is not found: the test before can fail. */
static void test_not_found(Lab *lab, gconstpointer data)
{
	for (guint seed = 0; seed < 200; seed++) {
		g_autoptr(GRand) random = g_rand_new_with_seed(seed);
		g_autofree char *one = any_run(random), *other = any_run(random);
		g_autoptr(GString) learned = learned_message(random, one);
		g_autoptr(GString) judged = judged_message(random, other, SURROUNDING);

		g_assert_false(share(learned, judged, lab->keys));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_warm();
	open_converters();
	g_test_add("/guarantee/found", Lab, NULL, lab_begin, test_found, lab_end);
	g_test_add("/guarantee/padded", Lab, NULL, lab_begin, test_padded, lab_end);
	g_test_add("/guarantee/not-found", Lab, NULL, lab_begin, test_not_found, lab_end);
	return g_test_run();
}
