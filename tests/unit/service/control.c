/* SPDX-License-Identifier: Apache-2.0
 *
 * The guard's control: settings are read again, numbers move to another port, and a process without
 * descriptors left waits for one and does not spin.
 */
#include "service/guard/control.h"

#include <arpa/inet.h>
#include <glib/gstdio.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/error.h"

typedef struct Fixture {
	Settings settings;
	Filter filter;
} Fixture;

static void write_config(const Fixture *self, const char *text)
{
	g_assert_true(g_file_set_contents(self->settings.config, text, -1, NULL));
}

/* As long as the process: the thread that serves it never ends. */
static Fixture *start(void)
{
	Fixture *self = g_new0(Fixture, 1);
	g_autoptr(GError) error = NULL;
	self->settings.state = g_dir_make_tmp("kith-control-XXXXXX", NULL);
	self->settings.config = g_build_filename(self->settings.state, "kith.conf", NULL);
	g_autofree char *folder = g_build_filename(self->settings.state, "guard", NULL);
	g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
	write_config(self, "[guard]\ntimeout=7\n");
	self->filter.settings = guard_settings_read(&self->settings, &error);
	self->filter.backlog = backlog_new(folder, &error);
	self->filter.quarantine = quarantine_new(folder, &error);
	control_start(&self->settings, &self->filter, &error);
	g_assert_no_error(error);
	return self;
}

static void finish(const Fixture *self)
{
	g_autofree char *socket_path =
		g_build_filename(self->settings.state, "guard/control", NULL);
	g_autofree char *folder = g_build_filename(self->settings.state, "guard", NULL);
	g_unlink(socket_path);
	g_unlink(self->settings.config);
	g_rmdir(folder);
	g_assert_cmpint(g_rmdir(self->settings.state), ==, 0);
}

static struct sockaddr_in loopback(guint port)
{
	return (struct sockaddr_in){.sin_family = AF_INET,
		.sin_port = htons((guint16)port),
		.sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
}

static guint free_port(void)
{
	struct sockaddr_in address = loopback(0);
	socklen_t length = sizeof address;
	int probe = socket(AF_INET, SOCK_STREAM, 0);
	g_assert_cmpint(bind(probe, (struct sockaddr *)&address, length), ==, 0);
	g_assert_cmpint(getsockname(probe, (struct sockaddr *)&address, &length), ==, 0);
	close(probe);
	return ntohs(address.sin_port);
}

/* Does somebody listen there? Then nobody else may. */
static gboolean is_taken(guint port)
{
	struct sockaddr_in address = loopback(port);
	int probe = socket(AF_INET, SOCK_STREAM, 0);
	gboolean taken = bind(probe, (struct sockaddr *)&address, sizeof address) != 0;
	close(probe);
	return taken;
}

static void test_reload(void)
{
	Fixture *self = start();
	guint first = free_port(), second = free_port();
	g_autofree char *one = g_strdup_printf("[guard]\ntimeout=9\nmetrics=%u\n", first);
	g_autofree char *other = g_strdup_printf("[guard]\nmetrics=%u\n", second);
	write_config(self, one);
	g_autofree char *said = control_ask(&self->settings, "reload", NULL);
	g_assert_cmpstr(said, ==, "ok");
	g_assert_cmpuint(self->filter.settings->seconds, ==, 9);
	g_assert_true(is_taken(first));
	write_config(self, other);
	g_autofree char *again = control_ask(&self->settings, "reload", NULL);
	g_assert_cmpstr(again, ==, "ok");
	g_assert_false(is_taken(first));
	g_assert_true(is_taken(second));
	g_autoptr(GError) error = NULL;
	write_config(self, "[guard]\ntimeout=never\n");
	g_assert_null(control_ask(&self->settings, "reload", &error));
	g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	g_assert_true(is_taken(second));
	finish(self);
}

static gint64 cpu_time(void)
{
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC +
	       usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static gpointer ask(gpointer data)
{
	const Fixture *self = data;
	return control_ask(&self->settings, "reload", NULL);
}

static void test_no_descriptor(void)
{
	Fixture *self = start();
	struct rlimit before, none;
	int lowest = dup(STDERR_FILENO);
	close(lowest);
	g_assert_cmpint(getrlimit(RLIMIT_NOFILE, &before), ==, 0);
	/* One for who asks, none for who answers. */
	none = (struct rlimit){(rlim_t)lowest + 1, before.rlim_max};
	g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &none), ==, 0);
	gint64 used = cpu_time();
	GThread *asking = g_thread_new("ask", ask, self);
	g_usleep(G_USEC_PER_SEC);
	used = cpu_time() - used;
	g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &before), ==, 0);
	g_autofree char *said = g_thread_join(asking);
	g_assert_cmpstr(said, ==, "ok");
	g_assert_cmpint(used, <, G_USEC_PER_SEC / 5);
	finish(self);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/control/reload", test_reload);
	g_test_add_func("/control/no-descriptor", test_no_descriptor);
	return g_test_run();
}
