/* SPDX-License-Identifier: Apache-2.0
 *
 * Marking and taking back. A row holds what has to be undone, since what memory would say of the
 * message later may differ.
 */
#include "memory/care/mark.h"

#include "base/limits.h"
#include "mail/author.h"
#include "memory/care/erasure.h"
#include "memory/identity.h"

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

static void put(Memory *self, Key key, MarkRow *row, const char *reason)
{
	g_autoptr(GByteArray) sealed = g_byte_array_new();
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	gsize length = MIN(strlen(reason), LIMIT_STRING);

	if (length > 0)
		keys_seal(self->keys, SEAL_REASON, span_new(reason, length), sealed);
	row->reason = span_new(sealed->data, sealed->len);
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

/* The account of FACTS' author: 0 when it is new, and whether it is proven. */
static gboolean find_author(
	Memory *self, const char *address, PersonNumber *ret, gboolean *ret_proven, GError **error)
{
	Key key = key_of_string(self->keys, TABLE_PERSON, address);
	AccountRow row = {0};
	Span members, bytes;

	*ret = 0;
	*ret_proven = FALSE;
	if (!memory_ask_one(self, TABLE_PERSON, key, 1, &members, error))
		return FALSE;
	if (key_number_count(members) == 0)
		return TRUE;
	*ret = key_number_at(members, 0);
	if (!memory_ask_one(self, TABLE_ACCOUNT, key_of_number(*ret), 1, &bytes, error))
		return FALSE;
	if (bytes.data != NULL && !account_row_read(bytes, &row))
		return inquiry_damaged(TABLE_ACCOUNT, error);
	*ret_proven = (row.flags & ROW_PROVEN) != 0;
	return TRUE;
}

/* Learn FACTS as trusted; ROW notes what that changed. */
static gboolean teach(
	Memory *self, const Facts *facts, const char *sender, MarkRow *row, GError **error)
{
	PersonNumber person;
	gboolean was_proven;
	Learned learned;

	if (!find_author(self, sender, &person, &was_proven, error) ||
		!memory_learn(self, facts, LESSON_TRUSTED, &learned, error))
		return FALSE;
	if (learned == LEARNED_NEW)
		row->message = (guint32)self->counters.messages;
	if (was_proven)
		return TRUE;
	return find_author(self, sender, &row->proved, &was_proven, error);
}

/* Erase message NUMBER, and go on in a new view. */
static gboolean unlearn(Memory *self, MessageNumber number, GError **error)
{
	ErasureOrder order = {.message = number};

	return number == 0 || (erasure_run(self, &order, NULL, error) && memory_begin(self, error));
}

static gboolean unlearn_facts(Memory *self, const Facts *facts, GError **error)
{
	Key identity = identity_of(facts, self->keys);
	Span members;

	if (!memory_ask_one(self, TABLE_IDENTITY, identity, 1, &members, error))
		return FALSE;
	return unlearn(self, key_number_count(members) > 0 ? key_number_at(members, 0) : 0, error);
}

/* The mark that is there already, but for its reason, or else what MADE says. */
static void put_once(
	Memory *self, Key key, const MarkRow *made, const MarkRow *known, const char *reason)
{
	MarkRow row = known->kind == made->kind ? *known : *made;

	put(self, key, &row, reason);
}

gboolean memory_mark(Memory *self, const Facts *facts, MarkKind kind, const char *reason,
	const MarkedBefore *before, GError **error)
{
	g_autoptr(Author) author = author_of(facts);
	guint8 identity[IDENTITY_PUBLIC_BYTES];
	MarkedBefore earlier = *before;
	MarkKind was;
	MarkRow row, known;
	Key key;

	identity_public(facts, identity);
	key = mark_key(identity, self->keys);
	if (!find(self, key, &known, error))
		return FALSE;
	/* The opposite was said: what that changed goes first. */
	if (known.kind != MARK_NONE && known.kind != (guint32)kind &&
		!memory_unmark(self, identity, &was, &earlier, error))
		return FALSE;
	row = row_new(self, kind, author->address, &earlier);
	if (known.kind != (guint32)kind && kind == MARK_BENIGN &&
		!teach(self, facts, author->address, &row, error))
		return FALSE;
	if (kind == MARK_HIJACKED && !unlearn_facts(self, facts, error))
		return FALSE;
	put_once(self, key, &row, &known, reason);
	return TRUE;
}

gboolean memory_mark_identity(Memory *self, const guint8 *identity, const char *sender,
	MarkKind kind, const char *reason, const MarkedBefore *before, GError **error)
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

static gboolean unprove(Memory *self, PersonNumber person, GError **error)
{
	Key key = key_of_number(person);
	RowBuffer buffer;
	AccountRow row;
	Span bytes;

	if (person == 0)
		return TRUE;
	if (!memory_ask_one(self, TABLE_ACCOUNT, key, 1, &bytes, error))
		return FALSE;
	if (bytes.data == NULL)
		return TRUE;
	if (!account_row_read(bytes, &row))
		return inquiry_damaged(TABLE_ACCOUNT, error);
	row.flags &= ~(guint32)ROW_PROVEN;
	account_row_write(&row, &buffer);
	kv_put(self->kv, TABLE_ACCOUNT, key_span(&key), row_span(&buffer));
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
	if (!unlearn(self, row.message, error) || !unprove(self, row.proved, error))
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
