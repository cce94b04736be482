/* SPDX-License-Identifier: Apache-2.0
 *
 * The words are those of kith.conf(5); a test compares both.
 */
#include "base/settings-words.h"

#include <string.h>

#include "base/i18n.h"

/* Two letters that changed places are two changes. */
enum { longest_word = 32, near_enough = 2 };

typedef struct Group {
	const char *name;
	gboolean particular;     /* "actions WHOM" is one, too */
	const char *const *keys; /* NULL: any */
} Group;

#define KEYS(...) ((const char *const[]){__VA_ARGS__, NULL})

static const Group groups[] = {
	{"organisation", FALSE, KEYS("domains", "authserv")},
	{"judge", FALSE, KEYS("weights")},
	{"ledger", FALSE, KEYS("retention")},
	{"sink", FALSE, KEYS("retention")},
	{"trend", FALSE, KEYS("table")},
	{"alert", FALSE, KEYS("command")},
	{"notify", FALSE, KEYS("from", "contact")},
	{"awareness", FALSE, KEYS("contact")},
	{"departments", FALSE, NULL},
	{"guard", FALSE,
		KEYS("listen", "user", "networks", "fail", "timeout", "language", "tag",
			"explanation", "sendmail", "retention", "metrics")},
	{"actions", TRUE, KEYS("clean", "unverified", "suspicious", "hijacked", "unscannable")},
};

/* ---- the word that may be meant ---- */

/* How many letters have to be put in, left out or changed to make OTHER of WORD (Levenshtein). */
static guint distance(const char *word, const char *other)
{
	guint row[longest_word + 1];
	gsize length = strlen(other);
	for (guint k = 0; k <= length; k++)
		row[k] = k;
	for (guint i = 0; word[i] != '\0'; i++) {
		guint before = row[0];
		row[0] = i + 1;
		for (guint k = 0; k < length; k++) {
			gboolean same = g_ascii_tolower(word[i]) == g_ascii_tolower(other[k]);
			guint changed = before + (same ? 0 : 1);
			before = row[k + 1];
			row[k + 1] = MIN(changed, MIN(before, row[k]) + 1);
		}
	}
	return row[length];
}

typedef struct Nearest {
	const char *word; /* as it stands in the file */
	const char *found;
	guint distance;
} Nearest;

static void consider(Nearest *nearest, const char *known)
{
	if (strlen(nearest->word) > longest_word)
		return;
	guint far = distance(nearest->word, known);
	if (far > near_enough || far >= strlen(known) / 2 + 1 ||
		(nearest->found != NULL && far >= nearest->distance))
		return;
	nearest->found = known;
	nearest->distance = far;
}

/* ---- the file ---- */

static gsize name_length(const Group *group, const char *name)
{
	return group->particular ? strcspn(name, " ") : strlen(name);
}

static const Group *find_group(const char *name)
{
	for (gsize i = 0; i < G_N_ELEMENTS(groups); i++)
		if (strlen(groups[i].name) == name_length(&groups[i], name) &&
			g_str_has_prefix(name, groups[i].name))
			return &groups[i];
	return NULL;
}

static void tell_group(GPtrArray *sentences, const char *path, const char *name)
{
	g_autofree char *word = g_strndup(name, strcspn(name, " "));
	Nearest nearest = {.word = word};
	for (gsize i = 0; i < G_N_ELEMENTS(groups); i++)
		consider(&nearest, groups[i].name);
	g_ptr_array_add(sentences,
		nearest.found != NULL
			? g_strdup_printf(_("%s: there is no group [%s]; is [%s] meant?"), path,
				  name, nearest.found)
			: g_strdup_printf(_("%s: there is no group [%s]"), path, name));
}

static void tell_key(
	GPtrArray *sentences, const char *path, const char *in, const Group *group, const char *key)
{
	Nearest nearest = {.word = key};
	for (guint i = 0; group->keys[i] != NULL; i++) {
		if (strcmp(group->keys[i], key) == 0)
			return;
		consider(&nearest, group->keys[i]);
	}
	g_ptr_array_add(sentences,
		nearest.found != NULL
			? g_strdup_printf(_("%s: [%s] has no key \"%s\"; is \"%s\" meant?"), path,
				  in, key, nearest.found)
			: g_strdup_printf(_("%s: [%s] has no key \"%s\""), path, in, key));
}

static void check_group(GPtrArray *sentences, const char *path, GKeyFile *file, const char *name)
{
	const Group *group = find_group(name);
	g_auto(GStrv) keys = g_key_file_get_keys(file, name, NULL, NULL);
	if (group == NULL)
		tell_group(sentences, path, name);
	for (guint i = 0; group != NULL && group->keys != NULL && keys[i] != NULL; i++)
		tell_key(sentences, path, name, group, keys[i]);
}

char **settings_words_unknown(const char *path)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	GPtrArray *sentences = g_ptr_array_new();
	g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL);
	g_auto(GStrv) names = g_key_file_get_groups(file, NULL);
	for (guint i = 0; names[i] != NULL; i++)
		check_group(sentences, path, file, names[i]);
	g_ptr_array_add(sentences, NULL);
	return (char **)g_ptr_array_free(sentences, FALSE);
}
