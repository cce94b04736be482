/* SPDX-License-Identifier: Apache-2.0
 *
 * What follows from Facts and Recall together.
 */
#include "judge/situation.h"

#include <string.h>

#include "judge/organisation.h"
#include "mail/domain.h"
#include "memory/identity.h"

static const double seconds_of_day = 24 * 3600;

/* Shared windows from which on an accident is out of the question. */
static const double sure_hits = 3;

gboolean situation_took_part(const Continued *continued, PersonNumber person)
{
	if (continued == NULL || person == 0)
		return FALSE;
	for (guint i = 0; i < continued->participants->len; i++)
		if (g_array_index(continued->participants, PersonNumber, i) == person)
			return TRUE;
	return FALSE;
}

/* Each mailbox at a free-mail provider is an organisation of its own. */
static gboolean same_organisation(const char *one, const char *other)
{
	g_autofree char *organisation = domain_organisation(one);
	g_autofree char *other_organisation = domain_organisation(other);
	return organisation[0] != '\0' && strcmp(organisation, other_organisation) == 0;
}

gboolean situation_same_name(const char *one, const char *other)
{
	g_autofree char *key = author_name_key(one);
	if (key[0] == '\0')
		return FALSE;
	g_autofree char *other_key = author_name_key(other);
	return strcmp(key, other_key) == 0;
}

gboolean situation_is_senders(const Situation *situation, const char *address)
{
	const char *sender = situation->author->address;
	if (address[0] == '\0' || strcmp(address, sender) == 0)
		return TRUE;
	return same_organisation(address, sender);
}

/* A new account that repeats itself is a robot more often than a thief; one that we know from
 * before did not do so then. */
static const double by_one_stranger = 0.3;

double situation_campaign(const Situation *situation, CampaignKind kind)
{
	static const double by_count[] = {0, 0.4, 0.8, 1};
	const Campaign *campaign = &situation->recall->campaign;
	guint count = MIN(campaign->conversations[kind], G_N_ELEMENTS(by_count) - 1);
	gboolean stranger = situation->recall->sender.person == 0;
	return by_count[count] * (stranger && campaign->senders[kind] == 0 ? by_one_stranger : 1);
}

static void find_conversations(Situation *situation)
{
	const GPtrArray *continued = situation->recall->continued;
	const Continued *by_subject = NULL;
	for (guint i = 0; i < continued->len; i++) {
		const Continued *one = continued->pdata[i];
		if (one->hits > 0 &&
			(situation->quoted == NULL || one->hits > situation->quoted->hits))
			situation->quoted = one;
		if (one->by_reference && situation->parent == NULL)
			situation->parent = one;
		if (one->by_subject && by_subject == NULL)
			by_subject = one;
	}
	situation->joined = situation->quoted != NULL   ? situation->quoted
			    : situation->parent != NULL ? situation->parent
							: by_subject;
	if (situation->quoted != NULL)
		situation->quote_surety = MIN(1, situation->quoted->hits / sure_hits);
}

static gboolean sender_took_part(const Situation *situation)
{
	for (guint i = 0; i < situation->recall->continued->len; i++) {
		const Continued *one = situation->recall->continued->pdata[i];
		if (one->sender_in_it && (one->hits > 0 || one->by_reference))
			return TRUE;
	}
	return situation->joined != NULL && situation->joined->sender_in_it;
}

static gboolean one_word(const char *name)
{
	g_autofree char *key = author_name_key(name);
	return strchr(key, ' ') == NULL && g_ascii_isalpha(key[0]);
}

static void find_namesake(Situation *situation)
{
	const GArray *bearers = situation->recall->name_bearers;
	for (guint i = 0; i < bearers->len; i++) {
		PersonNumber person = g_array_index(bearers, PersonNumber, i);
		gboolean took_part = situation_took_part(situation->joined, person);
		if (situation->namesake == 0 || (took_part && !situation->namesake_took_part))
			situation->namesake = person;
		situation->namesake_took_part |= took_part;
	}
	situation->common_name = bearers->len > 4 || one_word(situation->author->name);
}

/* A person gets a further address in the same organisation, or keeps the local part in another. */
static gboolean could_be_theirs(const char *known, const char *new)
{
	return author_same_mailbox(known, new) || same_organisation(known, new);
}

static gboolean suits_a_namesake(const Situation *situation, Memory *memory)
{
	const GArray *bearers = situation->recall->name_bearers;
	gboolean suits = FALSE;
	for (guint i = 0; i < bearers->len && memory != NULL && !suits; i++) {
		Address *bearer = memory_person(memory, g_array_index(bearers, PersonNumber, i));
		suits = bearer != NULL &&
			could_be_theirs(bearer->address, situation->author->address);
		address_free(bearer);
	}
	return suits;
}

gboolean situation_continues(const Facts *facts)
{
	return facts->reply_prefixes > 0 || facts->forward_prefixes > 0 ||
	       facts->has_reply_headers || facts->quotes->len > 0;
}

gboolean situation_is_machine(const Facts *facts)
{
	return (facts->marks & (MARK_BOUNCE | MARK_RECEIPT | MARK_AUTO | MARK_CALENDAR |
				       MARK_TICKET | MARK_NOTICE)) != 0;
}

/* Did the account use its name, or take part, in a way that bears it out? What came unproven bears
 * out an address that fits the name. */
static gboolean name_is_borne_out(const Situation *situation)
{
	if (!situation->sender_took_part && !situation->name_theirs)
		return FALSE;
	return situation->recall->sender.proven || situation->name_suits;
}

/* Only where no person is recognised: looking at members costs a decryption each. */
static void find_member(Situation *situation, Memory *memory)
{
	const Author *author = situation->author;
	if (situation->quoted == NULL || situation->namesake_took_part ||
		name_is_borne_out(situation) ||
		organisation_is_named(author->name, author->address))
		return;
	situation->member = organisation_member(author->name, situation->quoted->holders, memory);
	if (situation->member == 0)
		situation->member =
			organisation_member(author->name, situation->quoted->participants, memory);
}

static gboolean is_taken_over(const Situation *situation)
{
	double campaign = 0;
	for (guint kind = 0; kind < CAMPAIGN_KINDS; kind++)
		campaign += situation_campaign(situation, (CampaignKind)kind);
	return campaign > 0 && situation->sender_took_part && !situation->joined_unproven;
}

static double days_between(gint64 earlier, gint64 later)
{
	if (earlier <= 0 || later <= earlier)
		return 0;
	return (double)(later - earlier) / seconds_of_day;
}

void situation_init(Situation *situation, const Facts *facts, const Recall *recall,
	const Author *author, const Policy *policy, Memory *memory)
{
	*situation =
		(Situation){.facts = facts, .recall = recall, .author = author, .policy = policy};
	situation->payload = payload_summary(facts, recall);
	situation->continues = situation_continues(facts);
	find_conversations(situation);
	situation->sender_took_part = sender_took_part(situation);
	situation->name_suits = author_name_suits(author->name, author->address) ||
				suits_a_namesake(situation, memory);
	situation->name_theirs = recall->sender.person != 0 && recall->sender.name_fits;
	find_namesake(situation);
	find_member(situation, memory);
	situation->joined_unproven = (situation->namesake_took_part || situation->member != 0) &&
				     !recall->sender.proven && !situation->name_suits;
	situation->machine = situation_is_machine(facts);
	situation->taken_over = is_taken_over(situation);
	if (situation->joined != NULL)
		situation->woken_days = days_between(situation->joined->last, identity_time(facts));
}
