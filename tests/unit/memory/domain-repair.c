/* SPDX-License-Identifier: Apache-2.0
 *
 * Domains cut at a dot and made whole again. With KITH_DATA, also those of the archives there.
 */
#include "intake/source.h"
#include "letters.h"

/* What CUT is taken for; "" when it is left as it is. */
static void check_repair(Lab *lab, const char *cut, const char *expected)
{
	g_autofree char *whole = memory_repair_domain(lab->memory, cut);

	g_assert_cmpstr(whole != NULL ? whole : "", ==, expected);
}

static void test_repair(Lab *lab, gconstpointer data)
{
	check_repair(lab, "us.af", "");
	lab_teach(lab, letter_new("1@a", "a@us.af.mil", "", "b@mail.b.example"), 0);
	check_repair(lab, "us", "us.af.mil");
	lab_teach(lab, letter_new("2@a", "c@us.af.mil", "", "d@us.army.mil"), 0);
	check_repair(lab, "us.af", "us.af.mil");
	check_repair(lab, "US.AF", "us.af.mil");
	check_repair(lab, "us", "");
	check_repair(lab, "mail.b", "mail.b.example");
	check_repair(lab, "us.a", "");
	check_repair(lab, "us.af.mil", "");
	check_repair(lab, "", "");
	/* What we know to be whole is whole. */
	lab_teach(lab, letter_new("3@a", "e@us.af", "", "f@firm.com.au"), 0);
	check_repair(lab, "us.af", "");
	/* So is what probably is. */
	check_repair(lab, "firm.com", "");
	check_repair(lab, "firm", "firm.com.au");
}

static gboolean begins(const char *domain, const char *cut)
{
	gsize length = strlen(cut);

	return strncmp(domain, cut, length) == 0 && domain[length] == '.';
}

/* CUT, left of DOMAIN: repaired rightly or not at all, and the latter when two of KNOWN can be
 * meant. Gives 1 when repaired. */
static guint check_cut(Lab *lab, const char *cut, const char *domain, GPtrArray *known)
{
	g_autofree char *whole = memory_repair_domain(lab->memory, cut);
	guint meant = 0;

	if (whole == NULL)
		return 0;
	for (guint i = 0; i < known->len; i++)
		meant += begins(known->pdata[i], cut) || g_str_equal(known->pdata[i], cut);
	g_assert_cmpuint(meant, ==, 1);
	g_assert_cmpstr(whole, ==, domain);
	return 1;
}

static void check_cuts(Lab *lab, GPtrArray *known)
{
	guint cuts = 0, repaired = 0;

	for (guint i = 0; i < known->len; i++)
		for (const char *dot = strchr(known->pdata[i], '.'); dot != NULL;
			dot = strchr(dot + 1, '.')) {
			g_autofree char *cut = g_strndup(
				known->pdata[i], (gsize)(dot - (const char *)known->pdata[i]));

			repaired += check_cut(lab, cut, known->pdata[i], known);
			cuts++;
		}
	g_test_message("%u domains, %u cuts, %u repaired", known->len, cuts, repaired);
	g_assert_cmpuint(repaired, >, cuts / 20);
	g_assert_cmpuint(repaired, <, cuts);
}

static void teach_domain(Lab *lab, GPtrArray *known, char *take_domain)
{
	g_autofree char *from = g_strconcat("a@", take_domain, NULL);
	g_autofree char *id = g_strdup_printf("%u@known", known->len);

	lab_teach(lab, letter_new(id, from, "", "b@c.example"), 0);
	g_ptr_array_add(known, take_domain);
}

/* Domains of few labels in many combinations: cuts are others' whole names, and several's
 * beginnings. */
static void test_every_cut(Lab *lab, gconstpointer data)
{
	static const char *const labels[] = {"us", "af", "mil", "co", "jp", "mail", "firm", "uk"};
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GRand) rand = g_rand_new_with_seed(11);

	g_ptr_array_add(known, g_strdup("c.example"));
	while (known->len < 300) {
		GString *domain = g_string_new(NULL);
		guint count = (guint)g_rand_int_range(rand, 2, 6);

		for (guint i = 0; i < count; i++)
			g_string_append_printf(domain, "%s%s", i > 0 ? "." : "",
				labels[g_rand_int_range(rand, 0, G_N_ELEMENTS(labels))]);
		if (g_ptr_array_find_with_equal_func(known, domain->str, g_str_equal, NULL))
			g_string_free(domain, TRUE);
		else
			teach_domain(lab, known, g_string_free(domain, FALSE));
	}
	check_cuts(lab, known);
}

static void complain(const char *path, const char *message, gpointer user_data)
{
	g_test_message("%s: %s", path, message);
}

/* The domains in the address fields of RAW, a message, that SEEN does not have yet. */
static void gather(GBytes *raw, const GRegex *pattern, GHashTable *seen)
{
	gsize length = 0;
	const char *text = g_bytes_get_data(raw, &length);
	const char *end = g_strstr_len(text, (gssize)length, "\n\n");
	g_autoptr(GMatchInfo) match = NULL;

	g_regex_match_full(
		pattern, text, end != NULL ? end - text : (gssize)length, 0, 0, &match, NULL);
	for (; g_match_info_matches(match); g_match_info_next(match, NULL)) {
		g_autofree char *domain = g_match_info_fetch(match, 1);

		g_hash_table_add(seen, g_ascii_strdown(domain, -1));
	}
}

static GHashTable *domains_of_archives(const char *folder)
{
	GHashTable *seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autofree char *lists = g_build_filename(folder, "lists", NULL);
	g_autofree char *ham = g_build_filename(folder, "spamassassin", NULL);
	const char *const paths[] = {lists, ham, NULL};
	g_autoptr(Source) source = source_new(paths, complain, NULL);
	g_autoptr(GRegex) pattern = g_regex_new(
		"@([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)", G_REGEX_RAW | G_REGEX_OPTIMIZE, 0, NULL);

	for (RawMessage *raw = source_next(source); raw != NULL; raw = source_next(source)) {
		gather(raw->bytes, pattern, seen);
		raw_message_free(raw);
	}
	return seen;
}

static void test_archives(Lab *lab, gconstpointer data)
{
	const char *folder = g_getenv("KITH_DATA");
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);

	if (folder == NULL || folder[0] == '\0') {
		g_test_skip("KITH_DATA names no archives: their domains were not tried");
		return;
	}
	g_autoptr(GHashTable) seen = domains_of_archives(folder);
	g_autoptr(GList) domains = g_list_sort(g_hash_table_get_keys(seen), (GCompareFunc)strcmp);
	g_ptr_array_add(known, g_strdup("c.example"));
	for (const GList *at = domains; at != NULL; at = at->next)
		teach_domain(lab, known, g_strdup(at->data));
	check_cuts(lab, known);
	g_assert_cmpuint(known->len, >, 100);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(Lab *, gconstpointer);
	} cases[] = {
		{"/domain-repair/one", test_repair},
		{"/domain-repair/every-cut", test_every_cut},
		{"/domain-repair/archives", test_archives},
	};

	g_test_init(&argc, &argv, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		g_test_add(cases[i].name, Lab, NULL, lab_begin, cases[i].run, lab_end);
	return g_test_run();
}
