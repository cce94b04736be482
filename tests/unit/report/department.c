/* SPDX-License-Identifier: Apache-2.0
 *
 * Departments: who belongs to one, and how they are read.
 */
#include "report/awareness/department.h"

#include <glib/gstdio.h>

#include "base/error.h"

static void test_patterns(void)
{
	const char *const patterns[] = {
		"Anna@Ours.example", " sales.ours.example ", "", "board-*@ours.example", NULL};
	static const struct {
		const char *address;
		gboolean in;
	} cases[] = {
		{"anna@ours.example", TRUE},
		{"banna@ours.example", FALSE},
		{"x@sales.ours.example", TRUE},
		{"x@north.sales.ours.example", TRUE},
		{"x@nosales.ours.example", FALSE},
		{"board-1@ours.example", TRUE},
		{"board@ours.example", FALSE},
		{"", FALSE},
	};
	g_autoptr(Department) department = department_new("D", patterns);
	g_assert_cmpuint(g_strv_length(department->patterns), ==, 3);
	for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
		if (department_has(department, cases[i].address) != cases[i].in)
			g_error("%s", cases[i].address);
}

static GPtrArray *read_from(const char *text, GError **error)
{
	g_autofree char *path = g_build_filename(g_get_tmp_dir(), "kith-departments", NULL);
	g_assert_true(g_file_set_contents(path, text, -1, NULL));
	const Settings settings = {.config = path};
	GPtrArray *departments = departments_read(&settings, error);
	g_unlink(path);
	return departments;
}

static void test_read(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GPtrArray) departments = read_from(
		"[departments]\n営業 第一=a@ours.example;b@ours.example\nBoard=c@ours.example\n",
		&error);
	g_assert_no_error(error);
	g_assert_cmpuint(departments->len, ==, 2);
	g_assert_true(department_has(departments_find(departments, "営業 第一"), "b@ours.example"));
	g_assert_nonnull(departments_find(departments, "bOARD"));
	g_assert_null(departments_find(departments, "Boar"));
	g_autoptr(GPtrArray) none = read_from("[organisation]\n", &error);
	g_assert_no_error(error);
	g_assert_cmpuint(none->len, ==, 0);
	g_assert_null(read_from("[departments]\nEmpty= ; \n", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/department/patterns", test_patterns);
	g_test_add_func("/department/read", test_read);
	return g_test_run();
}
