/* SPDX-License-Identifier: Apache-2.0
 *
 * Leads out of what the message says and of who held what it quotes.
 */
#include "judge/lead.h"

#include <string.h>

#include "base/limits.h"
#include "judge/organisation.h"

/* Characters of own text; a longer one may hold a quotation without any mark of it. */
enum { longest_lure = 500 };

typedef struct Gathering {
	const Situation *situation;
	Memory *memory;
	GPtrArray *leads;
	GArray *persons; /* PersonNumber of those of LEADS that memory told, in the same order */
} Gathering;

static void lead_free(gpointer data)
{
	Lead *lead = data;
	g_free(lead->address);
	g_free(lead->name);
	g_free(lead);
}

static Lead *find(const Gathering *gathering, const char *address)
{
	for (guint i = 0; i < gathering->leads->len; i++) {
		Lead *lead = gathering->leads->pdata[i];
		if (strcmp(lead->address, address) == 0)
			return lead;
	}
	return NULL;
}

/* The sending account is a tool of the thief, unless it is what was robbed. */
static gboolean is_excluded(const Gathering *gathering, const char *address)
{
	const Situation *situation = gathering->situation;
	return address[0] == '\0' ||
	       (!situation->taken_over && strcmp(address, situation->author->address) == 0);
}

static Lead *add(Gathering *gathering, const char *address, const char *name, guint signs)
{
	if (is_excluded(gathering, address))
		return NULL;
	Lead *lead = find(gathering, address);
	if (lead == NULL) {
		if (gathering->leads->len >= LIMIT_CANDIDATES)
			return NULL;
		lead = g_new0(Lead, 1);
		lead->address = g_strdup(address);
		lead->name = g_strdup(name);
		g_ptr_array_add(gathering->leads, lead);
	}
	lead->signs |= signs;
	return lead;
}

/* A person costs a decryption, so each is asked for once. */
static void add_person(Gathering *gathering, PersonNumber person, guint signs)
{
	for (guint i = 0; i < gathering->persons->len; i++)
		if (g_array_index(gathering->persons, PersonNumber, i) == person) {
			((Lead *)gathering->leads->pdata[i])->signs |= signs;
			return;
		}
	if (gathering->memory == NULL || person == 0 || gathering->leads->len >= LIMIT_CANDIDATES)
		return;
	Address *address = memory_person(gathering->memory, person);
	if (address == NULL)
		return;
	guint before = gathering->leads->len;
	if (organisation_is_named(gathering->situation->author->name, address->address))
		signs |= LEAD_ORGANISATION;
	add(gathering, address->address, address->name, signs);
	if (gathering->leads->len > before)
		g_array_append_val(gathering->persons, person);
	address_free(address);
}

static void add_persons(Gathering *gathering, const GArray *persons, guint signs)
{
	for (guint i = 0; i < persons->len; i++)
		add_person(gathering, g_array_index(persons, PersonNumber, i), signs);
}

static void add_namesakes(Gathering *gathering)
{
	const Situation *situation = gathering->situation;
	if (!situation->name_theirs || situation->joined_unproven)
		add_persons(gathering, situation->recall->name_bearers, LEAD_NAME);
}

static void add_conversation(Gathering *gathering)
{
	const Continued *joined = gathering->situation->joined;
	if (joined == NULL)
		return;
	/* Who held the very message stands first, in case the conversation has too many. */
	if (joined->author != 0)
		add_person(gathering, joined->author, LEAD_AUTHOR | LEAD_PARTICIPANT);
	add_persons(gathering, joined->holders, LEAD_PARTICIPANT);
	gboolean sure = joined->hits > 0 || joined->by_reference;
	add_persons(gathering, joined->participants, sure ? LEAD_PARTICIPANT : LEAD_SUBJECT);
}

/* ADDRESS with its domain whole again, when it came cut and memory knows one that it can be; else
 * NULL. */
static char *repaired(const Gathering *gathering, const char *address)
{
	const char *at = strrchr(address, '@');
	if (at == NULL || gathering->memory == NULL || find(gathering, address) != NULL ||
		gathering->leads->len >= LIMIT_CANDIDATES)
		return NULL;
	g_autofree char *whole = memory_repair_domain(gathering->memory, at + 1);
	g_autofree char *local = g_strndup(address, (gsize)(at - address));
	return whole != NULL ? g_strconcat(local, "@", whole, NULL) : NULL;
}

/* What the message itself shows. */
static void add_address(Gathering *gathering, const Address *address, guint signs)
{
	g_autofree char *whole = repaired(gathering, address->address);
	const char *meant = whole != NULL ? whole : address->address;
	if (organisation_is_named(gathering->situation->author->name, meant))
		signs |= LEAD_ORGANISATION;
	Lead *lead = add(gathering, meant, address->name, signs);
	if (lead != NULL && whole != NULL)
		lead->repaired = TRUE;
}

static gboolean is_claimed(const Gathering *gathering, const char *name)
{
	return situation_same_name(name, gathering->situation->author->name);
}

static void add_quoted_address(Gathering *gathering, const Address *address)
{
	guint signs = LEAD_SHOWN | (is_claimed(gathering, address->name) ? LEAD_QUOTED : 0);
	add_address(gathering, address, signs);
}

static void add_shown(Gathering *gathering)
{
	const Facts *facts = gathering->situation->facts;
	for (guint i = 0; i < facts->hidden->len; i++)
		add_address(gathering, facts->hidden->pdata[i], LEAD_HIDDEN);
	for (guint i = 0; i < facts->signature->len; i++) {
		const Address *address = facts->signature->pdata[i];
		if (is_claimed(gathering, address->name))
			add_address(gathering, address, LEAD_SIGNATURE);
	}
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = facts->quotes->pdata[i];
		add_quoted_address(gathering, &quote->from);
		for (guint k = 0; k < quote->to->len && k < LIMIT_CANDIDATES; k++)
			add_quoted_address(gathering, quote->to->pdata[k]);
	}
}

static void mark_recipients(Gathering *gathering)
{
	const Facts *facts = gathering->situation->facts;
	const GPtrArray *fields[] = {facts->to, facts->cc};
	for (guint field = 0; field < G_N_ELEMENTS(fields); field++)
		for (guint i = 0; i < fields[field]->len; i++) {
			Lead *lead = find(
				gathering, ((const Address *)fields[field]->pdata[i])->address);
			if (lead != NULL)
				lead->signs |= LEAD_RECIPIENT;
		}
	for (guint i = 0; i < facts->envelope->len; i++) {
		Lead *lead = find(gathering, facts->envelope->pdata[i]);
		if (lead != NULL)
			lead->signs |= LEAD_RECIPIENT;
	}
}

/* A thief who robbed a mailbox writes to those it wrote with, not to its owner: whom alone a
 * message goes to is none of those it may come out of, unless it claims to. Else our own, who
 * receive all of a campaign and hold all that it quotes, would explain it best. */
static void drop_sole_recipient(Gathering *gathering)
{
	const Facts *facts = gathering->situation->facts;
	guint recipients =
		facts->envelope->len > 0 ? facts->envelope->len : facts->to->len + facts->cc->len;
	for (guint i = 0; recipients == 1 && i < gathering->leads->len; i++) {
		const Lead *lead = gathering->leads->pdata[i];
		if ((lead->signs & LEAD_RECIPIENT) == 0 || (lead->signs & LEAD_CLAIMED) != 0)
			continue;
		g_ptr_array_remove_index(gathering->leads, i);
		return;
	}
}

static gboolean quotes_nothing(const Facts *facts)
{
	for (guint i = 0; i < facts->texts->len; i++) {
		const GArray *blocks = ((const TextPart *)facts->texts->pdata[i])->blocks;
		for (guint k = 0; k < blocks->len; k++)
			if (g_array_index(blocks, Block, k).kind == BLOCK_QUOTE)
				return FALSE;
	}
	return facts->quotes->len == 0 && facts->own_length <= longest_lure;
}

/* A name and an address alone stand in the address books of everybody who ever wrote to it. */
static void mark_bare(Gathering *gathering)
{
	const Situation *situation = gathering->situation;
	if (situation->joined != NULL || situation->taken_over || !quotes_nothing(situation->facts))
		return;
	for (guint i = 0; i < gathering->leads->len; i++) {
		Lead *lead = gathering->leads->pdata[i];
		if ((lead->signs & LEAD_CLAIMED) != 0)
			lead->signs |= LEAD_BARE;
	}
}

GPtrArray *leads_of(const Situation *situation, Memory *memory)
{
	g_autoptr(GArray) persons = g_array_new(FALSE, FALSE, sizeof(PersonNumber));
	GPtrArray *leads = g_ptr_array_new_with_free_func(lead_free);
	Gathering gathering = {situation, memory, leads, persons};
	add_namesakes(&gathering);
	add_conversation(&gathering);
	if (situation->taken_over)
		add(&gathering, situation->author->address, situation->author->name, LEAD_SENDER);
	add_shown(&gathering);
	mark_recipients(&gathering);
	drop_sole_recipient(&gathering);
	mark_bare(&gathering);
	return leads;
}

const char *lead_sign_name(guint sign)
{
	static const char *const names[] = {"sender", "hidden", "signature", "quoted", "name",
		"organisation", "participant", "author", "shown", "recipient", "bare", "subject"};
	return names[g_bit_nth_lsf(sign, -1)];
}
