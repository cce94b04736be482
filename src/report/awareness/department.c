/* SPDX-License-Identifier: Apache-2.0
 *
 * The configuration's keys are names, its values lists of patterns.
 */
#include "report/awareness/department.h"

#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "mail/domain.h"

#define GROUP "departments"

Department *department_new(const char *name, const char *const *patterns)
{
	GPtrArray *kept = g_ptr_array_new();
	for (guint i = 0; patterns[i] != NULL; i++) {
		char *pattern = g_strstrip(g_utf8_strdown(patterns[i], -1));
		if (pattern[0] != '\0')
			g_ptr_array_add(kept, pattern);
		else
			g_free(pattern);
	}
	g_ptr_array_add(kept, NULL);
	Department *department = g_new0(Department, 1);
	department->name = g_strdup(name);
	department->patterns = (char **)g_ptr_array_free(kept, FALSE);
	return department;
}

void department_free(Department *department)
{
	if (department == NULL)
		return;
	g_free(department->name);
	g_strfreev(department->patterns);
	g_free(department);
}

GPtrArray *departments_read(const Settings *settings, GError **error)
{
	g_autoptr(GPtrArray) departments =
		g_ptr_array_new_with_free_func((GDestroyNotify)department_free);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_key_file_load_from_file(file, settings->config, G_KEY_FILE_NONE, NULL);
	g_auto(GStrv) names = g_key_file_get_keys(file, GROUP, NULL, NULL);
	for (guint i = 0; names != NULL && names[i] != NULL; i++) {
		g_auto(GStrv) patterns =
			g_key_file_get_string_list(file, GROUP, names[i], NULL, NULL);
		static const char *const none[] = {NULL};
		Department *department = department_new(
			names[i], patterns != NULL ? (const char *const *)patterns : none);
		g_ptr_array_add(departments, department);
		if (department->patterns[0] != NULL)
			continue;
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("%s: [departments] %s names nobody"), settings->config, names[i]);
		return NULL;
	}
	return g_steal_pointer(&departments);
}

const Department *departments_find(const GPtrArray *departments, const char *name)
{
	g_autofree char *wanted = g_utf8_casefold(name, -1);
	for (guint i = 0; i < departments->len; i++) {
		const Department *department = departments->pdata[i];
		g_autofree char *folded = g_utf8_casefold(department->name, -1);
		if (strcmp(folded, wanted) == 0)
			return department;
	}
	return NULL;
}

static gboolean matches(const char *pattern, const char *address)
{
	const char *at = strrchr(address, '@');
	if (strpbrk(pattern, "*?") != NULL)
		return g_pattern_match_simple(pattern, address);
	if (strchr(pattern, '@') != NULL)
		return strcmp(pattern, address) == 0;
	return at != NULL && domain_is_within(at + 1, pattern);
}

gboolean department_has(const Department *department, const char *address)
{
	for (guint i = 0; department->patterns[i] != NULL; i++)
		if (matches(department->patterns[i], address))
			return TRUE;
	return FALSE;
}
