/* SPDX-License-Identifier: Apache-2.0
 *
 * Messages go to the workers as they are read and come back in order; judging and learning happen
 * here, one at a time, so that results are the same for any number of workers.
 */
#include "engine/engine.h"

#include "base/error.h"
#include "engine/assessment.h"
#include "engine/password-hasher.h"
#include "engine/recording.h"
#include "intake/capture/session.h"
#include "worker/pool.h"

/* Lessons per durable commit: few enough that another writer, or a reader's view, never waits long.
 */
enum { commit_every = 2000, commit_seconds = 5 };

struct Engine {
	EngineOptions options;
	Policy policy;
	Weights *weights; /* NULL: those that are built in */
	Secret *secret;
	Memory *memory;
	Recording *recording;   /* NULL unless asked to record */
	Marking *marking;       /* NULL unless asked to mark */
	PasswordHasher *hasher; /* NULL before the first password */
	Pool *pool;
	Source *source;    /* that is being run */
	SourcePlace place; /* in it: everything before was recorded */
	GError *failure;   /* of what was taken besides messages */
	guint uncommitted;
	gint64 begun; /* when the view of memory was, monotonic; 0 while there is none */
};

static gboolean writes(const EngineOptions *options)
{
	return options->task != ENGINE_SCAN || options->learn;
}

Engine *engine_new(const Settings *settings, const EngineOptions *options, GError **error)
{
	g_autoptr(Engine) engine = g_new0(Engine, 1);
	engine->options = *options;
	engine->policy.organisation = (const char *const *)settings->organisation;
	engine->policy.authserv = (const char *const *)settings->authserv;
	if (settings->weights != NULL) {
		engine->weights = weights_load(settings->weights, error);
		if (engine->weights == NULL)
			return NULL;
		engine->policy.weights = engine->weights;
	}
	engine->secret = secret_load(settings->secret, error);
	if (engine->secret == NULL)
		return NULL;
	engine->memory = memory_open(settings->state, engine->secret,
		writes(options) ? MEMORY_WRITE : MEMORY_READ, error);
	if (engine->memory == NULL)
		return NULL;
	if (options->record) {
		engine->recording = recording_new(settings, options->handled, error);
		if (engine->recording == NULL)
			return NULL;
	}
	if (options->task == ENGINE_MARK) {
		engine->marking = marking_new(settings, &options->mark, error);
		if (engine->marking == NULL)
			return NULL;
	}
	engine->pool = pool_new(options->jobs, error);
	if (engine->pool == NULL)
		return NULL;
	return g_steal_pointer(&engine);
}

void engine_free(Engine *engine)
{
	if (engine == NULL)
		return;
	pool_free(engine->pool);
	password_hasher_free(engine->hasher);
	g_clear_error(&engine->failure);
	recording_free(engine->recording);
	marking_free(engine->marking);
	memory_free(engine->memory);
	secret_free(engine->secret);
	weights_free(engine->weights);
	g_free(engine);
}

Memory *engine_memory(Engine *engine)
{
	return engine->memory;
}

static gboolean learn(Engine *engine, const Facts *facts, EngineResult *result, GError **error)
{
	guint flags = (engine->options.outgoing ? LESSON_OUTGOING : 0) |
		      (result->verdict->doubtful ? LESSON_DOUBTFUL : 0);
	Learned learned = LEARNED_NEW;
	if (!memory_learn(engine->memory, facts, flags, &learned, error))
		return FALSE;
	static const Fate fates[] = {[LEARNED_NEW] = FATE_LEARNED,
		[LEARNED_KNOWN] = FATE_KNOWN,
		[LEARNED_FORGOTTEN] = FATE_FORGOTTEN,
		[LEARNED_CONVICTED] = FATE_SKIPPED};
	result->fate = fates[learned];
	return TRUE;
}

static gboolean wanted(const Engine *engine, const Verdict *verdict)
{
	if (engine->options.task == ENGINE_MARK)
		return FALSE;
	if (engine->options.task == ENGINE_LEARN)
		return engine->options.trust || engine->options.outgoing ||
		       verdict->kind != VERDICT_HIJACKED;
	return engine->options.learn && verdict->kind <= VERDICT_UNVERIFIED;
}

/* Learning judges cold: what the memory at hand says must not depend on the order of learning. */
static gboolean weigh(Engine *engine, const Facts *facts, Assessment *ret, GError **error)
{
	if (engine->options.task == ENGINE_LEARN)
		return assessment_cold(engine->memory, &engine->policy, facts, ret, error);
	return assessment_make(
		engine->memory, &engine->policy, facts, engine->options.learn, ret, error);
}

static gboolean mark(Engine *engine, const GArray *tracks, EngineResult *result, GError **error)
{
	static const Fate fates[] = {[MARKED_NOT] = FATE_JUDGED,
		[MARKED] = FATE_MARKED,
		[MARKED_FORGOTTEN] = FATE_FORGOTTEN};
	Marked marked = MARKED_NOT;
	if (!marking_mail(engine->marking, engine->memory, result->facts, tracks, result->recall,
		    &marked, error))
		return FALSE;
	result->fate = fates[marked];
	return TRUE;
}

static gboolean treat(Engine *engine, EngineResult *result, EngineReport report, gpointer user_data,
	GError **error)
{
	g_auto(Assessment) weighed = {0};
	if (!weigh(engine, result->facts, &weighed, error))
		return FALSE;
	result->recall = weighed.recall;
	result->verdict = weighed.verdict;
	result->fate = engine->options.task == ENGINE_LEARN ? FATE_SKIPPED : FATE_JUDGED;
	if (engine->marking != NULL && !mark(engine, weighed.tracks, result, error))
		return FALSE;
	if (wanted(engine, weighed.verdict) && !learn(engine, result->facts, result, error))
		return FALSE;
	if (engine->recording != NULL &&
		!recording_take(engine->recording, result->raw, result->facts, weighed.verdict,
			weighed.tracks, &result->sightings, error))
		return FALSE;
	report(result, user_data);
	return TRUE;
}

static gboolean give_up(Engine *engine, EngineResult *result, EngineReport report,
	gpointer user_data, GError **error)
{
	g_autoptr(Verdict) verdict = verdict_new();
	verdict->kind = VERDICT_UNSCANNABLE;
	result->verdict = verdict;
	result->fate = FATE_SKIPPED;
	if (engine->recording != NULL && !recording_take_unscannable(engine->recording, result->raw,
						 &result->sightings, error))
		return FALSE;
	report(result, user_data);
	return TRUE;
}

/* The ledger first: mail that was recorded and not learned is only recorded again, to no effect.
 * The source last: what it forgets must be in both. */
static gboolean commit(Engine *engine, GError **error)
{
	if (engine->marking != NULL)
		return marking_commit(engine->marking, engine->memory, error);
	if (engine->recording != NULL && !recording_commit(engine->recording, error))
		return FALSE;
	if (writes(&engine->options) && engine->begun != 0 && !memory_commit(engine->memory, error))
		return FALSE;
	return source_settle(engine->source, engine->place, error);
}

static gboolean begin(Engine *engine, GError **error)
{
	if (engine->begun != 0)
		return TRUE;
	if (!memory_begin(engine->memory, error))
		return FALSE;
	engine->begun = g_get_monotonic_time();
	return TRUE;
}

/* Commit, and hold nothing any more that others may wait for. */
static gboolean let_go(Engine *engine, GError **error)
{
	gboolean done = commit(engine, error);
	engine->uncommitted = 0;
	memory_abort(engine->memory);
	engine->begun = 0;
	return done;
}

static gboolean renew(Engine *engine, GError **error)
{
	return let_go(engine, error) && begin(engine, error);
}

static gboolean is_due(const Engine *engine)
{
	return engine->uncommitted >= commit_every ||
	       g_get_monotonic_time() - engine->begun > commit_seconds * G_USEC_PER_SEC;
}

/* Takes the oldest result; *RET_SOME is FALSE when there is none. */
static gboolean finish_one(
	Engine *engine, EngineReport report, gpointer user_data, gboolean *ret_some, GError **error)
{
	PoolResult pooled = {0};
	if (!pool_take(engine->pool, ret_some, &pooled, error))
		return FALSE;
	if (!*ret_some)
		return TRUE;
	g_autoptr(RawMessage) raw = pooled.tag;
	g_autoptr(Facts) facts = pooled.facts;
	if (facts != NULL && raw->delivery != NULL)
		facts->arrived = raw->delivery->time / G_USEC_PER_SEC;
	EngineResult result = {.raw = raw,
		.path = raw->path,
		.facts = facts,
		.problem = pooled.reason,
		.cut = raw->cut,
		.bytes = g_bytes_get_size(raw->bytes)};
	if (!begin(engine, error))
		return FALSE;
	gboolean done = facts != NULL ? treat(engine, &result, report, user_data, error)
				      : give_up(engine, &result, report, user_data, error);
	if (!done)
		return FALSE;
	engine->place = raw->place;
	engine->uncommitted++;
	return !is_due(engine) || renew(engine, error);
}

static gboolean stopped(const Engine *engine)
{
	return engine->options.stop != NULL && *engine->options.stop != 0;
}

/* ---- besides messages ---- */

/* A ledger that is held while the network is waited for would make others wait. */
static void settle_taken(Engine *engine, gboolean done)
{
	engine->uncommitted++;
	if (done && source_is_live(engine->source))
		(void)recording_commit(engine->recording, &engine->failure);
}

static gboolean can_take(const Engine *engine)
{
	return engine->recording != NULL && engine->failure == NULL;
}

void engine_take_hash(Engine *engine, const Session *session, const char *hash)
{
	if (can_take(engine))
		settle_taken(engine, recording_take_password(
					     engine->recording, session, hash, &engine->failure));
}

static void take_hashed(Engine *engine, PasswordHash *hash)
{
	engine_take_hash(engine, hash->context, hash->text);
	session_free(hash->context);
	g_free(hash->account);
	g_free(hash->text);
}

static void take_login(Engine *engine, const Session *session)
{
	if (can_take(engine))
		settle_taken(
			engine, recording_take_login(engine->recording, session, &engine->failure));
}

void engine_take_session(Engine *engine, const Session *session)
{
	PasswordHash hash;

	take_login(engine, session);
	while (engine->hasher != NULL && password_hasher_poll(engine->hasher, &hash))
		take_hashed(engine, &hash);
}

void engine_take_password(Engine *engine, const Session *session, Span password)
{
	Session copy = session_copy(session);
	gpointer context = g_memdup2(&copy, sizeof copy);

	/* Whatever becomes of the password, and of the answer to it: the account is in others'
	 * hands. */
	take_login(engine, session);
	if (engine->hasher == NULL && can_take(engine))
		engine->hasher =
			password_hasher_new(engine->secret, session_free, &engine->failure);
	if (engine->hasher != NULL)
		(void)password_hasher_take(engine->hasher, copy.account, password, context);
	else
		session_free(context);
}

/* Everything taken is recorded when this returns TRUE, but for passwords that wait when asked to
 * stop: those come again with the next run. */
static gboolean finish_taken(Engine *engine, GError **error)
{
	PasswordHash hash;

	while (engine->hasher != NULL && engine->failure == NULL && !stopped(engine) &&
		password_hasher_wait(engine->hasher, &hash))
		take_hashed(engine, &hash);
	if (engine->failure == NULL)
		return TRUE;
	g_propagate_error(error, g_steal_pointer(&engine->failure));
	return FALSE;
}

/* ---- the run ---- */

/* All messages so far are done, the next may be long in coming: nobody else is to wait for a ledger
 * that waits for the network. */
static gboolean rest(Engine *engine, GError **error)
{
	engine->place = source_place(engine->source);
	return engine->uncommitted == 0 || renew(engine, error);
}

static gboolean feed(
	Engine *engine, Source *source, EngineReport report, gpointer user_data, GError **error)
{
	gboolean some = TRUE;
	while (!stopped(engine)) {
		while ((!pool_ready(engine->pool) || source_is_live(source)) && some)
			if (!finish_one(engine, report, user_data, &some, error))
				return FALSE;
		if (source_is_live(source) && !rest(engine, error))
			return FALSE;
		RawMessage *raw = source_next(source);
		if (engine->failure != NULL) {
			raw_message_free(raw);
			return finish_taken(engine, error);
		}
		if (raw == NULL && source_ended(source))
			return TRUE;
		if (raw == NULL)
			continue;
		if (!pool_put(engine->pool, raw->bytes, raw, error))
			return FALSE;
		some = TRUE;
	}
	return TRUE;
}

/* Whom the source's silence is told: other writers are not to wait for it. */
typedef struct Listener {
	Engine *engine;
	EngineReport report;
	gpointer user_data;
} Listener;

static void hear_silence(gpointer user_data)
{
	const Listener *listener = user_data;
	Engine *engine = listener->engine;
	for (gboolean some = TRUE; some && engine->failure == NULL;)
		(void)finish_one(
			engine, listener->report, listener->user_data, &some, &engine->failure);
	if (engine->failure == NULL)
		(void)let_go(engine, &engine->failure);
}

static gboolean run(
	Engine *engine, Source *source, EngineReport report, gpointer user_data, GError **error)
{
	if (!begin(engine, error) || !feed(engine, source, report, user_data, error))
		return FALSE;
	for (gboolean some = TRUE; some && !stopped(engine);)
		if (!finish_one(engine, report, user_data, &some, error))
			return FALSE;
	if (!finish_taken(engine, error))
		return FALSE;
	if (!stopped(engine))
		engine->place = source_place(source);
	if (!commit(engine, error))
		return FALSE;
	if (stopped(engine)) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_STOPPED, "stopped");
		return FALSE;
	}
	return TRUE;
}

/* After a failure the pool may still hold raw messages as tags. */
static void drain(Engine *engine)
{
	PoolResult pooled = {0};
	for (gboolean some = TRUE; some && pool_take(engine->pool, &some, &pooled, NULL) && some;) {
		raw_message_free(pooled.tag);
		facts_free(pooled.facts);
	}
}

gboolean engine_run(
	Engine *engine, Source *source, EngineReport report, gpointer user_data, GError **error)
{
	engine->source = source;
	engine->place = source_place(source);
	Listener listener = {engine, report, user_data};
	source_set_silence(source, hear_silence, &listener);
	gboolean done = run(engine, source, report, user_data, error);
	source_set_silence(source, NULL, NULL);
	memory_abort(engine->memory);
	engine->begun = 0;
	if (!done)
		drain(engine);
	return done;
}
