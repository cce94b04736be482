/* SPDX-License-Identifier: Apache-2.0
 *
 * A folder is added wholly or not at all: with one label missing, none can be trusted to stand for
 * its message.
 */
#include "eval/corpus.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "eval/truth.h"

/* A folder that is being read. */
typedef struct Reading {
	Corpus *corpus;
	const char *folder;
	GHashTable *files; /* LabelledFile by name; borrowed from the corpus */
	guint64 labels;
	guint line;
} Reading;

static void group_free(Group *group)
{
	g_free(group->name);
	g_free(group->path);
	g_free(group);
}

static void labelled_file_free(LabelledFile *file)
{
	g_free(file->path);
	if (file->labels != NULL)
		g_array_unref(file->labels);
	g_free(file);
}

Corpus *corpus_new(void)
{
	Corpus *corpus = g_new0(Corpus, 1);
	corpus->groups = g_ptr_array_new_with_free_func((GDestroyNotify)group_free);
	corpus->files = g_ptr_array_new_with_free_func((GDestroyNotify)labelled_file_free);
	corpus->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	corpus->strings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return corpus;
}

void corpus_free(Corpus *corpus)
{
	if (corpus == NULL)
		return;
	g_ptr_array_unref(corpus->files);
	g_ptr_array_unref(corpus->groups);
	g_hash_table_unref(corpus->names);
	g_hash_table_unref(corpus->strings);
	g_free(corpus);
}

static Group *add_group(Corpus *corpus, const char *name, GError **error)
{
	if (corpus->groups->len >= LIMIT_GROUPS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("more than %u profiles and classes"), LIMIT_GROUPS);
		return NULL;
	}
	Group *group = g_new0(Group, 1);
	group->name = g_utf8_make_valid(name, -1);
	group->number = corpus->groups->len;
	g_ptr_array_add(corpus->groups, group);
	return group;
}

static char *key_of(gboolean attack, const char *name)
{
	return g_strconcat(attack ? "attack " : "honest ", name, NULL);
}

static Group *find_group(Corpus *corpus, const Truth *truth, GError **error)
{
	g_autofree char *key = key_of(truth->attack, truth->group);
	Group *group = g_hash_table_lookup(corpus->names, key);
	if (group != NULL)
		return group;
	group = add_group(corpus, truth->group, error);
	if (group == NULL)
		return NULL;
	group->attack = truth->attack;
	g_hash_table_insert(corpus->names, g_steal_pointer(&key), group);
	return group;
}

/* The same text kept once, as long as the corpus lives. */
static const char *keep(Corpus *corpus, const char *text)
{
	const char *kept = g_hash_table_lookup(corpus->strings, text);
	if (kept == NULL) {
		char *copy = g_strdup(text);
		g_hash_table_insert(corpus->strings, copy, copy);
		kept = copy;
	}
	return kept;
}

static LabelledFile *find_file(Reading *reading, const char *name, GError **error)
{
	LabelledFile *file = g_hash_table_lookup(reading->files, name);
	if (file != NULL)
		return file;
	if (g_hash_table_size(reading->files) >= LIMIT_GROUPS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, _("%s: more than %u files"),
			reading->folder, LIMIT_GROUPS);
		return NULL;
	}
	file = g_new0(LabelledFile, 1);
	file->path = g_build_filename(reading->folder, name, NULL);
	file->labels = g_array_new(FALSE, FALSE, sizeof(Label));
	g_ptr_array_add(reading->corpus->files, file);
	g_hash_table_insert(reading->files, g_strdup(name), file);
	return file;
}

static gboolean add_label(Reading *reading, const Truth *truth, GError **error)
{
	Corpus *corpus = reading->corpus;
	if (corpus->labels + ++reading->labels > LIMIT_TRUTHS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, _("%s: more than %u labels"),
			reading->folder, LIMIT_TRUTHS);
		return FALSE;
	}
	const Group *group = find_group(corpus, truth, error);
	LabelledFile *file = group != NULL ? find_file(reading, truth->file, error) : NULL;
	if (file == NULL)
		return FALSE;
	/* Campaigns of two folders are not one, whatever they are called. */
	g_autofree char *campaign = truth->campaign[0] != '\0' ? g_strconcat(reading->folder, "/",
									 truth->campaign, NULL)
							       : g_strdup("");
	Label label = {.group = group,
		.campaign = keep(corpus, campaign),
		.victim = keep(corpus, truth->victim),
		.number = truth->number,
		.side = truth->side};
	g_array_append_val(file->labels, label);
	return TRUE;
}

static gboolean take_line(
	Reading *reading, const char *path, const char *line, gsize length, GError **error)
{
	g_auto(Truth) truth = {0};
	const char *problem = NULL;
	if (truth_parse(line, length, &truth, &problem))
		return add_label(reading, &truth, error);
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "%s:%u: %s", path, reading->line, problem);
	return FALSE;
}

static gboolean io_error(const char *path, GError **error)
{
	int number = errno;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(number));
	return FALSE;
}

static gboolean read_lines(Reading *reading, const char *path, FILE *stream, GError **error)
{
	enum { room = LIMIT_TRUTH_LINE + 2 };
	g_autofree char *line = g_malloc(room);
	while (fgets(line, room, stream) != NULL) {
		gsize length = strlen(line);
		reading->line++;
		if (length > 0 && line[length - 1] == '\n')
			length--;
		if (!take_line(reading, path, line, length, error))
			return FALSE;
	}
	return ferror(stream) == 0 || io_error(path, error);
}

static int lower_first(gconstpointer a, gconstpointer b)
{
	guint one = ((const Label *)a)->number;
	guint other = ((const Label *)b)->number;
	return (one > other) - (one < other);
}

static gboolean put_in_order(const LabelledFile *file, GError **error)
{
	g_array_sort(file->labels, lower_first);
	for (guint i = 0; i < file->labels->len; i++) {
		guint number = g_array_index(file->labels, Label, i).number;
		if (number == i + 1)
			continue;
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			number > i + 1 ? _("%s: message %u has no label")
				       : _("%s: message %u has two labels"),
			file->path, number > i + 1 ? i + 1 : number);
		return FALSE;
	}
	return TRUE;
}

static gboolean read_folder(Reading *reading, GError **error)
{
	g_autofree char *path = g_build_filename(reading->folder, "truth.jsonl", NULL);
	guint first = reading->corpus->files->len;
	FILE *stream = fopen(path, "re");
	if (stream == NULL)
		return io_error(path, error);
	gboolean done = read_lines(reading, path, stream, error);
	fclose(stream);
	for (guint i = first; done && i < reading->corpus->files->len; i++)
		done = put_in_order(reading->corpus->files->pdata[i], error);
	if (done && reading->labels == 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, _("%s: no labels"), path);
		return FALSE;
	}
	return done;
}

static void shrink(Corpus *corpus, guint groups, guint files)
{
	g_ptr_array_set_size(corpus->files, (int)files);
	for (guint i = groups; i < corpus->groups->len; i++) {
		const Group *group = corpus->groups->pdata[i];
		g_autofree char *key = key_of(group->attack, group->name);
		g_hash_table_remove(corpus->names, key);
	}
	g_ptr_array_set_size(corpus->groups, (int)groups);
}

gboolean corpus_add_labelled(Corpus *corpus, const char *folder, GError **error)
{
	guint groups = corpus->groups->len;
	guint files = corpus->files->len;
	Reading reading = {.corpus = corpus, .folder = folder};
	reading.files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gboolean done = read_folder(&reading, error);
	g_hash_table_unref(reading.files);
	if (done)
		corpus->labels += reading.labels;
	else
		shrink(corpus, groups, files);
	return done;
}

gboolean corpus_add_honest(Corpus *corpus, const char *path, GError **error)
{
	Group *group = add_group(corpus, path, error);
	if (group == NULL)
		return FALSE;
	group->path = g_strdup(path);
	LabelledFile *file = g_new0(LabelledFile, 1);
	file->path = g_strdup(path);
	file->group = group;
	g_ptr_array_add(corpus->files, file);
	return TRUE;
}
