/* SPDX-License-Identifier: Apache-2.0
 *
 * The handout. A message of the quarantine is read out of memory: no copy of it comes to lie on
 * disk.
 */
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/i18n.h"
#include "cmd/awareness/awareness.h"
#include "cmd/run.h"
#include "report/awareness/handout.h"
#include "report/specimen/redact.h"
#include "service/guard/guard.h"
#include "service/guard/quarantine.h"

/* The run comes first: that is what a report is given. */
typedef struct OwnCase {
	Run run;
	const Awareness *request;
	HandoutCase *shown; /* NULL: none was fit */
} OwnCase;

static void take(const EngineResult *result, gpointer user_data)
{
	OwnCase *own = user_data;
	VerdictKind kind = result->verdict->kind;
	run_count(&own->run, result);
	if (own->shown != NULL || result->facts == NULL ||
		(kind != VERDICT_SUSPICIOUS && kind != VERDICT_HIJACKED))
		return;
	g_autoptr(Aliases) aliases = aliases_new();
	g_autoptr(Facts) facts = redact_facts(aliases, result->facts, result->verdict);
	g_autoptr(Verdict) verdict = redact_verdict(aliases, result->verdict);
	own->shown = handout_case_new(own->request->reader, facts, verdict);
}

/* Judge the message at PATH. */
static HandoutCase *judge(const Awareness *self, const char *path)
{
	OwnCase own = {.request = self};
	const char *const paths[] = {path, NULL};
	g_autoptr(Source) source = source_new(paths, run_complain, &own.run);
	run_source(&own.run, self->command, self->options, (EngineOptions){.task = ENGINE_SCAN},
		source, take);
	return own.shown;
}

/* The newest message of the quarantine that is surely forged, NULL when there is none. */
static GBytes *find_held(const Awareness *self)
{
	g_autofree char *folder = guard_folder(self->options->settings, "quarantine");
	g_autoptr(GPtrArray) entries = NULL;
	GBytes *message = NULL;
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, NULL);
	if (quarantine == NULL || !quarantine_list(quarantine, &entries, NULL))
		return NULL;
	for (guint i = entries->len; i-- > 0 && message == NULL;) {
		const QuarantineEntry *entry = entries->pdata[i];
		g_autoptr(QuarantineEntry) found = NULL;
		if (g_str_equal(entry->verdict, verdict_kind_name(VERDICT_HIJACKED)) &&
			entry->state == QUARANTINE_HELD)
			found = quarantine_find(quarantine, entry->id, &message, NULL);
	}
	return message;
}

static gboolean write_bytes(int file, GBytes *bytes)
{
	gsize length = 0;
	const char *data = g_bytes_get_data(bytes, &length);
	while (length > 0) {
		gssize written = write(file, data, length);
		if (written <= 0)
			return FALSE;
		data += written;
		length -= (gsize)written;
	}
	return TRUE;
}

static HandoutCase *judge_held(const Awareness *self)
{
	HandoutCase *shown = NULL;
	/* Where no guard ever ran there is no quarantine, and none is made. */
	g_autoptr(GBytes) message = self->filter != NULL ? find_held(self) : NULL;
	int file = message != NULL ? memfd_create("kith", MFD_CLOEXEC) : -1;
	if (file < 0)
		return NULL;
	g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", file);
	if (write_bytes(file, message))
		shown = judge(self, path);
	close(file);
	return shown;
}

int own_case_write(const Awareness *self)
{
	const char *path = self->options->arguments[0];
	g_autoptr(GError) error = NULL;
	g_autoptr(HandoutCase) shown = path != NULL ? judge(self, path) : judge_held(self);
	if (shown == NULL && path != NULL) {
		options_complain(self->command,
			_("the message is not judged forged: there is nothing to show"));
		return EXIT_TROUBLE;
	}
	if (shown == NULL)
		shown = handout_case_example(self->reader);
	g_autofree char *text = handout_write(
		shown, awareness_form(self), self->options->settings->awareness_contact);
	if (awareness_put(self->out, text, &error))
		return EXIT_NOTHING_FOUND;
	options_complain(self->command, error->message);
	return EXIT_TROUBLE;
}
