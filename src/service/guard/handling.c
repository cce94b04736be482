/* SPDX-License-Identifier: Apache-2.0
 *
 * A fault of ours never decides over a message by itself: the settings say whether it passes
 * unjudged or is to be sent again. What is held is on disk before the mail server may forget it.
 */
#include "service/guard/handling.h"

#include "base/limits.h"
#include "engine/handled.h"
#include "service/guard/change.h"
#include "service/guard/holding.h"
#include "service/guard/logbook.h"
#include "service/guard/release.h"

/* One message while it is dealt with. */
typedef struct Handling {
	Filter *filter;
	const GuardSettings *settings;
	SMFICTX *context;
	Visit *visit;
	gint64 deadline; /* monotonic */
	Judgement judgement;
	Action mildest; /* of what the recipients' settings want */
	Action strictest;
	Action done;      /* with what is not held: in the end */
	gboolean held;    /* for those for whom it is to be */
	gboolean put_off; /* it could not be held: the sender is to try again */
} Handling;

/* A lesson that is lost when the machine loses power is one of many; evidence is not. */
static Durability durability_of(const Handling *self)
{
	const Verdict *verdict = self->judgement.verdict;
	return verdict != NULL && verdict->kind >= VERDICT_SUSPICIOUS ? DURABLE_DISK
								      : DURABLE_PROCESS;
}

static void learn(const Handling *self, BacklogKind kind)
{
	g_autoptr(GError) error = NULL;
	gboolean full = FALSE;
	Span traced = transit_traced(self->visit->transit);
	if (backlog_put(self->filter->backlog, kind, traced, durability_of(self), &full, &error) &&
		!full)
		return;
	meter_add(&self->filter->meter->unlearned);
	logbook_fault(full ? "the backlog is full" : error->message);
}

/* ---- holding ---- */

static Action action_of(const Handling *self, guint recipient)
{
	return actions_for(self->settings->actions,
		transit_mailbox(self->visit->transit, recipient), self->judgement.verdict->kind);
}

static void weigh_actions(Handling *self)
{
	const GPtrArray *recipients = transit_recipients(self->visit->transit);
	self->mildest = ACTION_REJECT;
	self->strictest = ACTION_OBSERVE;
	for (guint i = 0; i < recipients->len; i++) {
		Action action = action_of(self, i);
		self->mildest = MIN(self->mildest, action);
		self->strictest = MAX(self->strictest, action);
	}
}

/* Into quarantine, for the recipients whose action is HOLD at least. */
static gboolean hold(const Handling *self, GError **error)
{
	const Transit *transit = self->visit->transit;
	const GPtrArray *recipients = transit_recipients(transit);
	g_autoptr(GPtrArray) held = g_ptr_array_new();
	for (guint i = 0; i < recipients->len; i++)
		if (action_of(self, i) >= ACTION_HOLD)
			g_ptr_array_add(held, recipients->pdata[i]);
	return holding_put(self->filter->quarantine, &self->judgement, transit, held, error);
}

static void part(SMFICTX *context, const char *recipient)
{
	g_autofree char *path = g_strdup(recipient);
	smfi_delrcpt(context, path);
}

/* Take those out for whom it is held now. Postfix knows some only by what it made of them, and
 * others only by what the sender wrote; it does nothing about a name that it does not know. */
static void part_recipients(const Handling *self)
{
	const GPtrArray *recipients = transit_recipients(self->visit->transit);
	for (guint i = 0; i < recipients->len; i++) {
		const char *resolved = transit_resolved(self->visit->transit, i);
		if (action_of(self, i) < ACTION_HOLD)
			continue;
		part(self->context, recipients->pdata[i]);
		if (resolved == NULL)
			continue;
		g_autofree char *path = g_strconcat("<", resolved, ">", NULL);
		part(self->context, path);
	}
}

/* ---- acting ---- */

static gint64 time_left(const Handling *self)
{
	return MAX(self->deadline - g_get_monotonic_time(), 0);
}

static EditorResult warn(const Handling *self, const Warning *warning)
{
	GAsyncQueue *editors = self->filter->editors;
	Editor *editor = g_async_queue_timeout_pop(editors, (guint64)time_left(self) / 2);
	if (editor == NULL)
		return EDITOR_FAILED;
	EditorResult result =
		change_warn(self->context, self->visit, editor, warning, time_left(self));
	g_async_queue_push(editors, editor);
	return result;
}

/* A banner would break what is sealed, which the editor leaves alone; no seal covers the subject
 * outside. Returns what could be done of ACTION. */
static Action mark(const Handling *self, Action action)
{
	g_auto(Warning) warning = {0};
	if (action >= ACTION_HEADER)
		change_add_verdict(self->context, self->judgement.verdict);
	if (action < ACTION_TAG)
		return action;
	warning_make(&self->judgement, self->settings, &warning);
	EditorResult result = action >= ACTION_WARN ? warn(self, &warning) : EDITOR_LEFT;
	change_tag_subject(self->context, self->visit, warning.tag);
	if (result == EDITOR_FAILED)
		logbook_fault("a banner could not be put into a message");
	return result == EDITOR_EDITED ? action : ACTION_TAG;
}

static sfsistat refuse(const Handling *self, const char *reason)
{
	static char code[] = "550", extended[] = "5.7.1";
	g_autofree char *text = g_strdup(reason);
	smfi_setreply(self->context, code, extended, text);
	return SMFIS_REJECT;
}

/* No honest mail has so many, and taking them out would hold up the mail server. */
static sfsistat refuse_forged(const Handling *self)
{
	logbook_event("refused", self->visit->address);
	return refuse(self, "Too many header fields that only the mail filter may write");
}

/* What should be held and cannot be is put off, or warned of at least. */
static void try_to_hold(Handling *self)
{
	g_autoptr(GError) error = NULL;
	self->held = !transit_is_cut(self->visit->transit) && hold(self, &error);
	if (self->held)
		return;
	meter_add(&self->filter->meter->faults);
	meter_add(&self->filter->meter->unheld);
	logbook_fault(error != NULL ? error->message : "too large for the quarantine");
	self->put_off = self->settings->tempfail && error != NULL;
	self->done = ACTION_WARN;
}

static sfsistat act(Handling *self)
{
	weigh_actions(self);
	self->done = self->mildest;
	if (self->mildest == ACTION_REJECT)
		return refuse(self, "The message contradicts what is known of its sender");
	if (self->strictest >= ACTION_HOLD)
		try_to_hold(self);
	if (self->put_off)
		return SMFIS_TEMPFAIL;
	if (self->held && self->mildest == ACTION_HOLD)
		return SMFIS_DISCARD;
	if (self->held)
		part_recipients(self);
	change_remove_forged(self->context, self->visit);
	self->done = mark(self, self->done);
	return SMFIS_CONTINUE;
}

/* For whoever records the message: what was done for each recipient. */
static void note_done(const Handling *self)
{
	const GPtrArray *recipients = transit_recipients(self->visit->transit);
	g_autoptr(GString) lines = g_string_new(NULL);
	for (guint i = 0; i < MIN(recipients->len, LIMIT_SMTP_RECIPIENTS); i++) {
		gboolean held = self->held && action_of(self, i) >= ACTION_HOLD;
		Action action = held ? ACTION_HOLD : self->done;
		handled_note(lines, transit_mailbox(self->visit->transit, i),
			self->put_off ? LEDGER_UNHANDLED : action_handling(action));
	}
	transit_put_in_front(self->visit->transit, lines->str);
}

static void tell(const Handling *self)
{
	Meter *meter = self->filter->meter;
	meter_add(&meter->verdicts[self->judgement.verdict->kind]);
	if (!self->put_off)
		meter_add(&meter->actions[self->done]);
	if (self->judgement.cold)
		meter_add(&meter->cold);
	logbook_judged(self->visit, &self->judgement,
		self->put_off ? "tempfail" : action_name(self->done));
}

/* ---- no judgement ---- */

/* As if it were suspicious, as far as no worker is needed. */
static void mark_unjudged(Handling *self)
{
	g_auto(Warning) warning = {0};
	self->judgement.verdict = verdict_new();
	self->judgement.verdict->kind = VERDICT_SUSPICIOUS;
	weigh_actions(self);
	self->done = MIN(self->mildest, ACTION_TAG);
	if (self->done >= ACTION_HEADER)
		change_add_unjudged(self->context);
	if (self->done < ACTION_TAG)
		return;
	warning_make(&self->judgement, self->settings, &warning);
	change_tag_subject(self->context, self->visit, warning.tag);
}

/* A fault of ours, or of a sender who keeps us busy. What passes is judged later, for the ledger,
 * and whoever reads it is told. */
static sfsistat fault(Handling *self, const char *problem)
{
	meter_add(&self->filter->meter->faults);
	if (self->settings->tempfail) {
		logbook_unjudged(self->visit, problem, "tempfail");
		return SMFIS_TEMPFAIL;
	}
	change_remove_forged(self->context, self->visit);
	mark_unjudged(self);
	meter_add(&self->filter->meter->unjudged);
	logbook_unjudged(self->visit, problem, action_name(self->done));
	if (!transit_is_lost(self->visit->transit)) {
		note_done(self);
		learn(self, BACKLOG_INCOMING);
	}
	judgement_clear(&self->judgement);
	return SMFIS_CONTINUE;
}

/* ---- judging ---- */

static sfsistat judge(Handling *self)
{
	g_autoptr(GError) error = NULL;
	Span traced = transit_traced(self->visit->transit);
	/* A quarter is left for the banner. */
	gint64 patience = time_left(self) / 4 * 3;
	g_autofree char *network = networks_around(self->visit->address);
	if (!court_judge(self->filter->court, traced, network, patience, &self->judgement, &error))
		return fault(self, error->message);
	sfsistat answer = act(self);
	note_done(self);
	learn(self, BACKLOG_INCOMING);
	tell(self);
	judgement_clear(&self->judgement);
	return answer;
}

/* Did we let this message out of quarantine ourselves, and not see it since? */
static gboolean is_released(const Handling *self)
{
	if (self->visit->release == NULL)
		return FALSE;
	g_auto(GStrv) words = g_strsplit(g_strstrip(self->visit->release), " ", 2);
	Quarantine *quarantine = self->filter->quarantine;
	const Transit *transit = self->visit->transit;
	g_autoptr(GBytes) held = NULL;
	g_autoptr(QuarantineEntry) entry =
		words[0] != NULL && words[1] != NULL
			? quarantine_find(quarantine, words[0], &held, NULL)
			: NULL;
	return entry != NULL && entry->state == QUARANTINE_OFFERED &&
	       release_is_proven(self->filter->secret, entry, held, transit_recipients(transit),
		       transit_message(transit), words[1]) &&
	       quarantine_move(quarantine, entry->id, QUARANTINE_OFFERED, QUARANTINE_PASSED);
}

sfsistat handling_of_message(Filter *filter, SMFICTX *context, Visit *visit)
{
	g_autoptr(GuardSettings) settings = filter_settings(filter);
	Handling self = {.filter = filter,
		.settings = settings,
		.context = context,
		.visit = visit,
		.deadline = g_get_monotonic_time() + (gint64)settings->seconds * G_USEC_PER_SEC};
	if (transit_is_lost(visit->transit))
		return fault(&self, "too much mail at a time");
	if (is_released(&self)) {
		change_remove_forged(context, visit);
		logbook_event("passed", visit->release);
		return SMFIS_CONTINUE;
	}
	if (!visit_is_outgoing(visit))
		return visit->forged_fields > LIMIT_GUARD_FIELDS ? refuse_forged(&self)
								 : judge(&self);
	meter_add(&filter->meter->outgoing);
	learn(&self, BACKLOG_OUTGOING);
	return SMFIS_CONTINUE;
}
