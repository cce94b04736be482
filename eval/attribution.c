/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages are kept in the order they came; a campaign's groups are cut from its own ones in that
 * order, whole groups only.
 */
#include "eval/attribution.h"

#include <string.h>

#include "base/limits.h"
#include "judge/lead.h"
#include "judge/patient-zero.h"
#include "output/json.h"

enum { first_places = 3 };
static const guint sizes[AFTER_COUNT] = {1, 3, 10, 10};

/* What one message says of one mailbox. */
typedef struct Said {
	guint32 mailbox;
	float weight;
	guint16 signs;
	guint8 side;
	gboolean claimed : 1;
} Said;

typedef struct Attack {
	const Label *label;
	gboolean found;
	gsize first, count; /* in SAID */
} Attack;

/* The messages of one group, by their numbers among the attacks. */
typedef struct Chunk {
	const Attack *const *attacks;
	guint count;
} Chunk;

struct Attribution {
	GHashTable *mailboxes; /* number from 1, by address */
	GPtrArray *addresses;  /* by number; borrowed from MAILBOXES */
	GArray *said;          /* of Said */
	GArray *attacks;       /* of Attack */
	GHashTable *counts;    /* Attributed[AFTER_COUNT] by Group */
	Reliability reliability[AFTER_COUNT];
};

Attribution *attribution_new(void)
{
	Attribution *self = g_new0(Attribution, 1);
	self->mailboxes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	self->addresses = g_ptr_array_new();
	self->said = g_array_new(FALSE, FALSE, sizeof(Said));
	self->attacks = g_array_new(FALSE, FALSE, sizeof(Attack));
	self->counts = g_hash_table_new_full(NULL, NULL, NULL, g_free);
	return self;
}

void attribution_free(Attribution *self)
{
	if (self == NULL)
		return;
	g_hash_table_unref(self->counts);
	g_array_unref(self->attacks);
	g_array_unref(self->said);
	g_ptr_array_unref(self->addresses);
	g_hash_table_unref(self->mailboxes);
	g_free(self);
}

static guint32 number_of(Attribution *self, const char *address)
{
	guint32 number = GPOINTER_TO_UINT(g_hash_table_lookup(self->mailboxes, address));
	if (number == 0) {
		char *copy = g_strdup(address);
		g_ptr_array_add(self->addresses, copy);
		number = self->addresses->len;
		g_hash_table_insert(self->mailboxes, copy, GUINT_TO_POINTER(number));
	}
	return number;
}

static const char *address_of(const Attribution *self, guint32 number)
{
	return self->addresses->pdata[number - 1];
}

void attribution_add(Attribution *self, const Label *label, const Verdict *verdict)
{
	Attack attack = {.label = label, .first = self->said->len};
	attack.found = verdict->kind == VERDICT_SUSPICIOUS || verdict->kind == VERDICT_HIJACKED;
	for (guint i = 0; attack.found && i < verdict->victims->len; i++) {
		const Victim *victim = verdict->victims->pdata[i];
		g_autofree char *folded = g_ascii_strdown(victim->address, -1);
		Said said = {.mailbox = number_of(self, folded),
			.weight = (float)victim->probability,
			.signs = (guint16)victim->signs,
			.side = (guint8)victim->side,
			.claimed = victim->claimed};
		g_array_append_val(self->said, said);
	}
	attack.count = self->said->len - attack.first;
	g_array_append_val(self->attacks, attack);
}

/* The suspects of CHUNK, to be freed; its messages count from 0. */
static Suspect *suspects_of(const Attribution *self, const Chunk *chunk, gsize *ret_count)
{
	GArray *suspects = g_array_new(FALSE, FALSE, sizeof(Suspect));
	for (guint i = 0; i < chunk->count; i++) {
		const Attack *attack = chunk->attacks[i];
		for (gsize k = 0; k < attack->count; k++) {
			const Said *said = &g_array_index(self->said, Said, attack->first + k);
			Suspect suspect = {i, said->mailbox, said->claimed, said->weight, 0};
			g_array_append_val(suspects, suspect);
		}
	}
	*ret_count = suspects->len;
	return (Suspect *)(void *)g_array_free(suspects, FALSE);
}

typedef struct Ranked {
	guint32 mailbox;
	double sum;  /* of posteriors */
	double most; /* of them */
} Ranked;

static gint likelier(gconstpointer a, gconstpointer b)
{
	const Ranked *one = a, *other = b;
	if (one->sum != other->sum)
		return one->sum < other->sum ? 1 : -1;
	return (one->mailbox > other->mailbox) - (one->mailbox < other->mailbox);
}

/* The mailboxes of SUSPECTS by how much of their messages is theirs, as a new array of Ranked. */
static GArray *rank(const Suspect *suspects, gsize count)
{
	GArray *ranked = g_array_new(FALSE, TRUE, sizeof(Ranked));
	g_autoptr(GHashTable) places = g_hash_table_new(NULL, NULL);
	for (gsize i = 0; i < count; i++) {
		gpointer key = GUINT_TO_POINTER(suspects[i].mailbox);
		guint place = GPOINTER_TO_UINT(g_hash_table_lookup(places, key));
		if (place == 0) {
			Ranked fresh = {.mailbox = suspects[i].mailbox};
			g_array_append_val(ranked, fresh);
			place = ranked->len;
			g_hash_table_insert(places, key, GUINT_TO_POINTER(place));
		}
		Ranked *one = &g_array_index(ranked, Ranked, place - 1);
		one->sum += suspects[i].posterior;
		one->most = MAX(one->most, suspects[i].posterior);
	}
	g_array_sort(ranked, likelier);
	return ranked;
}

/* Is the side of MAILBOX right in the first message that names it? */
static gboolean side_is_right(const Attribution *self, const Chunk *chunk, guint32 mailbox)
{
	for (guint i = 0; i < chunk->count; i++)
		for (gsize k = 0; k < chunk->attacks[i]->count; k++) {
			const Said *said =
				&g_array_index(self->said, Said, chunk->attacks[i]->first + k);
			if (said->mailbox == mailbox)
				return said->side == (guint8)chunk->attacks[i]->label->side;
		}
	return FALSE;
}

static void hit(Rate *rate, gboolean right)
{
	rate->total++;
	rate->hits += right ? 1 : 0;
}

static Attributed *counts_of(Attribution *self, const Group *group)
{
	Attributed *counts = g_hash_table_lookup(self->counts, group);
	if (counts == NULL) {
		counts = g_new0(Attributed, AFTER_COUNT);
		g_hash_table_insert(self->counts, (gpointer)group, counts);
	}
	return counts;
}

/* Count what SUSPECTS, of CHUNK, say. */
static void count_chunk(Attribution *self, const Chunk *chunk, const Suspect *suspects, gsize count,
	AttributionSize size)
{
	const Label *label = chunk->attacks[0]->label;
	g_autoptr(GArray) ranked = rank(suspects, count);
	guint32 victim = number_of(self, label->victim);
	guint place = 0;
	while (place < ranked->len && g_array_index(ranked, Ranked, place).mailbox != victim)
		place++;
	gboolean right = place == 0 && ranked->len > 0;
	Attributed *attributed = &counts_of(self, label->group)[size];
	hit(&attributed->first, right);
	hit(&attributed->three, place < MIN(ranked->len, (guint)first_places));
	if (label->side != SIDE_UNKNOWN)
		hit(&attributed->side,
			ranked->len > 0 && side_is_right(self, chunk,
						   g_array_index(ranked, Ranked, 0).mailbox));
	if (ranked->len > 0)
		reliability_add(
			&self->reliability[size], g_array_index(ranked, Ranked, 0).most, right);
}

static gboolean any_found(const Chunk *chunk)
{
	for (guint i = 0; i < chunk->count; i++)
		if (chunk->attacks[i]->found)
			return TRUE;
	return FALSE;
}

/* Whole groups of SIZE of a campaign's ATTACKS, each by itself. */
static void count_alone(Attribution *self, const GPtrArray *attacks, AttributionSize size)
{
	for (guint from = 0; from + sizes[size] <= attacks->len; from += sizes[size]) {
		Chunk chunk = {
			(const Attack *const *)(const void *)(attacks->pdata + from), sizes[size]};
		gsize count = 0;
		if (!any_found(&chunk))
			continue;
		g_autofree Suspect *suspects = suspects_of(self, &chunk, &count);
		g_array_unref(patient_zero(suspects, count));
		count_chunk(self, &chunk, suspects, count, size);
	}
}

/* The attacks of each campaign, as a new array of arrays; one without a campaign is its own. */
static GPtrArray *campaigns_of(const Attribution *self)
{
	GPtrArray *campaigns = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
	g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < self->attacks->len; i++) {
		Attack *attack = &g_array_index(self->attacks, Attack, i);
		const char *name = attack->label->campaign;
		GPtrArray *campaign = name[0] != '\0' ? g_hash_table_lookup(known, name) : NULL;
		if (campaign == NULL) {
			campaign = g_ptr_array_new();
			g_ptr_array_add(campaigns, campaign);
			if (name[0] != '\0')
				g_hash_table_insert(known, (gpointer)name, campaign);
		}
		g_ptr_array_add(campaign, attack);
	}
	return campaigns;
}

/* The first ten messages of CAMPAIGN, mixed with as many of ANOTHER. */
static void count_mixed(Attribution *self, const GPtrArray *campaign, const GPtrArray *another)
{
	const guint size = sizes[AFTER_TEN];
	g_autoptr(GPtrArray) both = g_ptr_array_new();
	for (guint i = 0; i < size; i++)
		g_ptr_array_add(both, campaign->pdata[i]);
	for (guint i = 0; i < size; i++)
		g_ptr_array_add(both, another->pdata[i]);
	Chunk all = {(const Attack *const *)(const void *)both->pdata, 2 * size};
	Chunk own = {all.attacks, size};
	gsize count = 0, here = 0;
	if (!any_found(&own))
		return;
	g_autofree Suspect *suspects = suspects_of(self, &all, &count);
	g_array_unref(patient_zero(suspects, count));
	for (guint i = 0; i < size; i++)
		here += own.attacks[i]->count;
	count_chunk(self, &own, suspects, here, AMONG_TWO);
}

/* Each campaign with the one that stands as far from it as can be and robbed another mailbox. */
static void count_pairs(Attribution *self, const GPtrArray *campaigns)
{
	g_autoptr(GPtrArray) full = g_ptr_array_new();
	for (guint i = 0; i < campaigns->len; i++)
		if (((const GPtrArray *)campaigns->pdata[i])->len >= sizes[AFTER_TEN])
			g_ptr_array_add(full, campaigns->pdata[i]);
	for (guint i = 0; i < full->len; i++) {
		const GPtrArray *campaign = full->pdata[i];
		const GPtrArray *another = full->pdata[(i + full->len / 2) % full->len];
		const Label *label = ((const Attack *)campaign->pdata[0])->label;
		const Label *other = ((const Attack *)another->pdata[0])->label;
		if (strcmp(label->victim, other->victim) != 0)
			count_mixed(self, campaign, another);
	}
}

void attribution_evaluate(Attribution *self)
{
	g_autoptr(GPtrArray) campaigns = campaigns_of(self);
	for (guint size = 0; size < AMONG_TWO; size++)
		for (guint i = 0; i < campaigns->len; i++)
			count_alone(self, campaigns->pdata[i], size);
	count_pairs(self, campaigns);
}

static void add_rate(Rate *rate, Rate more)
{
	rate->hits += more.hits;
	rate->total += more.total;
}

Attributed attribution_of(const Attribution *self, const Group *group, AttributionSize size)
{
	Attributed sum = {0};
	GHashTableIter iterator;
	gpointer key, value;
	g_hash_table_iter_init(&iterator, self->counts);
	while (g_hash_table_iter_next(&iterator, &key, &value)) {
		const Attributed *one = &((const Attributed *)value)[size];
		if (group != NULL && key != group)
			continue;
		add_rate(&sum.first, one->first);
		add_rate(&sum.three, one->three);
		add_rate(&sum.side, one->side);
	}
	return sum;
}

const Reliability *attribution_reliability(const Attribution *self, AttributionSize size)
{
	return &self->reliability[size];
}

static void write_candidate(const Attribution *self, Json *json, const Said *said)
{
	json_open_object(json, NULL);
	json_string(json, "address", address_of(self, said->mailbox));
	json_number(json, "probability", said->weight, 6);
	json_open_array(json, "signs");
	for (guint sign = 1; sign <= LEAD_LAST; sign <<= 1)
		if ((said->signs & sign) != 0)
			json_string(json, NULL, lead_sign_name(sign));
	json_close_array(json);
	json_close_object(json);
}

void attribution_write(const Attribution *self, const char *memory, FILE *stream)
{
	g_autoptr(Json) json = json_new(stream);
	for (guint i = 0; i < self->attacks->len; i++) {
		const Attack *attack = &g_array_index(self->attacks, Attack, i);
		if (!attack->found)
			continue;
		json_open_object(json, NULL);
		json_string(json, "memory", memory);
		json_string(json, "profile", attack->label->group->name);
		json_string_or_null(json, "campaign", attack->label->campaign);
		json_string(json, "victim", attack->label->victim);
		json_open_array(json, "candidates");
		for (gsize k = 0; k < attack->count; k++)
			write_candidate(
				self, json, &g_array_index(self->said, Said, attack->first + k));
		json_close_array(json);
		json_close_object(json);
	}
}
