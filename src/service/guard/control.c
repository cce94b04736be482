/* SPDX-License-Identifier: Apache-2.0
 *
 * One thread, one caller at a time, each with a second to say what it wants. What it asks is one
 * word; whatever else it says is not read.
 */
#include "service/guard/control.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/settings-words.h"
#include "service/guard/guard.h"
#include "service/guard/logbook.h"

enum { request_bytes = 1024, call_seconds = 1, answer_seconds = 10, callers = 8 };
enum { pause_microseconds = 100000 };

static const char failure[] = "error: ";

typedef struct Control {
	const Settings *settings;
	Filter *filter;
	int command; /* listening sockets; -1 for none */
	int numbers;
	guint port; /* of numbers; 0 for none */
} Control;

static gboolean fail(const char *what, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", what, g_strerror(errno));
	return FALSE;
}

static gboolean make_address(const Settings *settings, struct sockaddr_un *ret, GError **error)
{
	g_autofree char *path = guard_folder(settings, "control");
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (strlen(path) < sizeof ret->sun_path) {
		memcpy(ret->sun_path, path, strlen(path) + 1);
		return TRUE;
	}
	errno = ENAMETOOLONG;
	return fail(path, error);
}

static void set_timeout(int socket, int seconds)
{
	struct timeval time = {.tv_sec = seconds};
	setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
	setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
}

static void send_text(int socket, const char *text)
{
	gsize length = strlen(text), sent = 0;
	while (sent < length) {
		gssize n = send(socket, text + sent, length - sent, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		sent += (gsize)n;
	}
}

/* ---- in the guard ---- */

static int listen_at(const struct sockaddr *address, socklen_t length)
{
	int yes = 1;
	int listening = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listening < 0)
		return -1;
	setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
	if (bind(listening, address, length) == 0 && listen(listening, callers) == 0)
		return listening;
	close(listening);
	return -1;
}

/* Only this machine may ask for numbers. What was open stays when PORT cannot be had. */
static gboolean open_numbers(Control *self, guint port, GError **error)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
		.sin_port = htons((guint16)port),
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
	int numbers = -1;
	if (port == self->port)
		return TRUE;
	if (port != 0)
		numbers = listen_at((const struct sockaddr *)(gpointer)&address, sizeof address);
	if (port != 0 && numbers < 0)
		return fail("127.0.0.1", error);
	if (self->numbers >= 0)
		close(self->numbers);
	self->numbers = numbers;
	self->port = port;
	return TRUE;
}

static char *reload(Control *self)
{
	g_autoptr(GError) error = NULL;
	g_auto(GStrv) unknown = settings_words_unknown(self->settings->config);
	if (unknown[0] != NULL)
		return g_strconcat(failure, unknown[0], NULL);
	g_autoptr(GuardSettings) settings = guard_settings_read(self->settings, &error);
	if (settings == NULL || !open_numbers(self, settings->metrics, &error))
		return g_strconcat(failure, error->message, NULL);
	filter_set_settings(self->filter, g_steal_pointer(&settings));
	if (self->filter->keeper > 0)
		kill(self->filter->keeper, FILTER_RELOADED);
	logbook_event("reloaded", NULL);
	return g_strdup("ok");
}

static void answer_command(Control *self, int socket)
{
	char request[request_bytes] = "";
	gssize n = recv(socket, request, sizeof request - 1, 0);
	if (n <= 0)
		return;
	g_strchomp(request);
	g_autofree char *answer = g_str_equal(request, "reload")   ? reload(self)
				  : g_str_equal(request, "status") ? filter_status(self->filter)
								   : g_strdup("error: ?");
	send_text(socket, answer);
}

static void answer_numbers(const Control *self, int socket)
{
	char request[request_bytes];
	if (recv(socket, request, sizeof request, 0) <= 0)
		return;
	g_autofree char *numbers = filter_numbers(self->filter);
	send_text(socket, "HTTP/1.0 200 OK\r\nConnection: close\r\n"
			  "Content-Type: text/plain; version=0.0.4\r\n\r\n");
	send_text(socket, numbers);
}

static void answer_at(Control *self, int listening)
{
	int socket = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
	if (socket < 0) {
		/* Whoever calls is still there, and poll would tell so at once. */
		g_usleep(pause_microseconds);
		return;
	}
	set_timeout(socket, call_seconds);
	if (listening == self->command)
		answer_command(self, socket);
	else
		answer_numbers(self, socket);
	close(socket);
}

/* A reload may put another socket in the place of the second one. */
static gpointer serve(gpointer data)
{
	Control *self = data;
	for (;;) {
		struct pollfd polled[] = {{.fd = self->command, .events = POLLIN},
			{.fd = self->numbers, .events = POLLIN}};
		if (poll(polled, G_N_ELEMENTS(polled), -1) <= 0)
			continue;
		if (polled[1].revents != 0)
			answer_at(self, polled[1].fd);
		if (polled[0].revents != 0)
			answer_at(self, polled[0].fd);
	}
	return NULL;
}

gboolean control_start(const Settings *settings, Filter *filter, GError **error)
{
	g_autoptr(GuardSettings) guard = filter_settings(filter);
	g_autoptr(GError) problem = NULL;
	struct sockaddr_un address;
	Control *self = g_new0(Control, 1);
	self->settings = settings;
	self->filter = filter;
	self->command = self->numbers = -1;
	if (!make_address(settings, &address, error))
		return FALSE;
	/* Mail is worth more than a page of numbers. */
	if (!open_numbers(self, guard->metrics, &problem))
		logbook_fault(problem->message);
	/* What a guard left behind that was killed. */
	unlink(address.sun_path);
	self->command = listen_at((const struct sockaddr *)(gpointer)&address, sizeof address);
	if (self->command < 0)
		return fail(address.sun_path, error);
	g_thread_unref(g_thread_new("control", serve, self));
	return TRUE;
}

/* ---- in other processes ---- */

static char *converse(int socket, const struct sockaddr_un *address, const char *word)
{
	GString *answer = g_string_new(NULL);
	char piece[request_bytes];
	gssize n = -1;
	set_timeout(socket, answer_seconds);
	if (connect(socket, (const struct sockaddr *)(gconstpointer)address, sizeof *address) ==
		0) {
		send_text(socket, word);
		while ((n = recv(socket, piece, sizeof piece, 0)) > 0)
			g_string_append_len(answer, piece, n);
	}
	/* Who ends before it answered did not do what was asked. */
	gboolean none = answer->len == 0;
	if (none && n == 0)
		errno = ECONNRESET;
	return g_string_free(answer, none);
}

char *control_ask(const Settings *settings, const char *word, GError **error)
{
	struct sockaddr_un address;
	if (!make_address(settings, &address, error))
		return NULL;
	int caller = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (caller < 0) {
		fail(address.sun_path, error);
		return NULL;
	}
	g_autofree char *answer = converse(caller, &address, word);
	if (answer == NULL)
		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, _("no guard answers at %s: %s"),
			address.sun_path, g_strerror(errno));
	close(caller);
	if (answer == NULL || !g_str_has_prefix(answer, failure))
		return g_steal_pointer(&answer);
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "%s", answer + strlen(failure));
	return NULL;
}
