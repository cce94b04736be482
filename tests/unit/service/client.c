/* SPDX-License-Identifier: Apache-2.0 */
#include "service/sink/client.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/limits.h"

/* A sinkhole of one client, whose other end is in our hands. */
typedef struct Scene {
	ClientHouse house;
	Client *client;
	int other;
	gboolean waits;
	gboolean full; /* the house keeps nothing */
	gboolean ended;
	GString *kept;     /* messages */
	GString *sessions; /* accounts */
	GString *passwords;
} Scene;

static void take_waiting(Client *client, gpointer user_data)
{
	((Scene *)user_data)->waits = TRUE;
}

static gboolean take_message(const RawMessage *message, gpointer user_data)
{
	Scene *scene = user_data;
	gsize length;
	const char *bytes = g_bytes_get_data(message->bytes, &length);

	if (!scene->full)
		g_string_append_printf(scene->kept, "%u%s to %u: %.*s\n", message->delivery->code,
			message->cut ? " cut" : "", message->delivery->rcpt_to->len, (int)length,
			bytes);
	return !scene->full;
}

static void take_session(const Session *session, gpointer user_data)
{
	g_string_append_printf(((Scene *)user_data)->sessions, "%s %s %u\n",
		session->helo != NULL ? session->helo : "-",
		session->account != NULL ? session->account : "-", session->messages);
}

static void take_password(
	const Session *session, const char *account, Span password, gpointer user_data)
{
	g_string_append_printf(((Scene *)user_data)->passwords, "%s:%.*s\n", account,
		(int)password.length, password.data);
}

static void take_end(Client *client, gpointer user_data)
{
	((Scene *)user_data)->ended = TRUE;
}

static void scene_begin(Scene *scene, gsize memory)
{
	int sockets[2];

	*scene = (Scene){.kept = g_string_new(NULL),
		.sessions = g_string_new(NULL),
		.passwords = g_string_new(NULL)};
	scene->house = (ClientHouse){.base = event_base_new(),
		.budget = budget_new(4, memory),
		.name = "mx.example",
		.seconds = 100,
		.buffer = g_malloc0(LIMIT_SINK_READ),
		.waiting = take_waiting,
		.message = take_message,
		.session = take_session,
		.password = take_password,
		.ended = take_end,
		.user_data = scene};
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, sockets), ==, 0);
	scene->other = sockets[0];
	scene->client = client_new(&scene->house, &(ClientCall){.socket = sockets[1]});
	g_assert_nonnull(scene->client);
	client_begin(scene->client);
}

static void scene_end(Scene *scene)
{
	client_dismiss(scene->client);
	g_assert_true(scene->ended);
	client_free(scene->client);
	(void)close(scene->other);
	budget_free(scene->house.budget);
	event_base_free(scene->house.base);
	g_free(scene->house.buffer);
	g_string_free(scene->kept, TRUE);
	g_string_free(scene->sessions, TRUE);
	g_string_free(scene->passwords, TRUE);
}

static void pass(Scene *scene)
{
	(void)event_base_loop(scene->house.base, EVLOOP_NONBLOCK);
}

static void say(Scene *scene, const char *text)
{
	g_assert_cmpint(send(scene->other, text, strlen(text), 0), ==, (gssize)strlen(text));
	pass(scene);
}

/* All codes that were answered since the last call: "250 250 354". */
static char *heard(Scene *scene)
{
	char bytes[65536];
	gssize count = recv(scene->other, bytes, sizeof bytes - 1, 0);
	g_autoptr(GString) codes = g_string_new(NULL);

	bytes[MAX(count, 0)] = '\0';
	g_auto(GStrv) lines = g_strsplit(bytes, "\r\n", -1);

	for (guint i = 0; lines[i] != NULL; i++)
		if (strlen(lines[i]) > 3 && lines[i][3] == ' ')
			g_string_append_printf(
				codes, "%s%.3s", codes->len > 0 ? " " : "", lines[i]);
	return g_strdup(codes->str);
}

static void assert_heard(Scene *scene, const char *wanted)
{
	g_autofree char *got = heard(scene);

	g_assert_cmpstr(got, ==, wanted);
}

static void conclude(Scene *scene, gboolean durable)
{
	g_assert_true(scene->waits);
	scene->waits = FALSE;
	client_conclude(scene->client);
	client_answer(scene->client, durable);
	pass(scene);
}

#define ENVELOPE "MAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\n"

static void test_wait(void)
{
	Scene scene;

	scene_begin(&scene, LIMIT_MIB(1));
	assert_heard(&scene, "220");
	say(&scene, "EHLO me\r\n" ENVELOPE "DATA\r\none\r\n.\r\n" ENVELOPE
		    "DATA\r\ntwo\r\n.\r\nQUIT\r\n");
	assert_heard(&scene, "250 250 250 354");
	g_assert_cmpstr(scene.kept->str, ==, "");
	conclude(&scene, TRUE);
	g_assert_cmpstr(scene.kept->str, ==, "250 to 1: one\r\n\n");
	assert_heard(&scene, "250 250 250 354");
	conclude(&scene, FALSE);
	assert_heard(&scene, "451 221");
	g_assert_true(scene.ended);
	g_assert_cmpstr(scene.sessions->str, ==, "me - 2\n");
	scene_end(&scene);
}

static void test_full(void)
{
	Scene scene;

	scene_begin(&scene, LIMIT_MIB(1));
	scene.full = TRUE;
	say(&scene, ENVELOPE "DATA\r\none\r\n.\r\n");
	conclude(&scene, TRUE);
	scene.full = FALSE;
	say(&scene, ENVELOPE "DATA\r\ntwo\r\n.\r\n");
	conclude(&scene, TRUE);
	assert_heard(&scene, "220 250 250 354 452 250 250 354 250");
	g_assert_cmpstr(scene.kept->str, ==, "250 to 1: two\r\n\n");
	scene_end(&scene);
}

static void test_no_memory(void)
{
	g_autofree char *line = g_strnfill(1000, 'x');
	Scene scene;

	scene_begin(&scene, LIMIT_KIB(64));
	say(&scene, ENVELOPE "DATA\r\n");
	for (guint i = 0; i < 100; i++)
		say(&scene, line);
	say(&scene, "\r\n.\r\n");
	g_assert_false(scene.waits);
	say(&scene, ENVELOPE "DATA\r\nsmall\r\n.\r\n");
	conclude(&scene, TRUE);
	assert_heard(&scene, "220 250 250 354 452 250 250 354 250");
	g_assert_cmpstr(scene.kept->str, ==, "250 to 1: small\r\n\n");
	scene_end(&scene);
}

static void test_cut(void)
{
	Scene scene;

	scene_begin(&scene, LIMIT_MIB(1));
	say(&scene, "HELO me\r\n" ENVELOPE "DATA\r\nhalf");
	(void)shutdown(scene.other, SHUT_WR);
	pass(&scene);
	g_assert_true(scene.ended);
	g_assert_cmpstr(scene.kept->str, ==, "0 cut to 1: half\n");
	scene_end(&scene);
}

static void test_passwords(void)
{
	static const guint8 nothing[LIMIT_SINK_READ];
	Scene scene;

	scene_begin(&scene, LIMIT_MIB(1));
	say(&scene, "AUTH PLAIN AHVzZXIAc2VjcmV0\r\n");
	g_assert_cmpstr(scene.passwords->str, ==, "user:secret\n");
	g_assert_cmpmem(scene.house.buffer, LIMIT_SINK_READ, nothing, LIMIT_SINK_READ);
	scene_end(&scene);
}

static void test_time(void)
{
	Scene scene;
	gint64 now = g_get_monotonic_time();

	scene_begin(&scene, LIMIT_MIB(1));
	client_check_time(scene.client, now + 90 * G_USEC_PER_SEC);
	g_assert_false(scene.ended);
	client_check_time(scene.client, now + 110 * G_USEC_PER_SEC);
	g_assert_true(scene.ended);
	assert_heard(&scene, "220 421");
	g_assert_cmpstr(scene.sessions->str, ==, "");
	scene_end(&scene);
}

static void test_unread(void)
{
	Scene scene;

	/* Answers that are not taken keep the client from being read. */
	scene_begin(&scene, LIMIT_MIB(64));
	for (guint i = 0; i < 1000000; i++)
		if (send(scene.other, "EHLO x\r\n", 8, 0) != 8)
			break;
		else if (i % 64 == 0)
			pass(&scene);
	for (guint i = 0; i < 100; i++)
		pass(&scene);
	g_assert_cmpint(send(scene.other, "EHLO x\r\n", 8, 0), ==, -1);
	g_assert_false(scene.ended);
	scene_end(&scene);
}

static void test_nonsense(void)
{
	Scene scene;

	scene_begin(&scene, LIMIT_MIB(1));
	for (guint i = 0; i <= LIMIT_SINK_FAULTS && !scene.ended; i++)
		say(&scene, "nonsense\r\n");
	g_autofree char *got = heard(&scene);

	g_assert_true(g_str_has_suffix(got, "500 421"));
	g_assert_true(scene.ended);
	scene_end(&scene);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/client/wait", test_wait);
	g_test_add_func("/client/full", test_full);
	g_test_add_func("/client/no-memory", test_no_memory);
	g_test_add_func("/client/cut", test_cut);
	g_test_add_func("/client/passwords", test_passwords);
	g_test_add_func("/client/time", test_time);
	g_test_add_func("/client/unread", test_unread);
	g_test_add_func("/client/nonsense", test_nonsense);
	return g_test_run();
}
