/* SPDX-License-Identifier: Apache-2.0
 *
 * Memory: what an organisation's past mail taught, in one state directory (../store/kv.h), keyed so
 * that neither text nor addresses can be read without the secret. One writer, any number of
 * readers.
 */
#pragma once

#include "mail/facts.h"
#include "memory/recall/recall.h"
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
	LESSON_TRUSTED =
		1 << 1, /* somebody vouches for the message: it and its author are proven */
	/* It may be an attack: learned is what it says, not what it shows of its sender, unless
	 * it is proven. */
	LESSON_DOUBTFUL = 1 << 2,
} LessonFlags;

typedef enum {
	LEARNED_NEW,
	LEARNED_KNOWN,     /* was in memory before; nothing changed */
	LEARNED_FORGOTTEN, /* its author is to be forgotten: nothing changed */
	LEARNED_CONVICTED, /* it is marked as hijacked: nothing changed */
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

/* Learn FACTS, as trusted when they are marked so (idempotent: a message's identity is
 * PRF(Message-ID, Date, From, subject, normalised body)); learning a known one again can only prove
 * it. Memory mode must be MEMORY_WRITE. */
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

/* Take back what memory_note_campaign kept in the store of TRACKS of FACTS; to be committed. */
gboolean memory_drop_campaign(
	Memory *memory, const Facts *facts, const GArray *tracks, GError **error);

/* Address and last name of PERSON, as a new Address owned by the caller; NULL when unknown or the
 * store fails. */
Address *memory_person(Memory *memory, PersonNumber person);

/* The domain that was cut at a dot and left CUT ("us.af" gives "us.af.mil"), as a new string: the
 * only one that memory knows to begin so. NULL when there is none or more than one, and when CUT is
 * itself a domain that memory knows or one below a generic suffix. */
char *memory_repair_domain(Memory *memory, const char *cut);

/* What the ledger said of a message before it was marked, for when that is taken back. */
typedef struct MarkedBefore {
	gboolean recorded; /* the ledger had it */
	guint verdict;     /* LedgerVerdict */
	double score;
} MarkedBefore;

/* Say of FACTS that it is KIND, because of REASON (may be ""); again changes the reason only.
 * Benign is learned as trusted; what was learned of hijacked ones is erased by the commit, which
 * writes memory anew, once for all of a view. Until memory_unmark every recall tells it.
 * *RET_LEARNED: what became of it. Within a view without other lessons. */
gboolean memory_mark(Memory *memory, const Facts *facts, MarkKind kind, const char *reason,
	const MarkedBefore *before, Learned *ret_learned, GError **error);
/* The same of a message that is known by its public identity (memory/identity.h) and its sender's
 * address alone: nothing is learned or erased. */
gboolean memory_mark_identity(Memory *memory, const guint8 *identity, const char *sender,
	MarkKind kind, const char *reason, const MarkedBefore *before, GError **error);
/* Take back what was said of the message with IDENTITY, and what memory learned by it: whom only
 * that proved is proven no more. *RET_WAS is what was said, *RET_BEFORE as it was given. The commit
 * writes memory anew when something was learned; within a view without lessons. */
gboolean memory_unmark(Memory *memory, const guint8 *identity, MarkKind *ret_was,
	MarkedBefore *ret_before, GError **error);
/* What was said of FACTS, and why as a new string (NULL when nothing was said); within a view. */
gboolean memory_find_mark(
	Memory *memory, const Facts *facts, MarkKind *ret_kind, char **ret_reason, GError **error);
gboolean memory_mark_of_identity(
	Memory *memory, const guint8 *identity, MarkKind *ret, GError **error);

typedef struct MemoryErased {
	guint64 messages, persons, conversations;
} MemoryErased;

/* These two write memory anew without what is to go, within a view, which they end: all or nothing,
 * durable, and no file holds the old bytes. Memory mode must be MEMORY_WRITE; nothing may have been
 * learned in the view.
 *
 * Forget whom ADDRESSES (folded, up to NULL) belong to: the persons, what they wrote and what is
 * known of them. What others wrote stays, also where it quotes. Tombstones keep them from being
 * learned again. RET has room for as many; each counts what went as if one were forgotten after the
 * other, though memory is written anew once. */
gboolean memory_forget(
	Memory *memory, const char *const *addresses, MemoryErased *ret, GError **error);
/* Forget what was sent before BEFORE, or at no known time, and who is named by nothing later. */
gboolean memory_expire(Memory *memory, gint64 before, MemoryErased *ret, GError **error);
/* Take the tombstone of ADDRESS away again; *RET_WAS: there was one. To be committed. */
gboolean memory_lift(Memory *memory, const char *address, gboolean *ret_was, GError **error);

/* Copy what is committed into DIRECTORY as the memory there, with a writer at work or not; within a
 * view of a memory that is not empty. The copy needs the same secret. */
gboolean memory_copy(Memory *memory, const char *directory, GError **error);
/* Has nothing ever been written here? Within a view. */
gboolean memory_is_missing(const Memory *memory);

typedef struct MemoryStatistics {
	guint64 messages, persons, conversations;
	guint64 fingerprints; /* ever stored */
	guint64 bytes;        /* used in the store's file */
} MemoryStatistics;

gboolean memory_statistics(Memory *memory, MemoryStatistics *ret, GError **error);

/* Bytes per table of the store as lines "table entries bytes", for `make bench`; owned by the
 * caller. */
char *memory_footprint(Memory *memory, GError **error);
