/* SPDX-License-Identifier: Apache-2.0
 *
 * What a batch of the backlog says is durable in memory and ledger before the batch goes. Learning
 * twice what a crash left behind changes nothing.
 */
#include "service/guard/learner.h"

#include <unistd.h>

#include "base/error.h"
#include "engine/engine.h"
#include "report/attribution.h"
#include "service/guard/guard-settings.h"
#include "worker/pool.h"

#define DAY              G_GINT64_CONSTANT(86400)
#define BETWEEN_EXPIRIES (G_GINT64_CONSTANT(3600) * G_USEC_PER_SEC)

enum { pause_microseconds = 250000, pauses_between = 4, pauses_after_failure = 20 };

typedef struct Learner {
	const Settings *settings;
	Backlog *backlog;
	Quarantine *quarantine;
	Meter *meter;
	gint64 expired; /* when the quarantine was last looked through; 0 before */
	const volatile int *stop;
	Engine *engines[BACKLOG_INCOMING + 1];
} Learner;

static void learner_clear(Learner *learner)
{
	for (guint i = 0; i < G_N_ELEMENTS(learner->engines); i++)
		g_clear_pointer(&learner->engines[i], engine_free);
}

/* Those that are not open. */
static gboolean open_engines(Learner *learner, GError **error)
{
	const EngineOptions options[] = {
		[BACKLOG_OUTGOING] = {.task = ENGINE_LEARN,
			.jobs = 1,
			.outgoing = TRUE,
			.stop = learner->stop},
		[BACKLOG_INCOMING] = {.task = ENGINE_SCAN,
			.jobs = 1,
			.learn = TRUE,
			.record = TRUE,
			.handled = TRUE,
			.stop = learner->stop},
	};
	for (guint i = 0; i < G_N_ELEMENTS(options); i++) {
		if (learner->engines[i] == NULL)
			learner->engines[i] = engine_new(learner->settings, &options[i], error);
		if (learner->engines[i] == NULL)
			return FALSE;
	}
	return TRUE;
}

static void complain(const char *path, const char *message, gpointer user_data)
{
	g_warning("%s: %s", path, message);
}

static void count_sightings(const EngineResult *result, gpointer user_data)
{
	guint *sightings = user_data;
	*sightings += result->sightings;
}

static gboolean learn_batch(Learner *learner, BacklogKind kind, const char *path, GError **error)
{
	const char *const paths[] = {path, NULL};
	g_autoptr(Source) source = source_new(paths, complain, NULL);
	guint sightings = 0;
	if (!engine_run(learner->engines[kind], source, count_sightings, &sightings, error))
		return FALSE;
	unlink(path);
	if (sightings > 0)
		attribution_keep_up(learner->settings->state);
	return TRUE;
}

static gboolean take(Learner *learner, BacklogKind kind, GError **error)
{
	g_auto(GStrv) paths = NULL;
	if (!backlog_take(learner->backlog, kind, &paths, error))
		return FALSE;
	for (guint i = 0; paths[i] != NULL; i++)
		if (!learn_batch(learner, kind, paths[i], error))
			return FALSE;
	return TRUE;
}

static void rest(const Learner *learner, guint pauses)
{
	for (guint i = 0; i < pauses && *learner->stop == 0; i++)
		g_usleep(pause_microseconds);
}

/* A full disk, a store that another process holds: what was not learned stays and is tried again.
 */
static void recover(Learner *learner, const GError *error)
{
	meter_add(&learner->meter->unlearnable);
	g_warning("%s", error->message);
	if (zygote_is_lost())
		_exit(EXIT_FAILURE);
	learner_clear(learner);
	rest(learner, pauses_after_failure);
}

/* The retention may have changed since; while the settings cannot be read nothing is removed. */
static void expire(Learner *learner)
{
	gint64 now = g_get_monotonic_time();
	if (learner->expired != 0 && now - learner->expired < BETWEEN_EXPIRIES)
		return;
	g_autoptr(GuardSettings) settings = guard_settings_read(learner->settings, NULL);
	learner->expired = now;
	if (settings != NULL && settings->retention > 0)
		quarantine_expire(learner->quarantine, settings->retention * DAY);
}

static void step(Learner *learner)
{
	g_autoptr(GError) error = NULL;
	expire(learner);
	/* What our own people wrote first, for it proves whom they write to. */
	if (open_engines(learner, &error) && take(learner, BACKLOG_OUTGOING, &error) &&
		take(learner, BACKLOG_INCOMING, &error)) {
		/* A commit costs nearly as much for one message as for many. */
		rest(learner, pauses_between);
	} else if (!g_error_matches(error, KITH_ERROR, KITH_ERROR_STOPPED)) {
		recover(learner, error);
	}
}

void learner_run(const Settings *settings, Backlog *backlog, Quarantine *quarantine, Meter *meter,
	const volatile int *stop)
{
	Learner learner = {.settings = settings,
		.backlog = backlog,
		.quarantine = quarantine,
		.meter = meter,
		.stop = stop};
	while (*stop == 0)
		step(&learner);
	learner_clear(&learner);
}
