/* SPDX-License-Identifier: Apache-2.0
 *
 * Facts by hand, and a memory in a directory of its own, for the tests of memory.
 */
#pragma once

#include <glib/gstdio.h>

#include "mail/text/skeleton.h"
#include "memory/memory.h"

#define DAY      (24 * 3600)
#define NEW_YEAR 1577836800 /* 2020-01-01 */

/* Texts of more than 75 letters that share nothing. */
#define TEXT_BUDGET                                                                                \
	"The budget for the second quarter has been approved by the board, and the travel costs "  \
	"are to be entered in the usual form before the end of the month, please."
#define TEXT_HARBOUR                                                                               \
	"Our ship enters the harbour on Tuesday morning; the containers with spare parts for the " \
	"turbines will be unloaded first, so have two trucks ready at the northern gate."
#define TEXT_NOTICE                                                                                \
	"This message and any files transmitted with it are confidential and intended solely for " \
	"the use of the individual or entity to whom they are addressed. If received in error, "   \
	"delete."

static inline Facts *letter_new(const char *id, const char *from, const char *name, const char *to)
{
	Facts *facts = facts_new();

	g_free(facts->message_id);
	facts->message_id = g_strdup(id);
	g_ptr_array_add(facts->from, address_new(g_strdup(name), g_strdup(from)));
	g_free(facts->from_name);
	facts->from_name = g_strdup(name);
	if (to[0] != '\0')
		g_ptr_array_add(facts->to, address_new(NULL, g_strdup(to)));
	facts->date = NEW_YEAR;
	return facts;
}

static inline void letter_subject(Facts *facts, const char *subject, guint replies)
{
	g_free(facts->subject_base);
	facts->subject_base = skeleton_of(span_new(subject, strlen(subject)));
	facts->reply_prefixes = replies;
}

static inline void letter_parent(Facts *facts, const char *id)
{
	g_ptr_array_add(facts->parents, g_strdup(id));
	facts->has_reply_headers = TRUE;
}

static inline void letter_cc(Facts *facts, const char *address)
{
	g_ptr_array_add(facts->cc, address_new(NULL, g_strdup(address)));
}

/* A text of OWN and behind it QUOTED, either of which may be "". */
static inline void letter_text(Facts *facts, const char *own, const char *quoted)
{
	TextPart *text = text_part_new();
	GString *skeleton = g_string_new(NULL);
	Block block = {.kind = BLOCK_OWN};

	skeleton_append(skeleton, span_new(own, strlen(own)));
	block.end = (guint32)skeleton->len;
	g_array_append_val(text->blocks, block);
	skeleton_append(skeleton, span_new(quoted, strlen(quoted)));
	block = (Block){BLOCK_QUOTE, 1, block.end, (guint32)skeleton->len};
	g_array_append_val(text->blocks, block);
	g_free(text->skeleton);
	text->skeleton_length = skeleton->len;
	text->skeleton = g_string_free(skeleton, FALSE);
	g_ptr_array_add(facts->texts, text);
}

typedef struct Lab {
	char *folder;
	char *state;
	char *secret_path;
	Secret *secret;
	Memory *memory;
} Lab;

static inline void lab_open(Lab *lab, MemoryMode mode)
{
	g_autoptr(GError) error = NULL;

	lab->memory = memory_open(lab->state, lab->secret, mode, &error);
	g_assert_no_error(error);
	memory_begin(lab->memory, &error);
	g_assert_no_error(error);
}

static inline void lab_close(Lab *lab)
{
	g_clear_pointer(&lab->memory, memory_free);
}

static inline void lab_commit(Lab *lab)
{
	g_autoptr(GError) error = NULL;

	memory_commit(lab->memory, &error);
	g_assert_no_error(error);
	memory_begin(lab->memory, &error);
	g_assert_no_error(error);
}

static inline void lab_begin(Lab *lab, gconstpointer data)
{
	g_autoptr(GError) error = NULL;

	lab->folder = g_dir_make_tmp("kith-test-XXXXXX", NULL);
	lab->state = g_build_filename(lab->folder, "state", NULL);
	lab->secret_path = g_build_filename(lab->folder, "secret", NULL);
	secret_create(lab->secret_path, &error);
	g_assert_no_error(error);
	lab->secret = secret_load(lab->secret_path, &error);
	g_assert_no_error(error);
	lab_open(lab, MEMORY_WRITE);
}

static inline void state_remove(const char *state)
{
	g_autoptr(GDir) directory = g_dir_open(state, 0, NULL);
	const char *name;

	while (directory != NULL && (name = g_dir_read_name(directory)) != NULL) {
		g_autofree char *file = g_build_filename(state, name, NULL);

		g_unlink(file);
	}
	g_rmdir(state);
}

static inline void lab_end(Lab *lab, gconstpointer data)
{
	lab_close(lab);
	secret_free(lab->secret);
	state_remove(lab->state);
	g_unlink(lab->secret_path);
	g_rmdir(lab->folder);
	g_free(lab->state);
	g_free(lab->secret_path);
	g_free(lab->folder);
}

/* Learn FACTS without freeing it. */
static inline Learned lab_learn(Lab *lab, const Facts *facts, guint flags)
{
	g_autoptr(GError) error = NULL;
	Learned learned = LEARNED_KNOWN;

	memory_learn(lab->memory, facts, flags, &learned, &error);
	g_assert_no_error(error);
	return learned;
}

/* The same and free it. */
static inline void lab_teach(Lab *lab, Facts *take_facts, guint flags)
{
	g_assert_cmpint(lab_learn(lab, take_facts, flags), ==, LEARNED_NEW);
	facts_free(take_facts);
}

static inline Recall *lab_recall(Lab *lab, const Facts *facts)
{
	g_autoptr(GError) error = NULL;
	Recall *recall = NULL;

	memory_recall(lab->memory, facts, &recall, &error);
	g_assert_no_error(error);
	return recall;
}

/* The number of who ADDRESS is; 0 when nobody. */
static inline PersonNumber lab_person(Lab *lab, const char *address)
{
	g_autoptr(Facts) facts = letter_new("", address, "", "");
	g_autoptr(Recall) recall = lab_recall(lab, facts);

	return recall->sender.person;
}

static inline gboolean lab_has(const GArray *persons, PersonNumber person)
{
	for (guint i = 0; i < persons->len; i++)
		if (g_array_index(persons, PersonNumber, i) == person)
			return person != 0;
	return FALSE;
}

static inline const Continued *lab_continued(const Recall *recall, guint index)
{
	g_assert_cmpuint(index, <, recall->continued->len);
	return recall->continued->pdata[index];
}

static inline MemoryStatistics lab_statistics(Lab *lab)
{
	g_autoptr(GError) error = NULL;
	MemoryStatistics statistics;

	memory_statistics(lab->memory, &statistics, &error);
	g_assert_no_error(error);
	return statistics;
}
