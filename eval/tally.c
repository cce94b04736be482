/* SPDX-License-Identifier: Apache-2.0
 *
 * Counting one verdict against the truth, and rates out of the counts.
 */
#include "eval/tally.h"

enum { first_places = 3 };

static gboolean is_alarm(const Verdict *verdict)
{
	return verdict->kind == VERDICT_SUSPICIOUS || verdict->kind == VERDICT_HIJACKED;
}

static gboolean is_fake_reply(const Facts *facts)
{
	return facts->reply_prefixes > 0 && !facts->has_reply_headers;
}

/* The place of the robbed mailbox among the victims, from 0; their number when it is not there. */
static guint place_of(const GPtrArray *victims, const char *address)
{
	guint place = 0;
	while (place < victims->len &&
		g_ascii_strcasecmp(((const Victim *)victims->pdata[place])->address, address) != 0)
		place++;
	return place;
}

static void count_victim(Tally *tally, const GPtrArray *victims, const Label *label)
{
	guint place = place_of(victims, label->victim);
	tally->victim_first += place == 0 && victims->len > 0;
	tally->victim_three += place < MIN(victims->len, first_places);
	if (label->side == SIDE_UNKNOWN)
		return;
	tally->side_known++;
	tally->side_right +=
		victims->len > 0 && ((const Victim *)victims->pdata[0])->side == label->side;
}

void tally_count(Tally *tally, const EngineResult *result, const Label *label)
{
	tally->messages++;
	tally->verdicts[result->verdict->kind]++;
	if (result->facts != NULL && is_fake_reply(result->facts))
		tally->fake_reply++;
	if (label->group->attack && is_alarm(result->verdict))
		count_victim(tally, result->verdict->victims, label);
}

void tally_add(Tally *tally, const Tally *more)
{
	tally->messages += more->messages;
	for (guint i = 0; i <= VERDICT_UNSCANNABLE; i++)
		tally->verdicts[i] += more->verdicts[i];
	tally->fake_reply += more->fake_reply;
	tally->victim_first += more->victim_first;
	tally->victim_three += more->victim_three;
	tally->side_known += more->side_known;
	tally->side_right += more->side_right;
}

Rate tally_verdict(const Tally *tally, VerdictKind kind)
{
	return (Rate){tally->verdicts[kind], tally->messages};
}

Rate tally_alarms(const Tally *tally)
{
	return (Rate){tally->verdicts[VERDICT_SUSPICIOUS] + tally->verdicts[VERDICT_HIJACKED],
		tally->messages};
}

Rate tally_fake_reply(const Tally *tally)
{
	return (Rate){tally->fake_reply, tally->messages};
}

Rate tally_victim_first(const Tally *tally)
{
	return (Rate){tally->victim_first, tally_alarms(tally).hits};
}

Rate tally_victim_three(const Tally *tally)
{
	return (Rate){tally->victim_three, tally_alarms(tally).hits};
}

Rate tally_side(const Tally *tally)
{
	return (Rate){tally->side_right, tally->side_known};
}
