/* SPDX-License-Identifier: Apache-2.0
 *
 * A fault of ours never decides over a message by itself: the settings say whether it passes
 * unjudged or is to be sent again.
 */
#include "service/guard/handling.h"

#include "service/guard/logbook.h"

#define VERDICT_FIELD OUR_FIELDS "Verdict"

void handling_note_forged(Visit *visit, const char *name)
{
	char *key = g_ascii_strdown(name, -1);
	guint count = GPOINTER_TO_UINT(g_hash_table_lookup(visit->forged, key));
	g_hash_table_insert(visit->forged, key, GUINT_TO_POINTER(count + 1));
}

/* From the last to the first: servers differ in whether the others move up. */
static void remove_forged(SMFICTX *context, const Visit *visit)
{
	GHashTableIter iter;
	gpointer name, count;
	g_hash_table_iter_init(&iter, visit->forged);
	while (g_hash_table_iter_next(&iter, &name, &count))
		for (guint i = GPOINTER_TO_UINT(count); i > 0; i--)
			smfi_chgheader(context, name, (int)i, NULL);
}

static void learn(Filter *filter, BacklogKind kind, const Visit *visit)
{
	g_autoptr(GError) error = NULL;
	gboolean full = FALSE;
	if (backlog_put(filter->backlog, kind, transit_traced(visit->transit), &full, &error) &&
		!full)
		return;
	meter_add(&filter->meter.unlearned);
	logbook_fault(error != NULL ? error->message : "the backlog is full");
}

static sfsistat fault(Filter *filter, const GuardSettings *settings, SMFICTX *context,
	const Visit *visit, const char *problem)
{
	meter_add(&filter->meter.faults);
	logbook_fault(problem);
	if (settings->tempfail)
		return SMFIS_TEMPFAIL;
	remove_forged(context, visit);
	return SMFIS_CONTINUE;
}

/* The mildest action that any recipient's settings want. */
static Action mildest(const GuardSettings *settings, const Visit *visit, VerdictKind kind)
{
	const GPtrArray *recipients = transit_recipients(visit->transit);
	Action action = ACTION_REJECT;
	for (guint i = 0; i < recipients->len; i++)
		action = MIN(action, actions_for(settings->actions, recipients->pdata[i], kind));
	return action;
}

static void add_verdict(SMFICTX *context, const Verdict *verdict)
{
	static char name[] = VERDICT_FIELD;
	char score[G_ASCII_DTOSTR_BUF_SIZE];
	g_autofree char *value =
		verdict->kind == VERDICT_UNSCANNABLE
			? g_strdup_printf(" %s", verdict_kind_name(verdict->kind))
			: g_strdup_printf(" %s; score=%s", verdict_kind_name(verdict->kind),
				  g_ascii_formatd(score, sizeof score, "%.1f", verdict->score));
	smfi_insheader(context, 0, name, value);
}

static sfsistat act(const GuardSettings *settings, SMFICTX *context, const Visit *visit,
	const Judgement *judgement, Action *ret_action)
{
	*ret_action = mildest(settings, visit, judgement->verdict->kind);
	remove_forged(context, visit);
	if (*ret_action >= ACTION_HEADER)
		add_verdict(context, judgement->verdict);
	return SMFIS_CONTINUE;
}

static sfsistat judge(Filter *filter, const GuardSettings *settings, SMFICTX *context, Visit *visit)
{
	g_auto(Judgement) judgement = {0};
	g_autoptr(GError) error = NULL;
	Action action = ACTION_OBSERVE;
	if (!court_judge(filter->court, transit_traced(visit->transit), &judgement, &error))
		return fault(filter, settings, context, visit, error->message);
	learn(filter, BACKLOG_INCOMING, visit);
	sfsistat answer = act(settings, context, visit, &judgement, &action);
	meter_add(&filter->meter.verdicts[judgement.verdict->kind]);
	meter_add(&filter->meter.actions[action]);
	if (judgement.cold)
		meter_add(&filter->meter.cold);
	logbook_judged(visit, &judgement, action);
	return answer;
}

sfsistat handling_of_message(Filter *filter, SMFICTX *context, Visit *visit)
{
	g_autoptr(GuardSettings) settings = filter_settings(filter);
	if (transit_is_lost(visit->transit))
		return fault(filter, settings, context, visit, "too much mail at a time");
	if (!visit_is_outgoing(visit))
		return judge(filter, settings, context, visit);
	meter_add(&filter->meter.outgoing);
	learn(filter, BACKLOG_OUTGOING, visit);
	return SMFIS_CONTINUE;
}
