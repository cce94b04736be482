/* SPDX-License-Identifier: Apache-2.0
 *
 * Carrying an erasure out: what becomes of each row.
 */
#include "memory/care/erasure.h"

#include "mail/author.h"
#include "memory/people/person.h"

/* The number at INDEX, 0 in a damaged row that is too short. */
static guint32 number_at(Span numbers, guint index)
{
	return index < key_number_count(numbers) ? key_number_at(numbers, index) : 0;
}

static KvFate drop_if(gboolean goes)
{
	return goes ? KV_DROP : KV_KEEP;
}

static KvFate replace(const RowBuffer *row, GByteArray *replacement)
{
	g_byte_array_append(replacement, row->bytes, (guint)row->length);
	return KV_REPLACE;
}

static gboolean has_hash(GHashTable *hashes, Span key)
{
	guint64 hash;

	if (key.length != sizeof hash)
		return FALSE;
	memcpy(&hash, key.data, sizeof hash);
	hash = GUINT64_FROM_BE(hash);
	return g_hash_table_contains(hashes, &hash);
}

static KvFate sift_account(const Erasure *self, Span key, Span value, GByteArray *replacement)
{
	guint32 person = number_at(key, 0);
	const Remainder *left = g_hash_table_lookup(self->written, GUINT_TO_POINTER(person));
	gboolean unproven = bits_has(&self->doubted, person) && !bits_has(&self->vouched, person);
	AccountRow row;
	RowBuffer buffer;

	if (bits_has(&self->persons, person))
		return KV_DROP;
	if ((left == NULL && !unproven) || !account_row_read(value, &row))
		return KV_KEEP;
	if (left != NULL) {
		row.messages = left->messages;
		row.first = left->first;
		row.last = left->last;
	}
	if (unproven)
		row.flags &= ~(guint32)ROW_PROVEN;
	account_row_write(&row, &buffer);
	return row.messages > 0 || row.flags != 0 ? replace(&buffer, replacement) : KV_DROP;
}

static KvFate sift_pair(const Erasure *self, Span key, GByteArray *replacement)
{
	guint64 pair = (guint64)number_at(key, 0) << 32 | number_at(key, 1);
	const Remainder *left = g_hash_table_lookup(self->exchanged, &pair);
	RowBuffer buffer;
	PairRow row;

	if (bits_has(&self->persons, number_at(key, 0)) ||
		bits_has(&self->persons, number_at(key, 1)))
		return KV_DROP;
	if (left == NULL)
		return KV_KEEP;
	if (left->messages == 0)
		return KV_DROP;
	row = (PairRow){.count = left->messages, .first = left->first, .last = left->last};
	pair_row_write(&row, &buffer);
	return replace(&buffer, replacement);
}

/* Who is taken out of the recipients has had the message all the same: it is open. */
static KvFate sift_message(const Erasure *self, Span key, Span value, GByteArray *replacement)
{
	gboolean unproven = bits_has(&self->unproven, number_at(key, 0));
	RowBuffer buffer;
	MessageRow row;
	guint kept = 0;

	if (bits_has(&self->messages, number_at(key, 0)))
		return KV_DROP;
	if (!message_row_read(value, &row))
		return KV_KEEP;
	for (guint i = 0; i < row.recipient_count; i++)
		if (!bits_has(&self->persons, row.recipients[i]))
			row.recipients[kept++] = row.recipients[i];
	if (kept == row.recipient_count && !unproven)
		return KV_KEEP;
	if (kept < row.recipient_count)
		row.flags |= ROW_OPEN;
	row.recipient_count = kept;
	row.flags = erasure_proof(self, number_at(key, 0), row.flags);
	message_row_write(&row, &buffer);
	return replace(&buffer, replacement);
}

static KvFate sift_conversation(const Erasure *self, Span key, Span value, GByteArray *replacement)
{
	guint32 number = number_at(key, 0);
	const Remainder *left = g_hash_table_lookup(self->remainders, GUINT_TO_POINTER(number));
	ConversationRow row;
	RowBuffer buffer;

	if (bits_has(&self->conversations, number))
		return KV_DROP;
	if (left == NULL || !conversation_row_read(value, &row))
		return KV_KEEP;
	row.messages = left->messages;
	row.first = left->first;
	row.last = left->last;
	if (self->order.turns != NULL)
		row.flags |= ROW_OPEN;
	conversation_row_write(&row, &buffer);
	return replace(&buffer, replacement);
}

static KvFate sift_participant(const Erasure *self, Span key, Span value)
{
	guint32 conversation = number_at(key, 0), person = number_at(value, 0);
	guint64 pair = (guint64)conversation << 32 | person;

	if (bits_has(&self->conversations, conversation) || bits_has(&self->persons, person))
		return KV_DROP;
	return drop_if(bits_has(&self->touched, conversation) &&
		       !g_hash_table_contains(self->present, &pair));
}

static KvFate sift_site(const Erasure *self, Span key, Span value)
{
	gboolean is_domain = value.length == 1 && value.data[0] == SITE_DOMAIN;

	return drop_if(has_hash(self->sites, key) || (is_domain && has_hash(self->domains, key)));
}

static KvFate sift_campaign(const Erasure *self, Span value)
{
	CampaignSighting sighting;

	if (value.length != CAMPAIGN_MEMBER_BYTES)
		return KV_KEEP;
	sighting = campaign_sighting_at(value, 0);
	return drop_if(sighting.time < self->order.before ||
		       g_hash_table_contains(self->accounts,
			       GUINT_TO_POINTER(campaign_account_of(sighting.sender))));
}

static KvFate sift_mark(const Erasure *self, Span value, GByteArray *replacement)
{
	MarkRow row;

	if (!mark_row_read(value, &row))
		return KV_KEEP;
	if (row.time < self->order.before || g_hash_table_contains(self->authors, &row.author))
		return KV_DROP;
	if (!bits_has(&self->messages, row.message))
		return KV_KEEP;
	row.message = 0;
	mark_row_write(&row, replacement);
	return KV_REPLACE;
}

/* Was it one of the messages that go as ordered that first showed SHOWN of PERSON? */
static gboolean is_taught(const Erasure *self, guint32 person, Span shown)
{
	g_autoptr(GBytes) member = NULL;
	Key key = {.length = shown.length};

	if (!bits_has(&self->misled, person) || shown.length > sizeof key.bytes)
		return FALSE;
	memcpy(key.bytes, shown.data, shown.length);
	key = key_of_taught(person, &key);
	member = g_bytes_new(key.bytes, key.length);
	return g_hash_table_contains(self->taught, member);
}

/* The names in a seal that go. */
static KvFate sift_seal(const Erasure *self, Span key, Span value, GByteArray *replacement)
{
	guint32 person = number_at(key, 0);
	g_auto(GStrv) fields = NULL;
	g_autoptr(GPtrArray) kept = g_ptr_array_new();

	if (bits_has(&self->persons, person))
		return KV_DROP;
	if (bits_has(&self->misled, person))
		fields = person_unseal(self->memory, person, value);
	for (guint i = 0; fields != NULL && fields[i] != NULL; i++) {
		g_autofree char *name = author_name_key(fields[i]);
		Key name_key = key_of_string(self->memory->keys, TABLE_NAME, name);

		if (i == 0 || !is_taught(self, person, key_span(&name_key)))
			g_ptr_array_add(kept, fields[i]);
	}
	if (fields == NULL || kept->len == g_strv_length(fields))
		return KV_KEEP;
	person_seal(self->memory, person, kept, replacement);
	return KV_REPLACE;
}

static KvFate sift(guint table, Span key, Span value, GByteArray *replacement, gpointer user_data)
{
	const Erasure *self = user_data;

	switch ((MemoryTable)table) {
	case TABLE_PERSON:
	case TABLE_CUT:
		return drop_if(bits_has(&self->persons, number_at(value, 0)));
	case TABLE_NAME:
		return drop_if(bits_has(&self->persons, number_at(value, 0)) ||
			       is_taught(self, number_at(value, 0), key));
	case TABLE_ACCOUNT:
		return sift_account(self, key, value, replacement);
	case TABLE_SEAL:
		return sift_seal(self, key, value, replacement);
	case TABLE_PROFILE:
		return drop_if(bits_has(&self->persons, number_at(key, 0)) ||
			       is_taught(self, number_at(key, 0), value));
	case TABLE_TAUGHT:
		return drop_if(bits_has(&self->messages, number_at(key, 0)) ||
			       bits_has(&self->persons, number_at(value, 0)));
	case TABLE_PAIR:
		return sift_pair(self, key, replacement);
	case TABLE_MESSAGE:
		return sift_message(self, key, value, replacement);
	case TABLE_IDENTITY:
	case TABLE_MESSAGE_ID:
	case TABLE_FINGERPRINT:
		return drop_if(bits_has(&self->messages, number_at(value, 0)));
	case TABLE_REFERENCE:
	case TABLE_SUBJECT:
	case TABLE_THREAD:
		return drop_if(bits_has(&self->conversations, number_at(value, 0)));
	case TABLE_CONVERSATION:
		return sift_conversation(self, key, value, replacement);
	case TABLE_PARTICIPANT:
		return sift_participant(self, key, value);
	case TABLE_SITE:
		return sift_site(self, key, value);
	case TABLE_CAMPAIGN:
		return sift_campaign(self, value);
	case TABLE_MARK:
		return sift_mark(self, value, replacement);
	case TABLE_META:
	case TABLE_COUNT:
		break;
	}
	return KV_KEEP;
}

/* What is left of the proof in the FLAGS of message NUMBER. One of ours has the last word: what
 * only a mark proved is mute. */
guint32 erasure_proof(const Erasure *self, guint32 number, guint32 flags)
{
	if (!bits_has(&self->unproven, number) || (flags & ROW_MUTE) == 0)
		return flags;
	return flags & ~(guint32)(ROW_PROVEN | ROW_MUTE);
}

static void add_numbers(Bits *bits, const GArray *numbers)
{
	for (guint i = 0; numbers != NULL && i < numbers->len; i++)
		bits_add(bits, g_array_index(numbers, guint32, i));
}

static GHashTable *hash_set_new(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
}

/* How many are counted apart. */
static guint parts(const ErasureOrder *order)
{
	return order->addresses != NULL ? g_strv_length((char **)order->addresses) : 1;
}

static void erasure_init(
	Erasure *self, Memory *memory, const ErasureOrder *order, MemoryErased *ret)
{
	const CounterRow *counters = &memory->counters;

	*self = (Erasure){.memory = memory, .order = *order, .erased = ret};
	memset(ret, 0, parts(order) * sizeof *ret);
	bits_init(&self->messages, counters->messages + 1);
	bits_init(&self->persons, counters->persons + 1);
	bits_init(&self->named, counters->persons + 1);
	bits_init(&self->staying, counters->persons + 1);
	bits_init(&self->stand_ins, counters->persons + 1);
	bits_init(&self->unproven, counters->messages + 1);
	bits_init(&self->doubted, counters->persons + 1);
	bits_init(&self->vouched, counters->persons + 1);
	bits_init(&self->misled, counters->persons + 1);
	bits_init(&self->conversations, counters->conversations + 1);
	bits_init(&self->touched, counters->conversations + 1);
	self->named_last = g_hash_table_new(NULL, NULL);
	self->emptied_last = g_hash_table_new(NULL, NULL);
	self->remainders = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	self->written = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	self->exchanged = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	self->present = hash_set_new();
	self->sites = hash_set_new();
	self->domains = hash_set_new();
	self->authors = hash_set_new();
	self->orphans = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->accounts = g_hash_table_new(NULL, NULL);
	self->taught = g_hash_table_new_full(
		g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	add_numbers(&self->messages, order->messages);
	add_numbers(&self->unproven, order->unproven);
}

static void erasure_clear(Erasure *self)
{
	Bits *const sets[] = {&self->messages, &self->persons, &self->named, &self->staying,
		&self->stand_ins, &self->conversations, &self->touched, &self->unproven,
		&self->doubted, &self->vouched, &self->misled};
	GHashTable *const tables[] = {self->remainders, self->written, self->exchanged,
		self->present, self->sites, self->domains, self->authors, self->orphans,
		self->accounts, self->taught, self->named_last, self->emptied_last};

	for (guint i = 0; i < G_N_ELEMENTS(sets); i++)
		bits_clear(sets[i]);
	for (guint i = 0; i < G_N_ELEMENTS(tables); i++)
		g_hash_table_unref(tables[i]);
	g_clear_error(&self->failure);
}

static gboolean run(Erasure *self, GError **error)
{
	CounterRow *counters = &self->memory->counters;

	if (!erasure_plan(self, error))
		return FALSE;
	for (guint i = 0; i < parts(&self->order); i++) {
		counters->messages_gone += self->erased[i].messages;
		counters->persons_gone += self->erased[i].persons;
		counters->conversations_gone += self->erased[i].conversations;
	}
	memory_put_counters(self->memory);
	return kv_rewrite(self->memory->kv, sift, self, error);
}

gboolean erasure_run(Memory *memory, const ErasureOrder *order, MemoryErased *ret, GError **error)
{
	Erasure self;
	gboolean holds = FALSE;
	gboolean done = memory_counters_hold(memory, &holds, error) &&
			(holds || inquiry_damaged(TABLE_META, error));

	if (done) {
		erasure_init(&self, memory, order, ret);
		done = run(&self, error);
		erasure_clear(&self);
	}
	if (!done)
		kv_abort(memory->kv);
	return done;
}
