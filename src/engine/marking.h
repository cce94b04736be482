/* SPDX-License-Identifier: Apache-2.0
 *
 * Marking: what somebody says of a message goes to memory, to the marks of its campaign and to the
 * ledger, and is taken back from all three, by one commit for many messages. Done again it is the
 * same: a run that was cut off is made whole by the next one.
 */
#pragma once

#include "base/settings.h"
#include "mail/facts.h"
#include "memory/memory.h"

typedef struct MarkOrder {
	MarkKind kind;
	gboolean undo;      /* take it back */
	const char *reason; /* "" when none is given */
} MarkOrder;

/* What became of a message. */
typedef enum {
	MARKED_NOT,
	MARKED,
	MARKED_FORGOTTEN, /* as benign, but its author was forgotten: it is not learned */
} Marked;

typedef struct Marking Marking;

/* For the state that SETTINGS (borrowed) name; a ledger is not made where there is none. NULL with
 * ERROR. */
Marking *marking_new(const Settings *settings, const MarkOrder *order, GError **error);
void marking_free(Marking *marking);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Marking, marking_free)

/* Mark FACTS with their TRACKS (of Track) in a view of MEMORY without lessons. *RET is MARKED_NOT
 * when there was nothing to take back, and for a message that is too large to be read whole: nobody
 * can say of what was not read that it is harmless. */
gboolean marking_mail(Marking *marking, Memory *memory, const Facts *facts, const GArray *tracks,
	const Recall *recall, Marked *ret, GError **error);
/* The same for a message that the ledger knows by MESSAGE_ID; nothing is learned by it. *RET_COUNT
 * is how many the ledger knows: done for one only. */
gboolean marking_message_id(Marking *marking, Memory *memory, const char *message_id,
	guint *ret_count, gboolean *ret_done, GError **error);
/* Make durable what was marked or taken back in the view of MEMORY, which ends. */
gboolean marking_commit(Marking *marking, Memory *memory, GError **error);
