/* SPDX-License-Identifier: Apache-2.0
 *
 * Candidates are gathered from what the message says and from who held what it quotes, weighed, and
 * normalised to probabilities.
 */
#include "judge/victim.h"

#include <string.h>

#include "base/limits.h"
#include "judge/organisation.h"
#include "mail/domain.h"

enum { most_victims = 5 };

/* How likely each way of pointing at a mailbox is right, relative to the others. */
static const double by_hidden_address = 12;
static const double by_signature = 10;
static const double by_quoted_header = 8;
static const double by_name_and_holding = 10;
static const double by_name_and_part = 6;
static const double by_name = 2;
static const double by_organisation = 12;
static const double by_organisation_and_part = 6;
static const double by_takeover = 30;
static const double by_holding = 1;
static const double by_part = 0.3;
/* Left over for somebody whom the message does not show. */
static const double by_nobody = 0.3;
/* The forged reply goes to the other side of the conversation: its recipient is seldom the one
 * robbed. */
static const double recipient_factor = 0.2;

typedef struct Candidates {
	const Situation *situation;
	Memory *memory;
	GPtrArray *victims;
} Candidates;

/* The sending account is a tool of the thief, unless it is what was robbed. */
static gboolean is_excluded(const Candidates *candidates, const char *address)
{
	const Author *author = candidates->situation->author;
	if (candidates->situation->taken_over)
		return address[0] == '\0';
	return address[0] == '\0' || strcmp(address, author->address) == 0;
}

static void add_address(
	Candidates *candidates, const char *address, const char *name, double weight)
{
	if (is_excluded(candidates, address))
		return;
	for (guint i = 0; i < candidates->victims->len; i++) {
		Victim *victim = candidates->victims->pdata[i];
		if (strcmp(victim->address, address) == 0) {
			victim->probability += weight;
			return;
		}
	}
	if (candidates->victims->len >= LIMIT_CANDIDATES)
		return;
	Victim *victim = g_new0(Victim, 1);
	victim->address = g_strdup(address);
	victim->name = g_strdup(name);
	victim->organisation = domain_organisation(address);
	victim->probability = weight;
	g_ptr_array_add(candidates->victims, victim);
}

static gboolean lists(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++)
		if (strcmp(((Address *)addresses->pdata[i])->address, address) == 0)
			return TRUE;
	return FALSE;
}

static gboolean is_recipient(const Facts *facts, const char *address)
{
	return lists(facts->to, address) || lists(facts->cc, address) ||
	       g_ptr_array_find_with_equal_func(facts->envelope, address, g_str_equal, NULL);
}

static void add_person(Candidates *candidates, PersonNumber person, double weight)
{
	if (candidates->memory == NULL || person == 0)
		return;
	Address *address = memory_person(candidates->memory, person);
	if (address == NULL)
		return;
	if (is_recipient(candidates->situation->facts, address->address))
		weight *= recipient_factor;
	add_address(candidates, address->address, address->name, weight);
	address_free(address);
}

static void add_member(Candidates *candidates, PersonNumber person, double weight)
{
	Address *address =
		candidates->memory != NULL ? memory_person(candidates->memory, person) : NULL;
	if (address != NULL &&
		organisation_is_named(candidates->situation->author->name, address->address) &&
		!is_recipient(candidates->situation->facts, address->address))
		add_address(candidates, address->address, address->name, weight);
	address_free(address);
}

static gboolean holds(const GArray *persons, PersonNumber person)
{
	for (guint i = 0; i < persons->len; i++)
		if (g_array_index(persons, PersonNumber, i) == person)
			return TRUE;
	return FALSE;
}

static void add_namesakes(Candidates *candidates)
{
	const Situation *situation = candidates->situation;
	const GArray *bearers = situation->recall->name_bearers;
	if (situation->name_theirs && !situation->joined_unproven)
		return;
	for (guint i = 0; i < bearers->len; i++) {
		PersonNumber person = g_array_index(bearers, PersonNumber, i);
		double weight = by_name;
		if (situation->joined != NULL && holds(situation->joined->holders, person))
			weight = by_name_and_holding;
		else if (situation_took_part(situation->joined, person))
			weight = by_name_and_part;
		add_person(candidates, person, weight);
	}
}

static void add_addresses(
	Candidates *candidates, const GPtrArray *addresses, gboolean same_name, double weight)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *address = addresses->pdata[i];
		if (!same_name ||
			situation_same_name(address->name, candidates->situation->author->name))
			add_address(candidates, address->address, address->name, weight);
	}
}

static void add_quoted(Candidates *candidates)
{
	const Situation *situation = candidates->situation;
	for (guint i = 0; i < situation->facts->quotes->len; i++) {
		const QuotedHeader *quote = situation->facts->quotes->pdata[i];
		add_addresses(candidates, quote->to, TRUE, by_quoted_header);
		if (situation_same_name(quote->from.name, situation->author->name))
			add_address(candidates, quote->from.address, quote->from.name,
				by_quoted_header);
	}
}

static void add_holders(Candidates *candidates)
{
	const Continued *joined = candidates->situation->joined;
	if (joined == NULL || joined->hits == 0)
		return;
	for (guint i = 0; i < joined->holders->len; i++)
		add_member(candidates, g_array_index(joined->holders, PersonNumber, i),
			by_organisation);
	for (guint i = 0; i < joined->holders->len; i++)
		add_person(candidates, g_array_index(joined->holders, PersonNumber, i),
			by_holding / joined->holders->len);
	guint others = MIN(joined->participants->len, 16);
	for (guint i = 0; i < others; i++) {
		PersonNumber person = g_array_index(joined->participants, PersonNumber, i);
		add_member(candidates, person, by_organisation_and_part);
		add_person(candidates, person, by_part / joined->participants->len);
	}
}

static gint likelier(gconstpointer a, gconstpointer b)
{
	const Victim *one = *(const Victim *const *)a;
	const Victim *other = *(const Victim *const *)b;
	if (one->probability != other->probability)
		return one->probability < other->probability ? 1 : -1;
	return strcmp(one->address, other->address);
}

static void normalise(GPtrArray *victims)
{
	double sum = by_nobody;
	for (guint i = 0; i < victims->len; i++)
		sum += ((Victim *)victims->pdata[i])->probability;
	for (guint i = 0; i < victims->len; i++)
		((Victim *)victims->pdata[i])->probability /= sum;
	g_ptr_array_sort(victims, likelier);
	if (victims->len > most_victims)
		g_ptr_array_set_size(victims, most_victims);
}

/* Completes a domain that came cut ("us.af"), when exactly one known organisation can be meant. */
static void repair(const Situation *situation, Memory *memory, Victim *victim)
{
	const char *at = strrchr(victim->address, '@');
	const char *domain = at != NULL ? at + 1 : victim->organisation;
	if (memory == NULL || domain[0] == '\0' || domain_is_complete(domain))
		return;
	g_autoptr(GPtrArray) known = memory_repair_domain(memory, domain);
	if (known->len != 1)
		return;
	g_autofree char *local =
		g_strndup(victim->address, at != NULL ? (gsize)(at - victim->address) : 0);
	g_autofree char *address = g_strconcat(local, "@", (const char *)known->pdata[0], NULL);
	g_free(victim->organisation);
	victim->organisation = domain_organisation(address);
	victim->repaired = TRUE;
	if (at != NULL) {
		g_free(victim->address);
		victim->address = g_steal_pointer(&address);
	}
}

static gboolean is_own(const Policy *policy, const char *organisation)
{
	for (guint i = 0; policy->organisation[i] != NULL; i++) {
		g_autofree char *site = domain_site(policy->organisation[i]);
		if (strcmp(site, organisation) == 0)
			return TRUE;
	}
	return FALSE;
}

static Side side_of(const Policy *policy, const char *organisation, const char *recipient)
{
	g_autofree char *own = domain_organisation(recipient);
	if (own[0] == '\0' || organisation[0] == '\0')
		return SIDE_UNKNOWN;
	if (strcmp(own, organisation) == 0)
		return SIDE_INSIDE;
	return is_own(policy, own) && is_own(policy, organisation) ? SIDE_INSIDE : SIDE_OUTSIDE;
}

static void add_side(const Situation *situation, Verdict *verdict, const char *recipient)
{
	if (recipient[0] == '\0')
		return;
	for (guint i = 0; i < verdict->sides->len; i++)
		if (strcmp(((RecipientSide *)verdict->sides->pdata[i])->recipient, recipient) == 0)
			return;
	const Victim *first = verdict->victims->pdata[0];
	RecipientSide *side = g_new0(RecipientSide, 1);
	side->recipient = g_strdup(recipient);
	side->side = side_of(situation->policy, first->organisation, recipient);
	g_ptr_array_add(verdict->sides, side);
}

/* Recipients by the envelope where a field tells it, else by To and Cc. */
static void add_sides(const Situation *situation, Verdict *verdict)
{
	const Facts *facts = situation->facts;
	for (guint i = 0; i < facts->envelope->len; i++)
		add_side(situation, verdict, facts->envelope->pdata[i]);
	const GPtrArray *fields[] = {facts->to, facts->cc};
	for (guint field = 0; facts->envelope->len == 0 && field < G_N_ELEMENTS(fields); field++)
		for (guint i = 0; i < fields[field]->len; i++)
			add_side(situation, verdict, ((Address *)fields[field]->pdata[i])->address);
	if (verdict->sides->len == 0)
		return;
	const char *recipient = ((RecipientSide *)verdict->sides->pdata[0])->recipient;
	for (guint i = 0; i < verdict->victims->len; i++) {
		Victim *victim = verdict->victims->pdata[i];
		victim->side = side_of(situation->policy, victim->organisation, recipient);
	}
}

/* When nobody can be named: the organisation that the message pretends to come from. */
static void add_organisation(const Verdict *verdict, GPtrArray *victims)
{
	const char *at = strrchr(verdict->claimed.address, '@');
	if (verdict->claim != CLAIM_ORGANISATION || at == NULL)
		return;
	Victim *victim = g_new0(Victim, 1);
	victim->address = g_strdup("");
	victim->name = g_strdup(verdict->claimed.name);
	victim->organisation = domain_site(at + 1);
	victim->probability = 1;
	g_ptr_array_add(victims, victim);
}

void victim_name(const Situation *situation, Memory *memory, Verdict *verdict)
{
	Candidates candidates = {situation, memory, verdict->victims};
	/* What memory knows is bounded and goes first: a message can name any number of mailboxes.
	 */
	if (situation->taken_over)
		add_address(&candidates, situation->author->address, situation->author->name,
			by_takeover);
	add_namesakes(&candidates);
	add_holders(&candidates);
	add_addresses(&candidates, situation->facts->hidden, FALSE, by_hidden_address);
	add_addresses(&candidates, situation->facts->signature, TRUE, by_signature);
	add_quoted(&candidates);
	if (verdict->victims->len == 0)
		add_organisation(verdict, verdict->victims);
	if (verdict->victims->len == 0)
		return;
	normalise(verdict->victims);
	for (guint i = 0; i < verdict->victims->len; i++)
		repair(situation, memory, verdict->victims->pdata[i]);
	add_sides(situation, verdict);
}

/* The address that the message shows for its claimed sender, where it differs from the sending
 * account; else that. */
static const char *claimed_address(const Situation *situation)
{
	const GPtrArray *hidden = situation->facts->hidden;
	if (hidden->len > 0)
		return ((Address *)hidden->pdata[0])->address;
	const GPtrArray *signature = situation->facts->signature;
	for (guint i = 0; i < signature->len; i++) {
		const Address *address = signature->pdata[i];
		if (address->address[0] != '\0' &&
			situation_same_name(address->name, situation->author->name))
			return address->address;
	}
	return situation->author->address;
}

void victim_claim(const Situation *situation, Verdict *verdict)
{
	g_free(verdict->claimed.name);
	g_free(verdict->claimed.address);
	verdict->claimed.name = g_strdup(situation->author->name);
	verdict->claimed.address = g_strdup(claimed_address(situation));
	g_autofree char *key = author_name_key(situation->author->name);
	if (key[0] != '\0')
		verdict->claim = CLAIM_PERSON;
	else if (verdict->claimed.address[0] != '\0')
		verdict->claim = CLAIM_ORGANISATION;
}
