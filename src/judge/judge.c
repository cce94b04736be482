/* SPDX-License-Identifier: Apache-2.0
 *
 * Sum of weighted signals in log-odds, and the rules that no sum may overrule.
 */
#include "judge/judge.h"

#include <math.h>
#include <string.h>

#include "judge/signal.h"
#include "judge/victim.h"

/* Log-odds of a hijack before anything is known, and the two thresholds. */
static const double prior = -5.0;
static const double suspicious_from = 0.0;
static const double hijacked_from = 0.5;
/* Less than this to click or open, and the message is never "hijacked". */
static const double danger_for_hijack = 0.3;

static gint heavier(gconstpointer a, gconstpointer b)
{
	const Evidence *one = *(const Evidence *const *)a;
	const Evidence *other = *(const Evidence *const *)b;
	double difference = fabs(other->weight) - fabs(one->weight);
	if (difference != 0)
		return difference > 0 ? 1 : -1;
	return strcmp(one->id, other->id);
}

static void add_evidence(Verdict *verdict, const Signal *signal, double weight, const char *detail)
{
	Evidence *evidence = g_new0(Evidence, 1);
	evidence->id = signal->id;
	evidence->weight = weight;
	evidence->reason_en = signal->reason_en;
	evidence->reason_ja = signal->reason_ja;
	evidence->detail = g_strdup(detail);
	g_ptr_array_add(verdict->evidence, evidence);
	verdict->score += weight;
}

/* Adds what the signals of history say, or all others; returns the sum of claims. */
static double weigh_part(const Situation *situation, gboolean history, Verdict *verdict)
{
	double claim = 0;
	g_autoptr(GString) detail = g_string_new(NULL);
	for (guint i = 0; i < weighted_signals_count; i++) {
		const WeightedSignal *weighted = &weighted_signals[i];
		if ((weighted->role == ROLE_HISTORY) != history)
			continue;
		g_string_truncate(detail, 0);
		double weight = weighted->weight * weighted->signal->measure(situation, detail);
		if (weight != 0)
			add_evidence(verdict, weighted->signal, weight, detail->str);
		if (weighted->role == ROLE_CLAIM)
			claim += weight;
	}
	return claim;
}

/* Adds the evidence to VERDICT; returns the weight of what shows the sender to be somebody else.
 * Whoever writes to us can make a history of their own: it bears out routine, it does not outweigh
 * a claim. */
static double weigh(const Situation *situation, Verdict *verdict)
{
	verdict->score = prior;
	double claim = weigh_part(situation, FALSE, verdict);
	if (claim == 0 || situation->recall->sender.proven)
		weigh_part(situation, TRUE, verdict);
	g_ptr_array_sort(verdict->evidence, heavier);
	return claim;
}

static gboolean is_unverified(const Situation *situation)
{
	const Recall *recall = situation->recall;
	if (!situation->continues || situation->machine)
		return FALSE;
	return recall->sender.person == 0 && recall->continued->len == 0;
}

static VerdictKind decide(const Situation *situation, double score, double claim)
{
	if (score >= hijacked_from && claim > 0 && situation->payload.danger >= danger_for_hijack)
		return VERDICT_HIJACKED;
	if (score >= suspicious_from && claim > 0)
		return VERDICT_SUSPICIOUS;
	return is_unverified(situation) ? VERDICT_UNVERIFIED : VERDICT_CLEAN;
}

static void describe(const Situation *situation, Verdict *verdict)
{
	g_free(verdict->sender);
	verdict->sender = g_strdup(situation->author->address);
	const Continued *joined = situation->joined;
	if (joined != NULL) {
		verdict->conversation.known = TRUE;
		verdict->conversation.messages = joined->messages;
		verdict->conversation.last = joined->last;
	}
	payload_list(situation->facts, situation->recall, verdict);
}

Verdict *judge_message(
	const Facts *facts, const Recall *recall, const Policy *policy, Memory *memory)
{
	Verdict *verdict = verdict_new();
	g_autoptr(Author) author = author_of(facts);
	Situation situation;
	situation_init(&situation, facts, recall, author, policy, memory);
	double claim = weigh(&situation, verdict);
	verdict->kind = decide(&situation, verdict->score, claim);
	describe(&situation, verdict);
	victim_claim(&situation, verdict);
	if (verdict->kind >= VERDICT_SUSPICIOUS)
		victim_name(&situation, memory, verdict);
	return verdict;
}
