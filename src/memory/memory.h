/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory: what an organisation's past mail taught, in one state directory (../store/kv.h), keyed so
 * that neither text nor addresses can be read without the secret. One writer, any number of
 * readers.
 */
#pragma once

#include "mail/facts.h"
#include "memory/recall.h"
#include "memory/secret.h"

typedef struct Memory Memory;

typedef enum {
	MEMORY_READ,  /* recall only; the state may be empty or missing: then everything is new */
	MEMORY_WRITE, /* learn and recall; waits for another writer up to a minute, then fails */
} MemoryMode;

typedef enum {
	/* Our own authenticated user sent it: it is proven, and so is everyone it was written to,
	 * unless a machine answered. */
	LESSON_OUTGOING = 1 << 0,
	LESSON_TRUSTED = 1 << 1, /* learn as proven */
} LessonFlags;

typedef enum {
	LEARNED_NEW,
	LEARNED_KNOWN, /* was in memory before; nothing changed */
} Learned;

/* Open the memory in DIRECTORY. SECRET is borrowed for the life of the Memory. NULL and ERROR
 * (KITH_ERROR_STATE, _SECRET, _IO) when that cannot be done. */
Memory *memory_open(const char *directory, const Secret *secret, MemoryMode mode, GError **error);
void memory_free(Memory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Memory, memory_free)

/* A view of memory: recalls and lessons between begin and end see one state. A read-only memory
 * renews its view at begin; a writing one waits there up to a minute for another writer.
 * memory_commit makes all lessons since begin durable, all or none. Every function returns FALSE
 * with ERROR (KITH_ERROR_IO, _STATE) when the store fails; then the lessons since begin are lost.
 */
gboolean memory_begin(Memory *memory, GError **error);
gboolean memory_commit(Memory *memory, GError **error);
/* Gives up what was not committed; does nothing outside a view. */
void memory_abort(Memory *memory);

/* What memory knows of FACTS, as new Recall owned by the caller. Works on an empty memory. */
gboolean memory_recall(Memory *memory, const Facts *facts, Recall **ret_recall, GError **error);

/* Learn FACTS (idempotent: a message's identity is PRF(Message-ID, Date, From, subject, normalised
 * body)); learning a known one again can only prove it. Memory mode must be MEMORY_WRITE. */
gboolean memory_learn(
	Memory *memory, const Facts *facts, guint flags, Learned *ret_learned, GError **error);

/* What TRACKS (of Track) of FACTS share with messages noted before, into RECALL's campaign; works
 * within a view. */
gboolean memory_find_campaign(
	Memory *memory, const Facts *facts, const GArray *tracks, Recall *recall, GError **error);
/* Note TRACKS of FACTS for the messages to come: as long as this Memory lives, and with KEEP also
 * in the store (MEMORY_WRITE; durable with the next commit). */
gboolean memory_note_campaign(Memory *memory, const Facts *facts, const GArray *tracks,
	const Recall *recall, gboolean keep, GError **error);

/* Address and last name of PERSON, as a new Address owned by the caller; NULL when unknown or the
 * store fails. */
Address *memory_person(Memory *memory, PersonNumber person);

/* The domain that was cut at a dot and left CUT ("us.af" gives "us.af.mil"), as a new string: the
 * only one that memory knows to begin so. NULL when there is none or more than one, and when CUT is
 * itself a domain that memory knows or one below a generic suffix. */
char *memory_repair_domain(Memory *memory, const char *cut);

typedef struct MemoryStatistics {
	guint64 messages, persons, conversations, fingerprints;
	guint64 bytes; /* used in the store's file */
} MemoryStatistics;

gboolean memory_statistics(Memory *memory, MemoryStatistics *ret, GError **error);

/* Bytes per table of the store as lines "table entries bytes", for `make bench`; owned by the
 * caller. */
char *memory_footprint(Memory *memory, GError **error);
