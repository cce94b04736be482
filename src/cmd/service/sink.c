/* SPDX-License-Identifier: Apache-2.0
 *
 * kith sink: an SMTP server for what malware sends, which takes everything and delivers nothing.
 * Two processes: the receiver speaks with clients and knows nothing else, the recorder judges what
 * it put into the spool. The ports are opened before either gives up its privileges.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "cmd/recorder.h"
#include "service/privilege.h"
#include "service/sink/listener.h"
#include "service/sink/receiver.h"
#include "service/sink/tls-certificate.h"
#include "worker/pool.h"

typedef struct Sink {
	const Command *command;
	const Options *options;
	char **places; /* to listen at, as given */
	char *user;
	char *name;
	char *tag;
	char *sample;
	gboolean transparent;
	gboolean drain;
	gboolean sessions; /* print them too */
	gint seconds;
	GArray *listeners;  /* of Listener */
	char *spool;        /* directory */
	char *authority;    /* directory */
	Privilege receiver; /* what the receiver becomes */
	Privilege recorder;
	pid_t process; /* the recorder */
} Sink;

/* ---- the receiver ---- */

static const Command *complainer;

static void complain(const char *message)
{
	options_complain(complainer, message);
}

/* The receiver does not outlive the recorder, which alone can say that it is wrong. A change of the
 * user would take that back: it comes after. */
static gboolean end_with_recorder(const Sink *sink, GError **error)
{
	if (prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == sink->process)
		return TRUE;
	g_set_error_literal(error, KITH_ERROR, KITH_ERROR_IO, _("the recorder is gone"));
	return FALSE;
}

static gboolean give_up_privileges(Sink *sink, GError **error)
{
	gboolean root = geteuid() == 0;

	if (!privilege_drop(&sink->receiver, root ? sink->spool : NULL, error))
		return FALSE;
	if (root) {
		g_free(sink->spool);
		sink->spool = g_strdup("/");
	}
	return end_with_recorder(sink, error);
}

static gboolean receive(Sink *sink, GError **error)
{
	g_autoptr(Secret) secret = secret_load(sink->options->settings->secret, error);
	g_autoptr(TlsAuthority) authority =
		secret != NULL ? tls_authority_new(sink->authority, sink->name, error) : NULL;

	if (authority == NULL || !give_up_privileges(sink, error))
		return FALSE;
	g_autoptr(PasswordHasher) hasher = password_hasher_new(secret, session_free, error);

	g_clear_pointer(&secret, secret_free);
	if (hasher == NULL)
		return FALSE;
	ReceiverOptions options = {.listeners = sink->listeners,
		.transparent = sink->transparent,
		.spool = sink->spool,
		.name = sink->name,
		.seconds = (guint)sink->seconds,
		.run = {.tag = sink->tag, .sample = sink->sample},
		.authority = authority,
		.hasher = hasher,
		.complain = complain};

	return receiver_run(&options, error);
}

static _Noreturn void be_receiver(Sink *sink)
{
	g_autoptr(GError) error = NULL;

	complainer = sink->command;
	gboolean done = receive(sink, &error);

	if (!done)
		complain(error->message);
	_exit(done ? EXIT_NOTHING_FOUND : EXIT_TROUBLE);
}

/* ---- the recorder ---- */

static volatile pid_t receiver_process;
static volatile int receiver_status;
static volatile int receiver_gone;

static void pass_on(int number)
{
	if (receiver_process > 0)
		(void)kill(receiver_process, SIGTERM);
}

static void reap(int number)
{
	int reason = errno;
	int status;

	if (receiver_process > 0 && waitpid(receiver_process, &status, WNOHANG) > 0) {
		receiver_status = status;
		receiver_process = 0;
		receiver_gone = 1;
	}
	errno = reason;
}

static void watch_receiver(void)
{
	struct sigaction stops = {.sa_handler = pass_on, .sa_flags = SA_RESTART};
	struct sigaction ends = {.sa_handler = reap, .sa_flags = SA_RESTART | SA_NOCLDSTOP};

	(void)sigaction(SIGTERM, &stops, NULL);
	(void)sigaction(SIGINT, &stops, NULL);
	(void)sigaction(SIGCHLD, &ends, NULL);
	/* It may have ended before. */
	reap(SIGCHLD);
}

/* Nothing more comes: what is in the spool is recorded by the next run. */
static void end_receiver(void)
{
	pass_on(SIGTERM);
	for (reap(SIGCHLD); !receiver_gone; reap(SIGCHLD))
		g_usleep(G_USEC_PER_SEC / 100);
}

static int receiver_outcome(const Sink *sink)
{
	if (WIFEXITED(receiver_status))
		return WEXITSTATUS(receiver_status);
	/* Told to end before it served anybody. */
	if (WIFSIGNALED(receiver_status) && WTERMSIG(receiver_status) == SIGTERM)
		return EXIT_NOTHING_FOUND;
	options_complain(sink->command, _("the receiver ended unexpectedly"));
	return EXIT_TROUBLE;
}

/* With STOP until it is not 0, else only what there is. The workers are made when privileges are
 * gone, and before threads and files. */
static int record(const Sink *sink, const volatile int *stop)
{
	g_autoptr(GError) error = NULL;

	if (!privilege_drop(&sink->recorder, NULL, &error) || !zygote_start(&error)) {
		options_complain(sink->command, error->message);
		return EXIT_TROUBLE;
	}
	/* Starting the zygote resets the signal of children. */
	if (stop != NULL)
		watch_receiver();
	int status = recorder_run(sink->command, sink->options, sink->sessions, stop);

	zygote_stop();
	return status;
}

/* Until the receiver is gone and all that it left is recorded. */
static int be_recorder(const Sink *sink)
{
	int recorded = record(sink, &receiver_gone);

	end_receiver();
	int received = receiver_outcome(sink);

	return received != EXIT_NOTHING_FOUND ? received : recorded;
}

/* ---- what was asked for ---- */

static gboolean read_places(Sink *sink, GError **error)
{
	static char *usual[] = {(char *)"127.0.0.1", (char *)"::1", NULL};
	char **places = sink->places != NULL ? sink->places : usual;

	for (guint i = 0; places[i] != NULL; i++)
		if (!listener_add(sink->listeners, places[i], error))
			return FALSE;
	return TRUE;
}

static gboolean read_numbers(Sink *sink, GError **error)
{
	if (sink->seconds == 0)
		sink->seconds = LIMIT_SINK_STEP_SECONDS;
	if (sink->seconds < 1 || sink->seconds > LIMIT_SINK_SESSION_SECONDS) {
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
			_("--timeout takes a number of seconds up to %d"),
			LIMIT_SINK_SESSION_SECONDS);
		return FALSE;
	}
	return TRUE;
}

static gboolean read_name(Sink *sink, GError **error)
{
	const char *host = g_get_host_name();

	if (sink->name == NULL)
		sink->name = g_strdup(tls_certificate_can_name(host) ? host : "localhost");
	if (tls_certificate_can_name(sink->name))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, _("%s is no name of a host"), sink->name);
	return FALSE;
}

/* What the receiver writes is for its own eyes. */
static gboolean can_read(const Sink *sink, const char *name, GError **error)
{
	if (sink->recorder.user == 0 || sink->recorder.user == sink->receiver.user)
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("the owner of the state could not read what %s receives"), name);
	return FALSE;
}

/* The recorder is the owner of the state. So is the receiver, unless that is root. */
static gboolean find_accounts(Sink *sink, GError **error)
{
	struct stat status;
	const char *state = sink->options->settings->state;
	const char *name = sink->user;

	if (stat(state, &status) != 0) {
		g_set_error(
			error, KITH_ERROR, KITH_ERROR_STATE, "%s: %s", state, g_strerror(errno));
		return FALSE;
	}
	sink->recorder = geteuid() == 0 ? (Privilege){status.st_uid, status.st_gid}
					: (Privilege){geteuid(), getegid()};
	sink->receiver = sink->recorder;
	if (name == NULL && sink->recorder.user == 0)
		name = "nobody";
	return name == NULL ||
	       (privilege_find(name, &sink->receiver, error) && can_read(sink, name, error));
}

/* The receiver must be able to write there, and nobody else. Who owns the state might have a link
 * there, to be given what it names. */
static gboolean make_spool(const Sink *sink, GError **error)
{
	gboolean made = mkdir(sink->spool, 0700) == 0 || errno == EEXIST;
	int spool = made ? open(sink->spool, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;

	made = spool >= 0;
	if (made && geteuid() == 0)
		made = fchown(spool, sink->receiver.user, sink->receiver.group) == 0;
	if (!made)
		g_set_error(
			error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", sink->spool, g_strerror(errno));
	if (spool >= 0)
		(void)close(spool);
	return made;
}

static gboolean prepare(Sink *sink, GError **error)
{
	const char *state = sink->options->settings->state;

	sink->spool = g_build_filename(state, "spool", NULL);
	sink->authority = g_build_filename(state, "sink", NULL);
	return read_places(sink, error) && read_numbers(sink, error) && read_name(sink, error) &&
	       find_accounts(sink, error) && make_spool(sink, error);
}

/* What was asked for must be there; by itself the loopback has at least IPv4, which comes first. */
static gboolean open_listeners(Sink *sink, GError **error)
{
	GArray *listeners = sink->listeners;
	guint at = 0;

	while (at < listeners->len) {
		g_autoptr(GError) reason = NULL;

		if (listener_open(
			    &g_array_index(listeners, Listener, at), sink->transparent, &reason)) {
			at++;
		} else if (sink->places != NULL || at < LISTENER_USUAL_PORTS) {
			g_propagate_error(error, g_steal_pointer(&reason));
			return FALSE;
		} else {
			g_array_remove_index(listeners, at);
		}
	}
	return TRUE;
}

static void close_listeners(Sink *sink)
{
	for (guint i = 0; i < sink->listeners->len; i++)
		(void)close(g_array_index(sink->listeners, Listener, i).socket);
}

static void announce(const Sink *sink)
{
	for (guint i = 0; i < sink->listeners->len; i++) {
		const Listener *listener = &g_array_index(sink->listeners, Listener, i);
		g_autofree char *place = endpoint_text(&listener->endpoint);

		fprintf(stderr, "kith sink: %s%s\n", place, listener->tls ? " (TLS)" : "");
	}
}

static int drain(Sink *sink)
{
	g_autoptr(GError) error = NULL;

	if (find_accounts(sink, &error))
		return record(sink, NULL);
	options_complain(sink->command, error->message);
	return EXIT_TROUBLE;
}

static int run_sink(Sink *sink)
{
	g_autoptr(GError) error = NULL;

	if (sink->drain)
		return drain(sink);
	if (!options_check_sample(sink->command, sink->sample))
		return EXIT_TROUBLE;
	if (!prepare(sink, &error) || !open_listeners(sink, &error)) {
		options_complain(sink->command, error->message);
		return EXIT_TROUBLE;
	}
	announce(sink);
	sink->process = getpid();
	pid_t process = fork();

	if (process == 0)
		be_receiver(sink);
	close_listeners(sink);
	if (process < 0) {
		g_autofree char *problem = g_strdup_printf(
			_("the receiver could not be started: %s"), g_strerror(errno));

		options_complain(sink->command, problem);
		return EXIT_TROUBLE;
	}
	receiver_process = process;
	return be_recorder(sink);
}

static void sink_clear(Sink *sink)
{
	g_strfreev(sink->places);
	g_free(sink->user);
	g_free(sink->name);
	g_free(sink->tag);
	g_free(sink->sample);
	g_free(sink->spool);
	g_free(sink->authority);
	g_array_unref(sink->listeners);
}

int command_sink(const Command *command, int argc, char **argv)
{
	Sink sink = {.command = command, .listeners = g_array_new(FALSE, FALSE, sizeof(Listener))};
	const GOptionEntry entries[] = {
		{"listen", 0, 0, G_OPTION_ARG_STRING_ARRAY, &sink.places,
			N_("listen here; may be repeated"), N_("ADDRESS[:PORT[/tls]]")},
		{"transparent", 0, 0, G_OPTION_ARG_NONE, &sink.transparent,
			N_("keep where redirected connections wanted to go"), NULL},
		{"drain", 0, 0, G_OPTION_ARG_NONE, &sink.drain,
			N_("only record what the spool holds, and listen nowhere"), NULL},
		{"sessions", 0, 0, G_OPTION_ARG_NONE, &sink.sessions,
			N_("list each SMTP session, those without messages too"), NULL},
		{"user", 0, 0, G_OPTION_ARG_STRING, &sink.user,
			N_("the user that receives, when started by root"), N_("NAME")},
		{"name", 0, 0, G_OPTION_ARG_STRING, &sink.name,
			N_("the name that clients are greeted with"), N_("HOST")},
		{"timeout", 0, 0, G_OPTION_ARG_INT, &sink.seconds,
			N_("seconds that a client may take for a command"), N_("N")},
		{"tag", 0, 0, G_OPTION_ARG_STRING, &sink.tag,
			N_("a name for this run, given with everything found"), N_("NAME")},
		{"sample", 0, 0, G_OPTION_ARG_STRING, &sink.sample,
			N_("SHA-256 of the program that ran"), N_("HASH")},
		{NULL},
	};
	g_autoptr(Options) options = options_parse(command, entries, argc, argv, 0, 0);
	int status = EXIT_TROUBLE;

	sink.options = options;
	if (options != NULL)
		status = run_sink(&sink);
	sink_clear(&sink);
	return status;
}
