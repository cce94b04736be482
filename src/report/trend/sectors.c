/* SPDX-License-Identifier: Apache-2.0
 *
 * Looking up the ends of a domain, the longest first.
 */
#include "report/trend/sectors.h"

#include <string.h>

#include "base/error.h"
#include "mail/domain.h"

typedef enum { RULE_SECTOR, RULE_COUNTRY, RULE_COLUMNS } RuleColumn;

struct Sectors {
	GHashTable *rules[RULE_COLUMNS]; /* end of a domain → what it tells */
};

/* The words of LINE before a comment, at most three and NULLs; FALSE when there are more. */
static gboolean split(char *line, const char *ret[3])
{
	guint count = 0;
	char *rest = NULL;
	line[strcspn(line, "#")] = '\0';
	ret[0] = ret[1] = ret[2] = NULL;
	for (char *word = strtok_r(line, " \t\r", &rest); word != NULL;
		word = strtok_r(NULL, " \t\r", &rest)) {
		if (count == 3)
			return FALSE;
		ret[count++] = word;
	}
	return count == 0 || count == 3;
}

static gboolean read_line(Sectors *sectors, char *line)
{
	const char *words[3];
	if (!split(line, words))
		return FALSE;
	for (guint i = 0; words[0] != NULL && i < RULE_COLUMNS; i++)
		if (strcmp(words[i + 1], "-") != 0)
			g_hash_table_insert(sectors->rules[i], g_ascii_strdown(words[0], -1),
				g_strdup(words[i + 1]));
	return TRUE;
}

static Sectors *parse(const char *text, const char *path, GError **error)
{
	g_autoptr(Sectors) sectors = g_new0(Sectors, 1);
	for (guint i = 0; i < RULE_COLUMNS; i++)
		sectors->rules[i] = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	for (guint i = 0; lines[i] != NULL; i++) {
		if (read_line(sectors, lines[i]))
			continue;
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			"%s, line %u: not the end of a domain, a sector and a country", path,
			i + 1);
		return NULL;
	}
	return g_steal_pointer(&sectors);
}

Sectors *sectors_load(const char *path, GError **error)
{
	g_autofree char *text = NULL;
	g_autoptr(GError) problem = NULL;
	if (path == NULL)
		return parse(sectors_text, "sectors.table", error);
	if (g_file_get_contents(path, &text, NULL, &problem))
		return parse(text, path, error);
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s", problem->message);
	return NULL;
}

void sectors_free(Sectors *sectors)
{
	if (sectors == NULL)
		return;
	for (guint i = 0; i < RULE_COLUMNS; i++)
		g_hash_table_unref(sectors->rules[i]);
	g_free(sectors);
}

/* The public suffix of DOMAIN with "*" in the place of its country, or NULL. New string. */
static char *suffix_anywhere(const char *domain)
{
	g_autofree char *site = domain_site(domain);
	const char *suffix = strchr(site, '.');
	const char *last = strrchr(site, '.');
	if (suffix == NULL || suffix == last || !domain_is_complete(site))
		return NULL;
	return g_strdup_printf("%.*s.*", (int)(last - suffix - 1), suffix + 1);
}

/* What the table says, or NULL. */
static const char *look_up(const Sectors *sectors, RuleColumn column, const char *domain)
{
	GHashTable *rules = sectors->rules[column];
	g_autofree char *anywhere = suffix_anywhere(domain);
	const char *found = NULL;
	for (const char *end = domain; end != NULL && found == NULL;) {
		const char *dot = strchr(end, '.');
		if (dot == NULL && anywhere != NULL)
			found = g_hash_table_lookup(rules, anywhere);
		if (found == NULL)
			found = g_hash_table_lookup(rules, end);
		end = dot != NULL ? dot + 1 : NULL;
	}
	return found;
}

char *sectors_sector(const Sectors *sectors, const char *domain)
{
	const char *found = look_up(sectors, RULE_SECTOR, domain);
	return g_strdup(found != NULL ? found : "other");
}

char *sectors_country(const Sectors *sectors, const char *domain)
{
	const char *found = look_up(sectors, RULE_COUNTRY, domain);
	const char *dot = strrchr(domain, '.');
	if (found != NULL)
		return g_strdup(found);
	if (dot != NULL && strlen(dot) == 3 && g_ascii_isalpha(dot[1]) && g_ascii_isalpha(dot[2]))
		return g_ascii_strup(dot + 1, -1);
	return g_strdup("unknown");
}
