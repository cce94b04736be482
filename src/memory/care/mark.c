/* SPDX-License-Identifier: Apache-2.0
 *
 * Marking and taking back. A row holds what has to be undone, since what memory would say of the
 * message later may differ.
 */
#include "memory/care/mark.h"

#include "base/limits.h"
#include "mail/author.h"
#include "memory/identity.h"
#include "memory/memory-internal.h"

/* Scores are kept in millionths, which is what the ledger has. */
#define SCORE_UNIT 1e6

Key mark_key(const guint8 *identity, const Keys *keys)
{
	return key_of_text(keys, TABLE_MARK, span_new(identity, IDENTITY_PUBLIC_BYTES));
}

Key mark_key_of(const Facts *facts, const Keys *keys)
{
	guint8 identity[IDENTITY_PUBLIC_BYTES];

	identity_public(facts, identity);
	return mark_key(identity, keys);
}

char *mark_reason(const Keys *keys, const MarkRow *row)
{
	gsize length;
	char *reason = NULL;

	if (row->reason.length > 0)
		reason = keys_open(keys, SEAL_REASON, row->reason, &length);
	return reason != NULL ? reason : g_strdup("");
}

static gboolean find(Memory *self, Key key, MarkRow *ret, GError **error)
{
	Span bytes;

	*ret = (MarkRow){0};
	if (!memory_ask_one(self, TABLE_MARK, key, 1, &bytes, error))
		return FALSE;
	return bytes.data == NULL || mark_row_read(bytes, ret) ||
	       inquiry_damaged(TABLE_MARK, error);
}

static void put(Memory *self, Key key, const MarkRow *row)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();

	mark_row_write(row, bytes);
	kv_put(self->kv, TABLE_MARK, key_span(&key), span_new(bytes->data, bytes->len));
}

/* ROW for a mark of KIND on a message of SENDER. */
static MarkRow row_new(
	const Memory *self, MarkKind kind, const char *sender, const MarkedBefore *before)
{
	MarkRow row = {.kind = kind, .time = g_get_real_time() / G_USEC_PER_SEC};

	if (sender[0] != '\0')
		row.author = key_hash(self->keys, TABLE_MARK, span_new(sender, strlen(sender)));
	if (before->recorded) {
		row.verdict = before->verdict + 1;
		row.score = (gint64)(before->score * SCORE_UNIT);
	}
	return row;
}

/* What memory learned of FACTS goes with the commit. */
static gboolean unlearn(Memory *self, const Facts *facts, GError **error)
{
	Key identity = identity_of(facts, self->keys);
	MessageNumber number;
	Span members;

	if (!memory_ask_one(self, TABLE_IDENTITY, identity, 1, &members, error))
		return FALSE;
	if (key_number_count(members) == 0)
		return TRUE;
	number = key_number_at(members, 0);
	g_array_append_val(self->unlearned, number);
	return TRUE;
}

void mark_note_lesson(Memory *self, const Inquiry *inquiry, Learned learned)
{
	Key key = mark_key_of(inquiry->facts, self->keys);
	MarkRow row = inquiry->mark;

	if (row.message != 0)
		return;
	if (learned == LEARNED_NEW)
		row.message = (MessageNumber)self->counters.messages;
	else if (learned == LEARNED_KNOWN && (inquiry->learned_row.flags & ROW_PROVEN) == 0)
		row.message = inquiry->learned;
	else
		return;
	row.known = learned == LEARNED_KNOWN && (inquiry->learned_row.flags & ROW_DOUBTED) == 0;
	put(self, key, &row);
}

/* The mark that is there already, but for its reason, or else what MADE says. */
static void put_once(
	Memory *self, Key key, const MarkRow *made, const MarkRow *known, const char *reason)
{
	g_autoptr(GByteArray) sealed = g_byte_array_new();
	MarkRow row = known->kind == made->kind ? *known : *made;
	gsize length = MIN(strlen(reason), LIMIT_STRING);

	if (length > 0)
		keys_seal(self->keys, SEAL_REASON, span_new(reason, length), sealed);
	row.reason = span_new(sealed->data, sealed->len);
	put(self, key, &row);
}

/* Put the mark of KIND; the opposite was said, perhaps: what that changed goes first. */
static gboolean say(Memory *self, const guint8 *identity, const char *sender, MarkKind kind,
	const char *reason, const MarkedBefore *before, GError **error)
{
	Key key = mark_key(identity, self->keys);
	MarkedBefore earlier = *before;
	MarkKind was;
	MarkRow row, known;

	if (!find(self, key, &known, error))
		return FALSE;
	if (known.kind != MARK_NONE && known.kind != (guint32)kind &&
		!memory_unmark(self, identity, &was, &earlier, error))
		return FALSE;
	row = row_new(self, kind, sender, &earlier);
	put_once(self, key, &row, &known, reason);
	return TRUE;
}

gboolean memory_mark(Memory *self, const Facts *facts, MarkKind kind, const char *reason,
	const MarkedBefore *before, Learned *ret_learned, GError **error)
{
	g_autoptr(Author) author = author_of(facts);
	guint8 identity[IDENTITY_PUBLIC_BYTES];

	*ret_learned = LEARNED_CONVICTED;
	identity_public(facts, identity);
	if (!say(self, identity, author->address, kind, reason, before, error))
		return FALSE;
	if (kind == MARK_HIJACKED)
		return unlearn(self, facts, error);
	return memory_learn(self, facts, 0, ret_learned, error);
}

gboolean memory_mark_identity(Memory *self, const guint8 *identity, const char *sender,
	MarkKind kind, const char *reason, const MarkedBefore *before, GError **error)
{
	return say(self, identity, sender, kind, reason, before, error);
}

/* What ROW taught goes with the commit; one of ours has the last word. */
static gboolean unteach(Memory *self, const MarkRow *row, GError **error)
{
	const guint32 proof = ROW_PROVEN | ROW_MUTE;
	MessageRow message;
	Span bytes;

	if (!memory_ask_one(self, TABLE_MESSAGE, key_of_number(row->message), 1, &bytes, error))
		return FALSE;
	if (row->known)
		g_array_append_val(self->unproven, row->message);
	else if (!message_row_read(bytes, &message) || (message.flags & proof) != ROW_PROVEN)
		g_array_append_val(self->unlearned, row->message);
	return TRUE;
}

gboolean memory_unmark(Memory *self, const guint8 *identity, MarkKind *ret_was,
	MarkedBefore *ret_before, GError **error)
{
	Key key = mark_key(identity, self->keys);
	MarkRow row;

	if (!find(self, key, &row, error))
		return FALSE;
	*ret_was = (MarkKind)row.kind;
	*ret_before = (MarkedBefore){
		.recorded = row.verdict > 0,
		.verdict = row.verdict > 0 ? row.verdict - 1 : 0,
		.score = (double)row.score / SCORE_UNIT,
	};
	if (row.kind == MARK_NONE)
		return TRUE;
	if (row.message != 0 && !unteach(self, &row, error))
		return FALSE;
	kv_delete(self->kv, TABLE_MARK, key_span(&key));
	return TRUE;
}

gboolean memory_find_mark(
	Memory *self, const Facts *facts, MarkKind *ret_kind, char **ret_reason, GError **error)
{
	MarkRow row;

	*ret_reason = NULL;
	if (!find(self, mark_key_of(facts, self->keys), &row, error))
		return FALSE;
	*ret_kind = (MarkKind)row.kind;
	if (row.kind != MARK_NONE)
		*ret_reason = mark_reason(self->keys, &row);
	return TRUE;
}

gboolean memory_mark_of_identity(
	Memory *self, const guint8 *identity, MarkKind *ret, GError **error)
{
	MarkRow row;

	if (!find(self, mark_key(identity, self->keys), &row, error))
		return FALSE;
	*ret = (MarkKind)row.kind;
	return TRUE;
}
