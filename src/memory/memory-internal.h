/* SPDX-License-Identifier: Apache-2.0
 *
 * What the files of memory share of a Memory; nobody else includes this.
 */
#pragma once

#include "memory/campaign.h"
#include "memory/keys.h"
#include "memory/memory.h"
#include "memory/recall/inquiry.h"
#include "memory/row.h"
#include "store/kv.h"

struct Memory {
	char *directory;
	MemoryMode mode;
	Keys *keys;
	Kv *kv;
	InquiryRoom room;
	CampaignBook *book;
	KvAsk *ask; /* for what an inquiry does not ask */
	CounterRow counters;
	gboolean counters_changed;
	GArray *unlearned; /* of MessageNumber: to be erased by the commit of this view */
	GArray *unproven;  /* likewise: that nobody vouches for any more */
};

/* Recall from what INQUIRY found. FALSE with ERROR when a row is damaged. */
gboolean recall_fill(Recall *recall, const Memory *memory, const Inquiry *inquiry, GError **error);

/* The answer to the one question for KEY in TABLE, borrowed until the next such call; FALSE with
 * ERROR. */
gboolean memory_ask_one(
	Memory *memory, MemoryTable table, Key key, guint limit, Span *ret, GError **error);

/* *RET_HOLDS: the counters tell as many messages, persons and conversations as there are; cheap.
 * What is made as large as they say is to ask before. */
gboolean memory_counters_hold(Memory *memory, gboolean *ret_holds, GError **error);
/* Put the counters into the view's changes. */
void memory_put_counters(Memory *memory);

/* What campaign marks keep of the account ADDRESS, whatever it is called; and that of a mark's
 * SENDER. One in a million of other accounts has the same. */
guint32 campaign_account(const Memory *memory, const char *address);
guint32 campaign_account_of(guint32 sender);
/* The mark at INDEX among MEMBERS of TABLE_CAMPAIGN. */
CampaignSighting campaign_sighting_at(Span members, guint index);

/* Write what INQUIRY is about into the view's changes. */
gboolean lesson_write(Memory *memory, const Inquiry *inquiry, guint flags, GError **error);
/* The message of INQUIRY was learned before; note what FLAGS prove that was not proven then. */
gboolean lesson_prove(Memory *memory, const Inquiry *inquiry, guint flags, GError **error);
