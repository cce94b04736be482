/* SPDX-License-Identifier: Apache-2.0
 *
 * The guarantee of quote.h from raw mail to raw mail: a run that a learned and a judged message
 * share is found however both were wrapped, quoted up to three levels, turned into HTML, encoded
 * and put into any charset that holds their characters. KITH_QUOTE_CASES sets the number of cases;
 * one of five hundred is as long as what is read of a text, one of ten goes through a memory on
 * disk.
 */
#include "base/limits.h"
#include "letters.h"
#include "mail/message.h"
#include "memory/fingerprint.h"
#include "memory/keys.h"
#include "memory/recall/quote.h"
#include "raw-mail.h"

#define CASES 5000
/* Messages that are learned at once. */
#define BATCH 500
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
	{"vietnamese",
		"aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộùúủũụỳý",
		TRUE, FALSE},
	{"georgian", "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ", TRUE, FALSE},
	{"armenian", "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցփք", TRUE, FALSE},
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

/* TEXT as HTML or plain, each line after PREFIX. */
static GString *any_message(GRand *random, guint number, const char *text, const char *prefix)
{
	g_autofree char *body = NULL;

	if (below(random, 3) == 0) {
		body = as_html(random, text);
		return message_of(random, number, "text/html", body);
	}
	g_autofree char *wrapped = wrap(random, text, prefix, 30 + below(random, 70));
	body = g_strconcat(prefix[0] != '\0' ? "Please see below.\n\n" : "", wrapped, NULL);
	return message_of(random, number, "text/plain", body);
}

/* A case: two messages, and the run they share. */
typedef struct Pair {
	char *run;
	GString *learned, *judged;
} Pair;

static void pair_clear(Pair *pair)
{
	g_free(pair->run);
	g_string_free(pair->learned, TRUE);
	g_string_free(pair->judged, TRUE);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Pair, pair_clear)

/* Case SEED; up to BEHIND letters stand behind the run in what is judged. */
static Pair pair_make(guint seed, guint behind)
{
	static const char *const prefixes[] = {"", "> ", ">", "> > ", ">>", "> > > ", ">>> ", "| "};
	g_autoptr(GRand) random = g_rand_new_with_seed(seed);
	Pair pair = {.run = any_run(random)};
	g_autofree char *learned = surround(random, pair.run, SURROUNDING);
	g_autofree char *judged = surround(random, pair.run, behind);

	pair.learned = any_message(random, 2 * seed, learned, "");
	pair.judged = any_message(
		random, 2 * seed + 1, judged, prefixes[below(random, G_N_ELEMENTS(prefixes))]);
	return pair;
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

/* How many windows two messages share. */
static guint shared(const GString *one, const GString *other, const Keys *keys)
{
	g_autoptr(GHashTable) learned = fingerprints(one, keys), judged = fingerprints(other, keys);
	GHashTableIter iter;
	gpointer key;
	guint count = 0;

	g_hash_table_iter_init(&iter, judged);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		count += g_hash_table_contains(learned, key);
	return count;
}

static guint case_count(void)
{
	const char *text = g_getenv("KITH_QUOTE_CASES");

	return text != NULL ? (guint)g_ascii_strtoull(text, NULL, 10) : CASES;
}

/* Is a run of its own found in each of CASES judged messages with up to BEHIND letters behind it?
 */
static void look_for_runs(const Lab *lab, guint cases, guint behind)
{
	Keys *keys = keys_new(lab->secret);

	for (guint seed = 0; seed < cases; seed++) {
		g_auto(Pair) pair = pair_make(seed, behind);

		if (shared(pair.learned, pair.judged, keys) == 0)
			g_error("seed %u: not found: %s\n%s\n%.10000s", seed, pair.run,
				pair.learned->str, pair.judged->str);
	}
	keys_free(keys);
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

static void learn_runs(Lab *lab, guint cases)
{
	for (guint seed = 0; seed < cases; seed++) {
		g_auto(Pair) pair = pair_make(seed, SURROUNDING);

		lab_teach(lab, message_parse(span_new(pair.learned->str, pair.learned->len)), 0);
		if (seed % BATCH == BATCH - 1)
			lab_commit(lab);
	}
	lab_commit(lab);
}

/* A memory knows every window that the messages share, when it is read again. */
static void test_recalled(Lab *lab, gconstpointer data)
{
	guint cases = 1 + case_count() / 10;
	Keys *keys = keys_new(lab->secret);

	learn_runs(lab, cases);
	lab_close(lab);
	lab_open(lab, MEMORY_READ);
	for (guint seed = 0; seed < cases; seed++) {
		g_auto(Pair) pair = pair_make(seed, SURROUNDING);
		g_autoptr(Facts) facts =
			message_parse(span_new(pair.judged->str, pair.judged->len));
		g_autoptr(Recall) recall = lab_recall(lab, facts);
		guint least = shared(pair.learned, pair.judged, keys);

		g_assert_cmpuint(least, >, 0);
		if (recall->found < least)
			g_error("seed %u: memory knows %u of %u windows: %s", seed, recall->found,
				least, pair.run);
	}
	keys_free(keys);
}

/* What shares nothing is not found: the tests before can fail. */
static void test_not_found(Lab *lab, gconstpointer data)
{
	Keys *keys = keys_new(lab->secret);

	for (guint seed = 0; seed < 200; seed++) {
		g_auto(Pair) one = pair_make(seed, SURROUNDING),
			     other = pair_make(seed + 200, SURROUNDING);

		g_assert_cmpuint(shared(one.learned, other.judged, keys), ==, 0);
	}
	keys_free(keys);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	message_warm();
	open_converters();
	g_test_add("/guarantee/found", Lab, NULL, lab_begin, test_found, lab_end);
	g_test_add("/guarantee/padded", Lab, NULL, lab_begin, test_padded, lab_end);
	g_test_add("/guarantee/recalled", Lab, NULL, lab_begin, test_recalled, lab_end);
	g_test_add("/guarantee/not-found", Lab, NULL, lab_begin, test_not_found, lab_end);
	return g_test_run();
}
