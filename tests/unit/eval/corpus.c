/* SPDX-License-Identifier: Apache-2.0
 *
 * Folders of labels: read whole, or not at all.
 */
#include "eval/corpus.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/error.h"
#include "base/limits.h"

#define ATTACK(profile, number, address)                                                           \
	"{\"profile\":\"" profile "\",\"file\":\"" profile ".mbox\",\"number\":" number            \
	",\"side\":\"inside\",\"victim\":{\"address\":\"" address "\"}}\n"
#define HONEST(name, number) "{\"class\":\"" name "\",\"number\":" number "}\n"

/* Add a folder that holds TEXT as its truth.jsonl. */
static gboolean add(Corpus *corpus, const char *text, gssize length, GError **error)
{
	g_autofree char *folder = g_dir_make_tmp("kith-test-XXXXXX", NULL);
	g_autofree char *path = g_build_filename(folder, "truth.jsonl", NULL);
	g_assert_true(g_file_set_contents(path, text, length, NULL));
	gboolean added = corpus_add_labelled(corpus, folder, error);
	g_unlink(path);
	g_rmdir(folder);
	return added;
}

static void test_read(void)
{
	g_autoptr(Corpus) corpus = corpus_new();
	g_autoptr(GError) error = NULL;
	const char text[] = ATTACK("E1", "2", "b@x.example") HONEST("ticket", "1")
		ATTACK("E1", "1", "a@x.example") ATTACK("E2", "1", "a@x.example");
	add(corpus, text, -1, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(corpus->groups->len, ==, 3);
	g_assert_cmpuint(corpus->files->len, ==, 3);
	const LabelledFile *file = corpus->files->pdata[0];
	const Label *labels = (const Label *)(const void *)file->labels->data;
	g_assert_true(g_str_has_suffix(file->path, "/E1.mbox"));
	g_assert_cmpuint(file->labels->len, ==, 2);
	g_assert_cmpstr(labels[0].victim, ==, "a@x.example");
	g_assert_cmpstr(labels[1].victim, ==, "b@x.example");
	g_assert_cmpint(labels[0].side, ==, SIDE_INSIDE);
	g_assert_cmpstr(labels[0].group->name, ==, "E1");
	g_assert_true(labels[0].group->attack);
	g_assert_false(((const Group *)corpus->groups->pdata[1])->attack);
}

/* Campaigns of one name in two folders are two. */
static void test_campaigns(void)
{
	static const char line[] =
		"{\"profile\":\"E1\",\"number\":1,\"campaign\":\"c\",\"victim\":{\"address\":\"a@"
		"x\"}}\n"
		"{\"profile\":\"E1\",\"number\":2,\"campaign\":\"c\",\"victim\":{\"address\":\"a@"
		"x\"}}\n"
		"{\"profile\":\"E1\",\"number\":3,\"victim\":{\"address\":\"a@x\"}}\n";
	g_autoptr(Corpus) corpus = corpus_new();
	g_assert_true(add(corpus, line, -1, NULL));
	g_assert_true(add(corpus, line, -1, NULL));
	const Label *labels[2];
	for (guint i = 0; i < 2; i++)
		labels[i] =
			(const Label *)(const void *)((const LabelledFile *)corpus->files->pdata[i])
				->labels->data;
	g_assert_true(labels[0][0].campaign == labels[0][1].campaign);
	g_assert_cmpstr(labels[0][0].campaign, !=, labels[1][0].campaign);
	g_assert_cmpstr(labels[0][2].campaign, ==, "");
}

static void test_folders_together(void)
{
	g_autoptr(Corpus) corpus = corpus_new();
	g_assert_true(add(corpus, ATTACK("E1", "1", "a@x.example"), -1, NULL));
	g_assert_true(add(corpus, ATTACK("E1", "1", "b@x.example"), -1, NULL));
	g_assert_true(corpus_add_honest(corpus, "E1", NULL));
	g_assert_cmpuint(corpus->files->len, ==, 3);
	g_assert_cmpuint(corpus->groups->len, ==, 2);
	g_assert_cmpuint(corpus->labels, ==, 2);
}

static void refuses(const char *text, gssize length, const char *reason)
{
	g_autoptr(Corpus) corpus = corpus_new();
	g_autoptr(GError) error = NULL;
	g_assert_true(add(corpus, HONEST("kept", "1"), -1, NULL));
	add(corpus, text, length, &error);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	if (strstr(error->message, reason) == NULL)
		g_error("\"%s\" does not say \"%s\"", error->message, reason);
	g_assert_cmpuint(corpus->groups->len, ==, 1);
	g_assert_cmpuint(corpus->files->len, ==, 1);
	g_assert_cmpuint(corpus->labels, ==, 1);
	/* What was begun of it is forgotten, so that it can be given again. */
	g_assert_true(add(corpus, HONEST("a", "1"), -1, NULL));
	g_assert_cmpuint(corpus->groups->len, ==, 2);
}

static void test_broken_line(void)
{
	refuses(HONEST("a", "1") "{\"class\":\"a\",\n" HONEST("a", "2"), -1, "truth.jsonl:2: ");
	refuses(HONEST("a", "1") "\n", -1, "truth.jsonl:2: ");
	refuses(HONEST("a", "1") "\0x\n", sizeof(HONEST("a", "1") "\0x\n") - 1, "truth.jsonl:2: ");
	refuses(HONEST("a", "1") "{\"class\":\"a\"", -1, "truth.jsonl:2: ");
	refuses("", -1, "no labels");
}

static void test_numbers(void)
{
	refuses(HONEST("a", "1") HONEST("a", "3"), -1, "message 2 has no label");
	refuses(HONEST("a", "2"), -1, "message 1 has no label");
	refuses(HONEST("a", "1") HONEST("a", "2") HONEST("a", "1"), -1, "message 1 has two labels");
}

static void test_bounds(void)
{
	g_autoptr(GString) many = g_string_new(NULL);
	for (guint i = 0; i < LIMIT_GROUPS; i++)
		g_string_append_printf(many, "{\"class\":\"c%u\",\"number\":1}\n", i);
	refuses(many->str, -1, "more than");
	g_autofree char *line = g_strnfill(LIMIT_TRUTH_LINE + 10, ' ');
	refuses(line, -1, "truth.jsonl:1: ");
}

static void test_missing(void)
{
	g_autoptr(Corpus) corpus = corpus_new();
	g_autoptr(GError) error = NULL;
	corpus_add_labelled(corpus, "/nowhere/at/all", &error);
	g_assert_error(error, KITH_ERROR, KITH_ERROR_IO);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/corpus/read", test_read);
	g_test_add_func("/corpus/folders-together", test_folders_together);
	g_test_add_func("/corpus/campaigns", test_campaigns);
	g_test_add_func("/corpus/broken-line", test_broken_line);
	g_test_add_func("/corpus/numbers", test_numbers);
	g_test_add_func("/corpus/bounds", test_bounds);
	g_test_add_func("/corpus/missing", test_missing);
	return g_test_run();
}
