/* SPDX-License-Identifier: Apache-2.0
 *
 * The sites, organisations and lists that a message names. Where a link leads is known once one of
 * ours wrote it, somebody vouched for it, or two senders did: an attack that nobody recognised must
 * not make its own site known.
 */
#include "memory/lesson-internal.h"

static void write_kind(Lesson *self, const char *text, guint8 kind)
{
	Key key = key_of_string(self->memory->keys, TABLE_SITE, text);
	Key member = key_of_byte(kind);

	kv_add(self->memory->kv, TABLE_SITE, key_span(&key), key_span(&member));
}

static void remove_kind(Lesson *self, const char *text, guint8 kind)
{
	Key key = key_of_string(self->memory->keys, TABLE_SITE, text);
	Key member = key_of_byte(kind);

	kv_remove(self->memory->kv, TABLE_SITE, key_span(&key), key_span(&member));
}

static gboolean has_kind(Span kinds, guint8 kind)
{
	return kinds.length > 0 && memchr(kinds.data, kind, kinds.length) != NULL;
}

/* Who alone wrote links to the site of KINDS, as one of its kinds; 0 when nobody did. */
static guint8 sole_teller(Span kinds)
{
	for (gsize i = 0; i < kinds.length; i++)
		if (((guint8)kinds.data[i] & SITE_TOLD) != 0)
			return (guint8)kinds.data[i];
	return 0;
}

static void write_link(Lesson *self, const char *site, Span kinds)
{
	guint8 teller = sole_teller(kinds), own = site_told_by(self->author);

	if (site[0] == '\0' || has_kind(kinds, SITE_LINKED))
		return;
	if (teller == 0 && !lesson_is_proven(self)) {
		write_kind(self, site, own);
		return;
	}
	if (teller == own && !lesson_is_proven(self))
		return;
	write_kind(self, site, SITE_LINKED);
	if (teller != 0)
		remove_kind(self, site, teller);
}

void lesson_write_links(Lesson *self)
{
	const Inquiry *inquiry = self->inquiry;
	const GPtrArray *links = inquiry->facts->links;

	for (guint i = 0; i < links->len; i++)
		write_link(self, ((const Link *)links->pdata[i])->site,
			kv_ask_answer(inquiry->first, inquiry->first_link_question + i));
}

/* An address that is a person already stays one, whatever a later header says. */
static gboolean write_list(Lesson *self, const char *address, GError **error)
{
	Key key = key_of_string(self->memory->keys, TABLE_PERSON, address);
	Span person;

	if (!party_is_list(self->inquiry->facts, address))
		return TRUE;
	if (!memory_ask_one(self->memory, TABLE_PERSON, key, 1, &person, error))
		return FALSE;
	if (key_number_count(person) == 0)
		write_kind(self, address, SITE_LIST);
	return TRUE;
}

/* Who writes is a person, whatever another's header has made of the address. */
static void unmark_list(Lesson *self)
{
	const Party *sender = &self->inquiry->sender;

	if (self->inquiry->has_sender &&
		has_kind(kv_ask_answer(self->inquiry->first, sender->list_question), SITE_LIST))
		remove_kind(self, sender->address, SITE_LIST);
}

gboolean lesson_write_sites(Lesson *self, GError **error)
{
	const Inquiry *inquiry = self->inquiry;
	const GPtrArray *const lists[] = {inquiry->facts->to, inquiry->facts->cc};

	unmark_list(self);
	if (lesson_is_doubted(self))
		return TRUE;
	if (inquiry->organisation[0] != '\0' && !inquiry->organisation_known)
		write_kind(self, inquiry->organisation, SITE_WROTE);
	lesson_write_links(self);
	for (guint k = 0; k < G_N_ELEMENTS(lists); k++)
		for (guint i = 0; i < lists[k]->len; i++)
			if (!write_list(
				    self, ((const Address *)lists[k]->pdata[i])->address, error))
				return FALSE;
	return TRUE;
}
