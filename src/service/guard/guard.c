/* SPDX-License-Identifier: Apache-2.0
 *
 * Three processes: this one has one thread and does nothing but wait, so that it can fork at any
 * time; a child that dies is replaced. Each child has a zygote of its own.
 */
#include "service/guard/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "service/guard/control.h"
#include "service/guard/durable.h"
#include "service/guard/filter.h"
#include "service/guard/guard-settings.h"
#include "service/guard/learner.h"
#include "service/guard/logbook.h"
#include "worker/editor.h"
#include "worker/pool.h"

/* A child that ends sooner did not work; the next one waits a little. */
enum { seconds_of_trial = 3, seconds_between = 1, learner_niceness = 10 };

typedef struct Guard Guard;

typedef struct Child {
	const char *name;
	gboolean (*run)(Guard *guard, GError **error);
	int end;        /* the signal that asks it to */
	pid_t pid;      /* 0 between one and the next */
	gint64 started; /* monotonic */
	gint64 due;     /* not before is the next one started */
} Child;

enum { child_filter, child_learner, children };

struct Guard {
	const Settings *settings;
	GuardSettings *good; /* the last that could be taken: what a new filter begins with */
	const char *place;
	guint jobs;
	Meter *meter;
	Child child[children];
	sigset_t signals;
	int lock; /* this process's alone */
	gboolean stopping;
	gboolean worked; /* a filter did: from then on the guard does not end by itself */
	gboolean failed;
};

char *guard_folder(const Settings *settings, const char *name)
{
	return g_build_filename(settings->state, "guard", name, NULL);
}

/* ---- in the children ---- */

static volatile int stop;

static void stop_at_signal(int number)
{
	stop = 1;
}

static gboolean run_learner(Guard *guard, GError **error)
{
	g_autofree char *backlog_folder = guard_folder(guard->settings, "backlog");
	g_autofree char *quarantine_folder = guard_folder(guard->settings, "quarantine");
	g_autoptr(Backlog) backlog = backlog_new(backlog_folder, error);
	g_autoptr(Quarantine) quarantine =
		backlog != NULL ? quarantine_new(quarantine_folder, error) : NULL;
	signal(SIGTERM, stop_at_signal);
	signal(SIGINT, stop_at_signal);
	signal(SIGHUP, SIG_IGN);
	setpriority(PRIO_PROCESS, 0, learner_niceness);
	if (quarantine == NULL || !zygote_start(error))
		return FALSE;
	learner_run(guard->settings, backlog, quarantine, guard->meter, &stop);
	return TRUE;
}

static gboolean fill(Filter *filter, const Guard *guard, GError **error)
{
	g_autofree char *backlog = guard_folder(guard->settings, "backlog");
	g_autofree char *quarantine = guard_folder(guard->settings, "quarantine");
	filter->settings = guard_settings_hold(guard->good);
	filter->secret = secret_load(guard->settings->secret, error);
	if (filter->secret == NULL)
		return FALSE;
	filter->backlog = backlog_new(backlog, error);
	if (filter->backlog == NULL)
		return FALSE;
	filter->quarantine = quarantine_new(quarantine, error);
	if (filter->quarantine == NULL)
		return FALSE;
	filter->editors = g_async_queue_new();
	for (guint i = 0; i < guard->jobs; i++)
		g_async_queue_push(filter->editors, editor_new());
	filter->court = court_new(guard->settings, guard->jobs, error);
	return filter->court != NULL;
}

/* What the filter holds lasts as long as the process: threads of libmilter may still use it. */
static gboolean run_filter(Guard *guard, GError **error)
{
	Filter *filter = g_new0(Filter, 1);
	filter->meter = guard->meter;
	filter->keeper = getppid();
	if (!zygote_start(error))
		return FALSE;
	/* Threads wait for signals here; any other that took one would end us at once. */
	sigaddset(&guard->signals, FILTER_END);
	sigprocmask(SIG_BLOCK, &guard->signals, NULL);
	return fill(filter, guard, error) && control_start(guard->settings, filter, error) &&
	       filter_run(filter, guard->place, error);
}

static _Noreturn void be_child(Guard *guard, Child *child, pid_t parent)
{
	g_autoptr(GError) error = NULL;
	/* It is free as soon as the parent is gone: the next guard need not wait for this child. */
	close(guard->lock);
	sigprocmask(SIG_UNBLOCK, &guard->signals, NULL);
	/* What a terminal sends its foreground is for the parent to pass on. */
	setpgid(0, 0);
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
		_exit(EXIT_FAILURE);
	gboolean done = child->run(guard, &error);
	if (!done)
		logbook_fault(error->message);
	/* Threads of libmilter may still run: nothing is taken from under them. */
	_exit(done ? EXIT_SUCCESS : EXIT_FAILURE);
}

/* ---- in the parent ---- */

static void stop_children(Guard *guard)
{
	guard->stopping = TRUE;
	for (guint i = 0; i < children; i++)
		if (guard->child[i].pid > 0)
			kill(guard->child[i].pid, guard->child[i].end);
}

static void start(Guard *guard, Child *child)
{
	pid_t parent = getpid();
	child->started = g_get_monotonic_time();
	child->pid = fork();
	if (child->pid == 0)
		be_child(guard, child, parent);
	if (child->pid > 0)
		return;
	logbook_fault(g_strerror(errno));
	child->pid = 0;
	child->due = child->started + seconds_between * G_USEC_PER_SEC;
}

static void start_due(Guard *guard)
{
	for (guint i = 0; i < children && !guard->stopping; i++)
		if (guard->child[i].pid == 0 && guard->child[i].due <= g_get_monotonic_time())
			start(guard, &guard->child[i]);
}

/* Only the first filter may find that there is no sense in trying again: nobody relies on it yet.
 */
static void bury(Guard *guard, Child *child, int status)
{
	gint64 now = g_get_monotonic_time();
	gboolean worked = now - child->started >= seconds_of_trial * G_USEC_PER_SEC;
	gboolean filters = child == &guard->child[child_filter];
	child->pid = 0;
	if (guard->stopping)
		return;
	logbook_event("ended", child->name);
	guard->worked |= filters && worked;
	guard->failed = filters && !guard->worked && WIFEXITED(status);
	if (guard->failed)
		stop_children(guard);
	child->due = worked ? now : now + seconds_between * G_USEC_PER_SEC;
}

static void reap(Guard *guard)
{
	int status;
	pid_t pid;
	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (guint i = 0; i < children; i++)
			if (guard->child[i].pid == pid)
				bury(guard, &guard->child[i], status);
}

static guint count_living(const Guard *guard)
{
	guint living = 0;
	for (guint i = 0; i < children; i++)
		living += guard->child[i].pid > 0;
	return living;
}

/* The next signal; -1 when a child may be due before one comes. */
static int await_signal(const Guard *guard)
{
	static const struct timespec between = {.tv_sec = seconds_between};
	if (guard->stopping || count_living(guard) == children)
		return sigwaitinfo(&guard->signals, NULL);
	return sigtimedwait(&guard->signals, NULL, &between);
}

static void reload(const Guard *guard)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *answer = control_ask(guard->settings, "reload", &error);
	if (answer == NULL)
		logbook_fault(error->message);
}

/* The filter took what the file says now. */
static void keep_settings(Guard *guard)
{
	g_autoptr(GError) error = NULL;
	GuardSettings *settings = guard_settings_read(guard->settings, &error);
	if (settings == NULL) {
		logbook_fault(error->message);
		return;
	}
	guard_settings_release(guard->good);
	guard->good = settings;
}

static gboolean supervise(Guard *guard)
{
	sigprocmask(SIG_BLOCK, &guard->signals, NULL);
	for (start_due(guard); !guard->stopping || count_living(guard) > 0; start_due(guard)) {
		int number = await_signal(guard);
		if (number == SIGTERM || number == SIGINT)
			stop_children(guard);
		if (number == SIGHUP)
			reload(guard);
		if (number == FILTER_RELOADED)
			keep_settings(guard);
		reap(guard);
	}
	return !guard->failed;
}

static gboolean become(const char *user, GError **error)
{
	if (geteuid() != 0)
		return TRUE;
	if (user == NULL) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("the guard does not run as root: name a user with --user"));
		return FALSE;
	}
	const struct passwd *entry = getpwnam(user);
	if (entry == NULL || entry->pw_uid == 0) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("the guard cannot run as \"%s\""), user);
		return FALSE;
	}
	if (initgroups(user, entry->pw_gid) == 0 && setgid(entry->pw_gid) == 0 &&
		setuid(entry->pw_uid) == 0)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", user, g_strerror(errno));
	return FALSE;
}

static gboolean fail(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return FALSE;
}

static void sweep(const Guard *guard)
{
	static const char *const names[] = {"backlog", "quarantine"};
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *folder = guard_folder(guard->settings, names[i]);
		durable_sweep(folder);
	}
}

/* Two guards on one state would take each other's sockets and files. */
static gboolean lock_state(Guard *guard, GError **error)
{
	g_autofree char *folder = guard_folder(guard->settings, "");
	g_autofree char *path = guard_folder(guard->settings, "lock");
	if (g_mkdir_with_parents(folder, 0700) != 0)
		return fail(folder, error);
	guard->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (guard->lock < 0)
		return fail(path, error);
	if (flock(guard->lock, LOCK_EX | LOCK_NB) == 0)
		return TRUE;
	if (errno != EWOULDBLOCK)
		return fail(path, error);
	g_set_error(error, KITH_ERROR, KITH_ERROR_STATE,
		_("another guard runs on this state: it holds %s"), path);
	return FALSE;
}

gboolean guard_run(const Settings *settings, const GuardOptions *options, GError **error)
{
	g_autoptr(GuardSettings) read = guard_settings_read(settings, error);
	if (read == NULL)
		return FALSE;
	Meter *meter = meter_new();
	/* Who started us may not let the user whom we become open the log. */
	logbook_start(&meter->unlogged);
	if (!become(options->user != NULL ? options->user : read->user, error))
		return FALSE;
	Guard guard = {.settings = settings,
		.good = guard_settings_hold(read),
		.place = options->listen != NULL ? options->listen : read->listen,
		.jobs = options->jobs,
		.meter = meter,
		.child = {[child_filter] = {.name = "filter", .run = run_filter, .end = FILTER_END},
			[child_learner] = {.name = "learner", .run = run_learner, .end = SIGTERM}}};
	if (guard.place == NULL) {
		g_set_error_literal(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("say with --listen where the mail server finds the guard"));
		return FALSE;
	}
	if (!lock_state(&guard, error))
		return FALSE;
	sweep(&guard);
	sigemptyset(&guard.signals);
	sigaddset(&guard.signals, SIGCHLD);
	sigaddset(&guard.signals, SIGTERM);
	sigaddset(&guard.signals, SIGINT);
	sigaddset(&guard.signals, SIGHUP);
	sigaddset(&guard.signals, FILTER_RELOADED);
	if (supervise(&guard))
		return TRUE;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, _("the guard could not start"));
	return FALSE;
}
