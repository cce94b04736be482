/* SPDX-License-Identifier: Apache-2.0
 *
 * Collecting addresses. Delivered-To and its like name a person, except in mail that a list sent
 * out: there it is the archive or one reader of many.
 */
#include "memory/people/party.h"

#include "base/limits.h"

/* Addresses of one message that are looked at. */
#define LOOK_AT 600

void party_set(Party *self, const Keys *keys, const char *address, const char *name)
{
	g_autofree char *name_key = author_name_key(name);

	*self = (Party){.address = address, .name = name};
	self->key = key_of_string(keys, TABLE_PERSON, address);
	self->named = name_key[0] != '\0';
	if (self->named)
		self->name_key = key_of_string(keys, TABLE_NAME, name_key);
}

gboolean party_is_list(const Facts *facts, const char *address)
{
	const char *at = strrchr(address, '@');
	gsize local = at != NULL ? (gsize)(at - address) : 0;

	if (address[0] == '\0' || at == NULL)
		return FALSE;
	if (strcmp(address, facts->list_post) == 0)
		return TRUE;
	return strncmp(facts->list_id, address, local) == 0 && facts->list_id[local] == '.' &&
	       g_str_has_suffix(facts->list_id + local + 1, at + 1);
}

typedef struct Collector {
	const Facts *facts;
	const Author *author;
	const Keys *keys;
	GArray *parties;
	guint most;
	guint seen;
	gboolean over;
	gboolean list;
} Collector;

static gboolean has_key(const GArray *parties, const Key *key)
{
	for (guint i = 0; i < parties->len; i++)
		if (memcmp(g_array_index(parties, Party, i).key.bytes, key->bytes, key->length) ==
			0)
			return TRUE;
	return FALSE;
}

static void collect(Collector *self, const char *address, const char *name)
{
	Key key;
	Party party;

	if (address[0] == '\0' || strcmp(address, self->author->address) == 0)
		return;
	if (party_is_list(self->facts, address)) {
		self->list = TRUE;
		return;
	}
	if (++self->seen > LOOK_AT) {
		self->over = TRUE;
		return;
	}
	key = key_of_string(self->keys, TABLE_PERSON, address);
	if (has_key(self->parties, &key))
		return;
	if (self->parties->len >= self->most) {
		self->over = TRUE;
		return;
	}
	party_set(&party, self->keys, address, name);
	g_array_append_val(self->parties, party);
}

static void collect_all(Collector *self, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];

		collect(self, address->address, address->name);
	}
}

GArray *party_recipients(
	const Facts *facts, const Author *author, const Keys *keys, gboolean *ret_open)
{
	Collector collector = {
		.facts = facts, .author = author, .keys = keys, .most = LIMIT_RECIPIENTS};
	gboolean from_list = (facts->marks & MARK_LIST) != 0;

	collector.parties = g_array_new(FALSE, FALSE, sizeof(Party));
	collect_all(&collector, facts->to);
	collect_all(&collector, facts->cc);
	for (guint i = 0; i < facts->envelope->len && !from_list; i++)
		collect(&collector, facts->envelope->pdata[i], "");
	/* Who got a message without recipients, as in an archive or by a blind copy, nobody knows.
	 */
	*ret_open = collector.over || collector.list || from_list || collector.parties->len == 0;
	return collector.parties;
}

GArray *party_claimed(const Facts *facts, const Author *author, const Keys *keys)
{
	Collector collector = {
		.facts = facts, .author = author, .keys = keys, .most = LIMIT_RECIPIENTS};

	collector.parties = g_array_new(FALSE, FALSE, sizeof(Party));
	collect_all(&collector, facts->hidden);
	collect_all(&collector, facts->signature);
	return collector.parties;
}
