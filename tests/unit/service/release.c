/* SPDX-License-Identifier: Apache-2.0
 *
 * A token lets through what was held to those it was held for, as servers may change it on its way,
 * and nothing else.
 */
#include "service/guard/release.h"

#include <glib/gstdio.h>

#define HEAD                                                                                       \
	"From: \"Chie Doi\" <a@elsewhere.example>\r\nTo: b@ours.example,\r\n c@ours.example\r\n"   \
	"Subject: Re: pump\r\nMessage-ID: <1@x>\r\n"
#define BODY "\r\nConfirm.\r\n\r\n"

typedef struct Fixture {
	char *folder;
	Quarantine *quarantine;
	Secret *secret;
	QuarantineEntry *entry;
	GBytes *held;
	char *token;
} Fixture;

/* The token as the mail program got it. */
static char *read_token(const char *path)
{
	g_autofree char *input = NULL;
	g_assert_true(g_file_get_contents(path, &input, NULL, NULL));
	*strchr(input, '\n') = '\0';
	g_assert_true(g_str_has_prefix(input, "X-Kith-Release: "));
	return g_strdup(strrchr(input, ' ') + 1);
}

static void set_up(Fixture *self, gconstpointer data)
{
	static const char *const to[] = {"<b@ours.example>", "<C@ours.example>", NULL};
	g_autoptr(GError) error = NULL;
	self->folder = g_dir_make_tmp("kith-release-XXXXXX", NULL);
	g_autofree char *secret = g_build_filename(self->folder, "secret", NULL);
	g_autofree char *input = g_build_filename(self->folder, "input", NULL);
	g_autofree char *mailer = g_strdup_printf("sh -c 'cat >%s' sendmail", input);
	g_assert_true(secret_create(secret, &error));
	self->secret = secret_load(secret, &error);
	self->quarantine = quarantine_new(self->folder, &error);
	g_autoptr(QuarantineEntry) entry = g_new0(QuarantineEntry, 1);
	entry->mail_from = g_strdup("<a@elsewhere.example>");
	entry->recipients = g_strdupv((char **)to);
	g_assert_true(quarantine_put(
		self->quarantine, entry, span_new(HEAD BODY, strlen(HEAD BODY)), &error));
	self->entry = quarantine_find(self->quarantine, entry->id, &self->held, &error);
	release_message(
		self->quarantine, self->entry, self->held, self->secret, mailer, FALSE, &error);
	g_assert_no_error(error);
	self->token = read_token(input);
	g_remove(secret);
	g_remove(input);
}

static void tear_down(Fixture *self, gconstpointer data)
{
	g_autoptr(QuarantineEntry) entry =
		quarantine_find(self->quarantine, self->entry->id, NULL, NULL);
	g_assert_cmpint(entry->state, ==, QUARANTINE_OFFERED);
	g_assert_true(quarantine_remove(self->quarantine, entry, NULL));
	quarantine_entry_free(self->entry);
	g_bytes_unref(self->held);
	quarantine_free(self->quarantine);
	secret_free(self->secret);
	g_free(self->token);
	g_assert_cmpint(g_rmdir(self->folder), ==, 0);
	g_free(self->folder);
}

static gboolean proves(
	const Fixture *self, const char *message, const char *first, const char *second)
{
	g_autoptr(GPtrArray) recipients = g_ptr_array_new();
	g_ptr_array_add(recipients, (gpointer)first);
	if (second != NULL)
		g_ptr_array_add(recipients, (gpointer)second);
	return release_is_proven(self->secret, self->entry, self->held, recipients,
		span_new(message, strlen(message)), self->token);
}

static void test_changed_on_the_way(Fixture *self, gconstpointer data)
{
	static const char *const messages[] = {
		HEAD BODY,
		"Received: by mx\r\n\tid 1\r\n" HEAD
		"Date: Thu, 30 Jan 2020 10:00:00 +0900\r\n" BODY,
		"Received: by mx\nFrom:\n \"Chie Doi\"  <a@elsewhere.example>\nTo: b@ours.example, "
		"c@ours.example\nSubject: Re: pump\nMessage-Id: <1@x>\n\nConfirm.\n",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++)
		g_assert_true(
			proves(self, messages[i], "<c@ours.example>", "<\"b\"@ours.example.>"));
}

static void test_other(Fixture *self, gconstpointer data)
{
	static const char *const messages[] = {
		HEAD "\r\nConfirm!\r\n",
		HEAD "Subject: other\r\n" BODY,
		"From: d@elsewhere.example\r\nTo: b@ours.example,\r\n c@ours.example\r\n"
		"Subject: Re: pump\r\nMessage-ID: <1@x>\r\n" BODY,
		"Subject: Re: pump\r\n" BODY,
	};
	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++)
		g_assert_false(proves(self, messages[i], "<b@ours.example>", "<c@ours.example>"));
	g_assert_false(proves(self, HEAD BODY, "<b@ours.example>", NULL));
	g_assert_false(proves(self, HEAD BODY, "<b@ours.example>", "<d@ours.example>"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add("/release/changed-on-the-way", Fixture, NULL, set_up, test_changed_on_the_way,
		tear_down);
	g_test_add("/release/other", Fixture, NULL, set_up, test_other, tear_down);
	return g_test_run();
}
