/* SPDX-License-Identifier: Apache-2.0
 *
 * A mixture by collapsed variational Bayes (CVB0; Asuncion, Welling, Smyth and Teh, UAI 2009): how
 * likely a message is a source's grows with the number of other messages that are that source's.
 * A source is a mailbox and what its thief does with it: claim to be its owner, or one of those
 * whom the owner wrote with (the two explanations of JPCERT/CC's FAQ on Emotet). A mailbox that
 * holds much and is claimed now and then is thus no better an explanation of the messages that
 * claim somebody else than one that is never claimed.
 *
 * Whether many messages are the work of one thief or of many is not known before either: the
 * concentration is estimated from how many sources the messages need (Minka, "Estimating a
 * Dirichlet distribution", 2000), and the messages are reckoned anew with it.
 *
 * All messages of a round are reckoned by the counts of the round before, and sums are of whole
 * numbers: so no order can matter, not by the last bit.
 */
#include "judge/patient-zero.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The concentration is how many messages a source has before it has any. The less, the more the
 * second message out of a mailbox tells of its first, and the sooner somebody who holds a great
 * deal is taken for the one behind the thefts of several others. Where it begins: */
static const double first_concentration = 0.05;
/* Sources out of which nothing came, besides those that the messages show: with few messages the
 * concentration is small, and one thief likelier than several. By measurement of both
 * (docs/evaluation.md). */
static const double quiet_sources = 35;
/* No posterior changes more, or the concentration no more than by this part: done. */
static const double settled = 0.001;
static const double estimated = 0.02;
/* A few messages are settled with care, millions within seconds. */
enum { fewest_rounds = 6, most_rounds = 200, suspects_reckoned = 1 << 24, most_estimates = 5 };

/* Fixed point: a message is ONE. */
static const double one = 1 << 30;

typedef struct Mixture {
	Suspect *suspects;
	gsize count;
	gint32 *shares;    /* by suspect: how much of its message is its own */
	gint64 *strengths; /* room for those of one message */
	PatientSource *sources, *next;
	const PatientSource *before; /* of messages that are not here, or NULL */
	gint64 *idle; /* by source: -log of how likely nothing came out of it; -1: nothing shows it
		       */
	gsize source_count;
	gsize message_count;
	double concentration;
	gint32 changed; /* the most that a share did, in this round */
} Mixture;

/* The suspects of one message, from START up to END. */
typedef struct Message {
	gsize start, end;
	gint64 rest;    /* the share of somebody not shown */
	float heaviest; /* of its weights */
} Message;

static gsize source_of(const Suspect *suspect)
{
	return (gsize)suspect->mailbox * 2 + (suspect->claimed ? 1 : 0);
}

/* The message that begins at START. */
static Message message_at(const Mixture *mixture, gsize start)
{
	Message message = {start, start, (gint64)one, 0};
	do {
		message.heaviest = MAX(message.heaviest, mixture->suspects[message.end].posterior);
		message.rest -= mixture->shares[message.end++];
	} while (message.end < mixture->count &&
		 mixture->suspects[message.end].message == mixture->suspects[start].message);
	message.rest = MAX(message.rest, 0);
	return message;
}

/* Puts weights right; as long as the mixture settles, they stand where posteriors will. */
static void weigh(Mixture *mixture, gsize *seen, const Message *message)
{
	gint64 sum = 0;
	for (gsize i = message->start; i < message->end; i++) {
		Suspect *suspect = &mixture->suspects[i];
		gboolean repeated = seen[suspect->mailbox] == message->end;
		gboolean counts = !repeated && suspect->weight > 0 && suspect->weight <= 1;
		seen[suspect->mailbox] = message->end;
		suspect->posterior = counts ? suspect->weight : 0;
		sum += (gint64)(suspect->posterior * one);
	}
	double divisor = MAX((double)sum / one, 1);
	for (gsize i = message->start; i < message->end; i++) {
		Suspect *suspect = &mixture->suspects[i];
		suspect->posterior = (float)(suspect->posterior / divisor);
	}
}

/* How much of REST, somebody not shown, may be the one of other messages that show SUSPECT too.
 * Whom a message hardly points at tells hardly what it is about: else two messages that everybody
 * was copied in on had nobody else in common than one who is never shown. */
static gint64 unseen_by(const Message *message, const Suspect *suspect, gint64 rest)
{
	return (gint64)((double)rest * (suspect->posterior / message->heaviest));
}

static void count_message(Mixture *mixture, const Message *message, gint64 rest)
{
	for (gsize i = message->start; i < message->end; i++) {
		PatientSource *source = &mixture->next[source_of(&mixture->suspects[i])];
		if (mixture->suspects[i].posterior == 0)
			continue;
		source->messages += mixture->shares[i];
		source->unseen += unseen_by(message, &mixture->suspects[i], rest);
	}
}

/* How likely WEIGHT, and the OTHERS that are a source's, make a message its own, up to a factor. */
static gint64 strength(const Mixture *mixture, double weight, gint64 others)
{
	return (gint64)(weight * (mixture->concentration * one + (double)MAX(others, 0)));
}

/* One message by the counts of the round before. Somebody who is never shown may stand behind as
 * many of these messages as anybody who is. */
static void reckon(Mixture *mixture, const Message *message)
{
	gint64 unseen = 0, sum = 0, left = (gint64)one, rest = (gint64)one;
	for (gsize i = message->start; i < message->end; i++) {
		const Suspect *suspect = &mixture->suspects[i];
		const PatientSource *source = &mixture->sources[source_of(suspect)];
		mixture->strengths[i - message->start] = strength(
			mixture, suspect->posterior, source->messages - mixture->shares[i]);
		sum += mixture->strengths[i - message->start];
		if (suspect->posterior > 0)
			unseen = MAX(unseen,
				source->unseen - unseen_by(message, suspect, message->rest));
		left -= (gint64)(suspect->posterior * one);
	}
	sum += strength(mixture, (double)MAX(left, 0) / one, unseen);
	double factor = sum > 0 ? one / (double)sum : 0;
	for (gsize i = message->start; i < message->end; i++) {
		gint32 share = (gint32)((double)mixture->strengths[i - message->start] * factor);
		mixture->changed = MAX(mixture->changed, abs(share - mixture->shares[i]));
		mixture->shares[i] = share;
		rest -= share;
	}
	count_message(mixture, message, MAX(rest, 0));
}

/* Nothing of the messages is counted yet. */
static void begin_count(Mixture *mixture)
{
	gsize size = mixture->source_count * sizeof *mixture->next;
	if (mixture->before != NULL)
		memcpy(mixture->next, mixture->before, size);
	else
		memset(mixture->next, 0, size);
}

static void turn(Mixture *mixture)
{
	PatientSource *spent = mixture->sources;
	mixture->sources = mixture->next;
	mixture->next = spent;
	begin_count(mixture);
	mixture->changed = 0;
}

/* The shares that the weights alone give, and their counts. */
static void restart(Mixture *mixture)
{
	begin_count(mixture);
	for (gsize i = 0; i < mixture->count; i++)
		mixture->shares[i] = (gint32)(mixture->suspects[i].posterior * one);
	for (Message message = {0}; message.end < mixture->count;) {
		message = message_at(mixture, message.end);
		count_message(mixture, &message, message.rest);
	}
	mixture->changed = (gint32)one;
}

static void settle(Mixture *mixture)
{
	gsize rounds = suspects_reckoned / mixture->count;
	rounds = CLAMP(rounds, fewest_rounds, most_rounds);
	restart(mixture);
	for (gsize round = 0; round < rounds && mixture->changed > settled * one; round++) {
		turn(mixture);
		for (Message message = {0}; message.end < mixture->count;) {
			message = message_at(mixture, message.end);
			reckon(mixture, &message);
		}
	}
}

/* How many sources have at least one message, expected; *RET_SHOWN: how many are shown at all. */
static double sources_in_use(Mixture *mixture, gsize *ret_shown)
{
	double in_use = 0;
	*ret_shown = 0;
	for (gsize i = 0; i < mixture->source_count; i++)
		mixture->idle[i] = -1;
	for (gsize i = 0; i < mixture->count; i++) {
		gint64 *idle = &mixture->idle[source_of(&mixture->suspects[i])];
		double share = MIN(mixture->shares[i] / one, 1 - 1 / one);
		if (mixture->suspects[i].posterior > 0)
			*idle = MAX(*idle, 0) + (gint64)(-log1p(-share) * one);
	}
	for (gsize i = 0; i < mixture->source_count; i++) {
		*ret_shown += mixture->idle[i] >= 0 ? 1 : 0;
		in_use -= expm1(-(double)MAX(mixture->idle[i], 0) / one);
	}
	return in_use;
}

/* The concentration at which as many sources would be in use as are. TRUE when it is another. */
static gboolean estimate(Mixture *mixture)
{
	gsize shown;
	double in_use = sources_in_use(mixture, &shown);
	double before = mixture->concentration, slope = 0;
	if (shown == 0)
		return FALSE;
	for (gsize i = 0; i < mixture->message_count; i++)
		slope += 1 / ((double)shown * before + (double)i);
	mixture->concentration = in_use / (quiet_sources + (double)shown * slope);
	return fabs(mixture->concentration - before) > estimated * before;
}

/* Not from where the last concentration led to: whoever is behind many there would keep them. */
static void settle_and_estimate(Mixture *mixture)
{
	mixture->concentration = first_concentration;
	settle(mixture);
	for (gsize i = 0; i < most_estimates && estimate(mixture); i++)
		settle(mixture);
}

static GArray *conclude(const Suspect *suspects, gsize count, gsize mailboxes)
{
	g_autofree Robbed *robbed = g_new0(Robbed, mailboxes);
	for (gsize i = 0; i < count; i++) {
		Robbed *mailbox = &robbed[suspects[i].mailbox];
		mailbox->messages += suspects[i].posterior > 0.5F ? 1 : 0;
		mailbox->probability = MAX(mailbox->probability, (double)suspects[i].posterior);
	}
	GArray *result = g_array_new(FALSE, FALSE, sizeof(Robbed));
	for (gsize i = 0; i < mailboxes; i++) {
		robbed[i].mailbox = (guint32)i;
		if (robbed[i].probability > 0)
			g_array_append_val(result, robbed[i]);
	}
	return result;
}

/* The weights put right, and room for the longest message. */
static void begin(Mixture *mixture, gsize mailboxes)
{
	g_autofree gsize *seen = g_new0(gsize, mailboxes);
	gsize longest = 0;
	for (Message message = {0}; message.end < mixture->count;) {
		message = message_at(mixture, message.end);
		weigh(mixture, seen, &message);
		mixture->message_count++;
		longest = MAX(longest, message.end - message.start);
	}
	mixture->strengths = g_new(gint64, longest);
}

static void end(Mixture *mixture, PatientHistory *history)
{
	for (gsize i = 0; i < mixture->count; i++)
		mixture->suspects[i].posterior = (float)(mixture->shares[i] / one);
	history->concentration = mixture->concentration;
	memcpy(history->sources->data, mixture->next,
		mixture->source_count * sizeof *mixture->next);
	g_free(mixture->strengths);
	g_free(mixture->idle);
	g_free(mixture->next);
	g_free(mixture->sources);
	g_free(mixture->shares);
}

GArray *patient_zero_after(PatientHistory *history, Suspect *suspects, gsize count)
{
	gsize mailboxes = history->sources->len / 2;
	if (count == 0)
		return g_array_new(FALSE, FALSE, sizeof(Robbed));
	for (gsize i = 0; i < count; i++)
		mailboxes = MAX(mailboxes, (gsize)suspects[i].mailbox + 1);
	g_array_set_size(history->sources, (guint)(2 * mailboxes));
	Mixture mixture = {.suspects = suspects, .count = count, .source_count = 2 * mailboxes};
	mixture.shares = g_new0(gint32, count);
	mixture.sources = g_new(PatientSource, 2 * mailboxes);
	mixture.next = g_new0(PatientSource, 2 * mailboxes);
	mixture.idle = g_new(gint64, 2 * mailboxes);
	mixture.concentration = history->concentration;
	begin(&mixture, mailboxes);
	if (history->concentration > 0) {
		mixture.before = (const PatientSource *)(void *)history->sources->data;
		settle(&mixture);
	} else {
		settle_and_estimate(&mixture);
	}
	end(&mixture, history);
	return conclude(suspects, count, mailboxes);
}

GArray *patient_zero(Suspect *suspects, gsize count)
{
	PatientHistory history = {.sources = g_array_new(FALSE, TRUE, sizeof(PatientSource))};
	GArray *found = patient_zero_after(&history, suspects, count);
	g_array_unref(history.sources);
	return found;
}
