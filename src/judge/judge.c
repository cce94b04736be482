/* SPDX-License-Identifier: Apache-2.0
 *
 * Sum of weighted signals in log-odds, and the rules that no sum may overrule.
 */
#include "judge/judge.h"

#include <math.h>
#include <string.h>

#include "judge/signal.h"
#include "judge/victim.h"

/* Log-odds from which on a message is called so. */
static const double suspicious_from = 0.0;
static const double hijacked_from = 1.0;
/* As far below suspicion as "hijacked" is above it: from here on memory does not believe a message
 * what it shows of its sender. */
static const double doubtful_from = -1.0;
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

static void add_evidence(
	Verdict *verdict, const Signal *signal, double strength, double weight, const char *detail)
{
	Evidence *evidence = g_new0(Evidence, 1);
	evidence->id = signal->id;
	evidence->strength = strength;
	evidence->weight = weight;
	evidence->reason_en = signal->reason_en;
	evidence->reason_ja = signal->reason_ja;
	evidence->detail = g_strdup(detail);
	g_ptr_array_add(verdict->evidence, evidence);
	verdict->score += weight;
}

/* What the evidence so far says of the one who sends: the weight of what shows them to be somebody
 * else, and of what shows the account to be in other hands. */
typedef struct Contradiction {
	double claim;
	double takeover;
} Contradiction;

/* Adds what the signals of history say, or all others. */
static void weigh_part(
	const Situation *situation, gboolean history, Verdict *verdict, Contradiction *ret)
{
	guint column = situation->recall->empty ? WEIGHT_COLD : WEIGHT_WARM;
	g_autoptr(GString) detail = g_string_new(NULL);
	for (guint i = 0; i < weighted_signals_count; i++) {
		const WeightedSignal *weighted = &weighted_signals[i];
		if ((weighted->role == ROLE_HISTORY) != history)
			continue;
		g_string_truncate(detail, 0);
		double strength = weighted->signal->measure(situation, detail);
		double weight = strength * weights_of(situation->policy->weights, i, column);
		if (weight != 0)
			add_evidence(verdict, weighted->signal, strength, weight, detail->str);
		if (weighted->role == ROLE_CLAIM)
			ret->claim += weight;
		if (weighted->role == ROLE_TAKEOVER)
			ret->takeover += weight;
	}
}

/* Adds the evidence to VERDICT. Whoever writes to us can make a history of their own: it bears out
 * routine, it does not outweigh a claim. And whoever took an account over has all of its history.
 */
static Contradiction weigh(const Situation *situation, Verdict *verdict)
{
	Contradiction found = {0};
	verdict->prior = weights_prior(
		situation->policy->weights, situation->recall->empty ? WEIGHT_COLD : WEIGHT_WARM);
	verdict->score = verdict->prior;
	weigh_part(situation, FALSE, verdict, &found);
	if (found.takeover == 0 && (found.claim == 0 || situation->recall->sender.proven))
		weigh_part(situation, TRUE, verdict, &found);
	g_ptr_array_sort(verdict->evidence, heavier);
	return found;
}

static gboolean is_unverified(const Situation *situation)
{
	const Recall *recall = situation->recall;
	if (!situation->continues || situation->machine)
		return FALSE;
	return recall->sender.person == 0 && recall->continued->len == 0;
}

/* With nothing learned, a mail that continues nothing has no conversation that could be stolen. */
static gboolean can_be_stolen(const Situation *situation)
{
	return situation->continues || !situation->recall->empty;
}

static VerdictKind decide(const Situation *situation, double score, const Contradiction *found)
{
	gboolean contradicts =
		(found->claim > 0 || found->takeover > 0) && can_be_stolen(situation);
	if (score >= hijacked_from && contradicts && situation->payload.danger >= danger_for_hijack)
		return VERDICT_HIJACKED;
	if (score >= suspicious_from && contradicts)
		return VERDICT_SUSPICIOUS;
	return is_unverified(situation) ? VERDICT_UNVERIFIED : VERDICT_CLEAN;
}

/* Somebody who looked at the message has the last word. */
static void obey_mark(const Recall *recall, Verdict *verdict)
{
	static const Signal benign = {.id = "marked-benign",
		.reason_en = "Somebody looked at this message and said that it is harmless.",
		.reason_ja = "このメッセージは、内容を確認した人によって無害とされています。"};
	static const Signal hijacked = {.id = "marked-hijacked",
		.reason_en = "Somebody looked at this message and said that it is an attack.",
		.reason_ja = "このメッセージは、内容を確認した人によって攻撃とされています。"};
	if (recall->mark == MARK_NONE)
		return;
	gboolean attack = recall->mark == MARK_HIJACKED;
	add_evidence(verdict, attack ? &hijacked : &benign, 1,
		attack ? JUDGE_MARK_SCORE : -JUDGE_MARK_SCORE, recall->mark_reason);
	g_ptr_array_sort(verdict->evidence, heavier);
	verdict->kind = attack ? VERDICT_HIJACKED : VERDICT_CLEAN;
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
	Contradiction found = weigh(&situation, verdict);
	verdict->kind = decide(&situation, verdict->score, &found);
	obey_mark(recall, verdict);
	verdict->doubtful = verdict->score >= doubtful_from && can_be_stolen(&situation);
	describe(&situation, verdict);
	victim_claim(&situation, verdict);
	if (verdict->kind >= VERDICT_SUSPICIOUS)
		victim_name(&situation, memory, verdict);
	return verdict;
}
