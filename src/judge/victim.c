/* SPDX-License-Identifier: Apache-2.0
 *
 * Leads are weighed and normalised to probabilities.
 */
#include "judge/victim.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "judge/lead.h"
#include "mail/domain.h"

/* Where all of SIGNS stand they add WEIGHT to the log-odds against somebody whom the message does
 * not show. Fitted by eval/victims.py, but the last: forged replies were made to go to others than
 * the one robbed, so what was measured of that is not believed so far. */
static const struct {
	guint signs;
	double weight;
} weights[] = {
	{LEAD_SENDER, 2.5},
	{LEAD_HIDDEN, 3.7},
	{LEAD_SIGNATURE, 1.6},
	{LEAD_QUOTED, 0.6},
	{LEAD_NAME, 1.4},
	{LEAD_ORGANISATION, 0.7},
	{LEAD_PARTICIPANT, 5.9},
	{LEAD_SUBJECT, 1.2},
	{LEAD_AUTHOR, 0.8},
	{LEAD_SHOWN, 0.4},
	{LEAD_NAME | LEAD_PARTICIPANT, -1.8},
	{LEAD_NAME | LEAD_SUBJECT, 2.8},
	{LEAD_SIGNATURE | LEAD_PARTICIPANT, -1.5},
	{LEAD_QUOTED | LEAD_PARTICIPANT, -0.8},
	{LEAD_RECIPIENT, -3},
};
/* All whom the message does not claim to come from share one such weight. */
static const double weight_of_others = -2.2;

/* That the robbed mailbox is at the organisation claimed, where nothing else is known: an even
 * guess, not measured. */
static const double by_organisation_alone = 0.5;

/* The same of an address alone, whatever points to it: a partner's mailbox is the likelier
 * (JPCERT/CC, FAQ on Emotet). */
static const double weight_of_bare = -0.5;

static double weight_of(const Lead *lead, guint others)
{
	double sum = 0;
	if ((lead->signs & LEAD_BARE) != 0)
		return exp(weight_of_bare);
	for (guint i = 0; i < G_N_ELEMENTS(weights); i++)
		if ((lead->signs & weights[i].signs) == weights[i].signs)
			sum += weights[i].weight;
	if ((lead->signs & LEAD_CLAIMED) == 0)
		sum += weight_of_others - log(MAX(others, 1));
	return exp(sum);
}

/* Leads that may be the one robbed without the message saying so. */
static guint count_others(const GPtrArray *leads)
{
	guint count = 0;
	for (guint i = 0; i < leads->len; i++)
		count += (((const Lead *)leads->pdata[i])->signs &
				 (LEAD_CLAIMED | LEAD_RECIPIENT)) == 0;
	return count;
}

static gint likelier(gconstpointer a, gconstpointer b)
{
	const Victim *one = *(const Victim *const *)a;
	const Victim *other = *(const Victim *const *)b;
	if (one->probability != other->probability)
		return one->probability < other->probability ? 1 : -1;
	return strcmp(one->address, other->address);
}

static void add_victim(GPtrArray *victims, const Lead *lead, guint others)
{
	Victim *victim = g_new0(Victim, 1);
	victim->address = g_strdup(lead->address);
	victim->name = g_strdup(lead->name);
	victim->organisation = domain_organisation(lead->address);
	victim->repaired = lead->repaired;
	victim->signs = lead->signs;
	victim->claimed = (lead->signs & LEAD_CLAIMED) != 0;
	victim->probability = weight_of(lead, others);
	g_ptr_array_add(victims, victim);
}

static void normalise(GPtrArray *victims)
{
	double sum = 1;
	for (guint i = 0; i < victims->len; i++)
		sum += ((Victim *)victims->pdata[i])->probability;
	for (guint i = 0; i < victims->len; i++)
		((Victim *)victims->pdata[i])->probability /= sum;
	g_ptr_array_sort(victims, likelier);
	if (victims->len > LIMIT_VICTIMS)
		g_ptr_array_set_size(victims, LIMIT_VICTIMS);
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

/* The domain that the message claims to come from where it shows no mailbox: of an address that is
 * not the sending one, or a name that is one ("us.af"). New string, "" when none. */
static char *claimed_domain(const Verdict *verdict)
{
	const char *at = strrchr(verdict->claimed.address, '@');
	if (at != NULL && strcmp(verdict->claimed.address, verdict->sender) != 0)
		return g_strdup(at + 1);
	const char *name = verdict->claimed.name;
	gboolean is_domain =
		strchr(name, '.') != NULL &&
		strspn(name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-.") == strlen(name);
	return is_domain ? g_ascii_strdown(name, -1) : g_strdup("");
}

/* When nobody can be named: the organisation that the message pretends to come from. */
static void add_organisation(Memory *memory, Verdict *verdict)
{
	g_autofree char *domain = claimed_domain(verdict);
	g_autofree char *whole =
		memory != NULL && domain[0] != '\0' ? memory_repair_domain(memory, domain) : NULL;
	if (whole == NULL && !domain_is_complete(domain))
		return;
	Victim *victim = g_new0(Victim, 1);
	victim->address = g_strdup("");
	victim->name = g_strdup(verdict->claimed.name);
	victim->organisation = domain_site(whole != NULL ? whole : domain);
	victim->repaired = whole != NULL;
	victim->claimed = TRUE;
	victim->probability = by_organisation_alone;
	g_ptr_array_add(verdict->victims, victim);
}

void victim_name(const Situation *situation, Memory *memory, Verdict *verdict)
{
	g_autoptr(GPtrArray) leads = leads_of(situation, memory);
	guint others = count_others(leads);
	for (guint i = 0; i < leads->len; i++)
		add_victim(verdict->victims, leads->pdata[i], others);
	normalise(verdict->victims);
	if (leads->len == 0)
		add_organisation(memory, verdict);
	if (verdict->victims->len > 0)
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
