/* SPDX-License-Identifier: Apache-2.0
 *
 * What the table that is built in says of domains, and what one of the user's own says.
 */
#include "report/trend/sectors.h"

#include <glib/gstdio.h>

#include "base/error.h"

typedef struct Case {
	const char *domain, *sector, *country;
} Case;

static void assert_tells(const Sectors *sectors, const Case *wanted)
{
	g_autofree char *sector = sectors_sector(sectors, wanted->domain);
	g_autofree char *country = sectors_country(sectors, wanted->domain);
	g_assert_cmpstr(sector, ==, wanted->sector);
	g_assert_cmpstr(country, ==, wanted->country);
}

static void test_built_in(void)
{
	static const Case cases[] = {
		{"us.af.mil", "defence", "US"},
		{"eb.mil.br", "defence", "BR"},
		{"mod.uk", "defence", "GB"},
		{"treasury.gov", "government", "US"},
		{"mofa.go.jp", "government", "JP"},
		{"city.lg.jp", "government", "JP"},
		{"interieur.gouv.fr", "government", "FR"},
		{"cabinet-office.gov.uk", "government", "GB"},
		{"astra.admin.ch", "government", "CH"},
		{"mit.edu", "education", "US"},
		{"u-tokyo.ac.jp", "education", "JP"},
		{"ox.ac.uk", "education", "GB"},
		{"who.int", "international", "unknown"},
		{"mail.nato.int", "defence", "unknown"},
		{"acme.co.jp", "business", "JP"},
		{"brenner-optik.de", "other", "DE"},
		{"acme.com", "other", "unknown"},
		{"gov.acme.com", "other", "unknown"},
		{"mail.gov.acme.de", "other", "DE"},
		{"notgov", "other", "unknown"},
		{"", "other", "unknown"},
		{"10.0.0.1", "other", "unknown"},
	};
	g_autoptr(Sectors) sectors = sectors_load(NULL, NULL);
	g_assert_nonnull(sectors);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_tells(sectors, &cases[i]);
}

static Sectors *load(const char *text, GError **error)
{
	g_autofree char *path = NULL;
	int file = g_file_open_tmp("kith-sectors-XXXXXX", &path, NULL);
	g_assert_cmpint(file, >=, 0);
	g_close(file, NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	Sectors *sectors = sectors_load(path, error);
	g_unlink(path);
	return sectors;
}

static void test_own(void)
{
	static const Case cases[] = {
		{"lab.acme.com", "research", "NL"},
		{"acme.com", "industry", "NL"},
		{"army.mil", "other", "unknown"},
	};
	g_autoptr(GError) error = NULL;
	g_autoptr(Sectors) sectors =
		load("# ours\nACME.com industry NL # all\r\n\n lab.acme.com\tresearch -\n", &error);
	g_assert_no_error(error);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_tells(sectors, &cases[i]);
}

static void test_malformed(void)
{
	g_autoptr(GError) error = NULL;
	g_assert_null(load("acme.com industry\n", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	g_clear_error(&error);
	g_assert_null(load("acme.com industry NL more\n", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	g_clear_error(&error);
	g_assert_null(sectors_load("/nonexistent/table", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sectors/built-in", test_built_in);
	g_test_add_func("/sectors/own", test_own);
	g_test_add_func("/sectors/malformed", test_malformed);
	return g_test_run();
}
