/* SPDX-License-Identifier: Apache-2.0
 *
 * The rows that memory keeps as values, and their encoding: numbers of variable length, seven bits
 * a byte. What is read back may be damaged; then the reader says FALSE and the row is all zero.
 */
#pragma once

#include <glib.h>

#include "base/limits.h"
#include "base/span.h"

typedef enum {
	ROW_PROVEN = 1 << 0, /* account: one of ours or answered by one; message: ours or trusted */
	ROW_OPEN = 1 << 1,   /* conversation, message: more people hold it than are named */
	ROW_ANSWERED = 1 << 2, /* message: one of ours answered it */
	ROW_KNOWN = 1 << 3,    /* message: its author's account was proven when it was learned */
	ROW_MUTE = 1 << 4,     /* message: proven, but it proves nobody whom it is written to */
	ROW_DOUBTED = 1 << 5,  /* message: it taught nothing of what it shows of its sender */
} RowFlags;

typedef struct AccountRow {
	guint32 flags;
	guint32 messages; /* it wrote */
	gint64 first, last;
} AccountRow;

typedef struct PairRow {
	guint32 count;
	gint64 first, last;
} PairRow;

typedef struct ConversationRow {
	guint32 messages;
	gint64 first, last;
	guint32 flags;
} ConversationRow;

typedef struct MessageRow {
	guint32 conversation;
	guint32 author; /* person, 0 when none */
	gint64 time;
	guint32 flags;
	guint32 recipient_count;
	guint32 recipients[LIMIT_RECIPIENTS]; /* persons */
} MessageRow;

/* Numbers given out so far, which are never given again, and how many of them were erased. */
typedef struct CounterRow {
	guint64 messages, persons, conversations, fingerprints;
	guint64 messages_gone, persons_gone, conversations_gone;
} CounterRow;

/* What somebody said of one message, and what has to be put back when it is taken back. */
typedef struct MarkRow {
	guint32 kind;    /* MarkKind */
	gint64 time;     /* when it was said */
	guint64 author;  /* hash of the author's address in TABLE_MARK, 0 when none */
	guint32 message; /* that was learned or proven because of it, 0 when none */
	gboolean known;  /* that message was learned before, undoubted: it was proven only */
	guint32 verdict; /* that the ledger had, plus 1; 0 when it had none */
	gint64 score;    /* the ledger's, in millionths */
	Span reason;     /* sealed; borrowed */
} MarkRow;

/* Room for any row. */
#define ROW_BYTES (10 * (8 + LIMIT_RECIPIENTS))

typedef struct RowBuffer {
	guint8 bytes[ROW_BYTES];
	gsize length;
} RowBuffer;

static inline Span row_span(const RowBuffer *buffer)
{
	return span_new(buffer->bytes, buffer->length);
}

void account_row_write(const AccountRow *row, RowBuffer *ret);
gboolean account_row_read(Span bytes, AccountRow *ret);
void pair_row_write(const PairRow *row, RowBuffer *ret);
gboolean pair_row_read(Span bytes, PairRow *ret);
void conversation_row_write(const ConversationRow *row, RowBuffer *ret);
gboolean conversation_row_read(Span bytes, ConversationRow *ret);
void message_row_write(const MessageRow *row, RowBuffer *ret);
gboolean message_row_read(Span bytes, MessageRow *ret);
void counter_row_write(const CounterRow *row, RowBuffer *ret);
gboolean counter_row_read(Span bytes, CounterRow *ret);
/* Appended to OUT. */
void mark_row_write(const MarkRow *row, GByteArray *out);
gboolean mark_row_read(Span bytes, MarkRow *ret);

/* Widen *FIRST and *LAST, both 0 when nothing was, to hold TIME; a TIME of 0 is none. */
void row_widen(gint64 *first, gint64 *last, gint64 time);
