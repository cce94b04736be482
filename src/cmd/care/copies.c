/* SPDX-License-Identifier: Apache-2.0
 *
 * Nothing is made that is not there: the folders belong to guard and sinkhole, which may run.
 */
#include "cmd/care/copies.h"

#include <string.h>

#include "base/reading.h"
#include "intake/spool/raw-store.h"
#include "service/guard/guard.h"
#include "service/guard/quarantine.h"

static gboolean is_there(const char *folder)
{
	return g_file_test(folder, G_FILE_TEST_IS_DIR);
}

static gboolean names(const char *text, const char *address)
{
	return text != NULL && reading_names(span_new(text, strlen(text)), address);
}

/* ---- quarantine ---- */

static gboolean is_of(const QuarantineEntry *entry, const char *address)
{
	guint others = 0;
	for (guint i = 0; entry->recipients[i] != NULL; i++)
		others += !names(entry->recipients[i], address);
	return names(entry->sender, address) || names(entry->mail_from, address) ||
	       (others == 0 && entry->recipients[0] != NULL);
}

/* Does anything in the file of ENTRY name ADDRESS? */
static gboolean mentions(Quarantine *quarantine, const QuarantineEntry *entry, const char *address)
{
	g_autoptr(GBytes) message = NULL;
	g_autoptr(QuarantineEntry) whole = quarantine_find(quarantine, entry->id, &message, NULL);
	for (guint i = 0; entry->recipients[i] != NULL; i++)
		if (names(entry->recipients[i], address))
			return TRUE;
	gsize length = 0;
	const char *data = whole != NULL ? g_bytes_get_data(message, &length) : NULL;
	return data != NULL && reading_names(span_new(data, length), address);
}

static gboolean forget_held(
	const Settings *settings, const char *address, Copies *copies, GError **error)
{
	g_autofree char *folder = guard_folder(settings, "quarantine");
	if (!is_there(folder))
		return TRUE;
	g_autoptr(Quarantine) quarantine = quarantine_new(folder, error);
	g_autoptr(GPtrArray) entries = NULL;
	if (quarantine == NULL || !quarantine_list(quarantine, &entries, error))
		return FALSE;
	for (guint i = 0; i < entries->len; i++) {
		const QuarantineEntry *entry = entries->pdata[i];
		if (!is_of(entry, address)) {
			copies->others += mentions(quarantine, entry, address);
			continue;
		}
		if (!quarantine_remove(quarantine, entry, error))
			return FALSE;
		copies->held++;
	}
	return TRUE;
}

/* ---- what waits to be read ---- */

static guint count_naming(const char *folder, const char *address)
{
	g_autoptr(GDir) files = g_dir_open(folder, 0, NULL);
	const char *name;
	guint count = 0;
	while (files != NULL && (name = g_dir_read_name(files)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL), *content = NULL;
		gsize length = 0;
		count += g_file_get_contents(path, &content, &length, NULL) &&
			 reading_names(span_new(content, length), address);
	}
	return count;
}

/* ---- raw mail ---- */

static gboolean is_named(Span message, gpointer user_data)
{
	return reading_names(message, user_data);
}

static RawStore *open_raw(const Settings *settings, gboolean *ret_there, GError **error)
{
	g_autofree char *folder = g_build_filename(settings->state, "raw", NULL);
	*ret_there = is_there(folder);
	return *ret_there ? raw_store_new(folder, error) : NULL;
}

gboolean copies_forget(const Settings *settings, const char *address, Copies *ret, GError **error)
{
	g_autofree char *backlog = guard_folder(settings, "backlog");
	g_autofree char *spool = g_build_filename(settings->state, "spool", NULL);
	gboolean there;
	*ret = (Copies){0};
	if (!forget_held(settings, address, ret, error))
		return FALSE;
	g_autoptr(RawStore) raw = open_raw(settings, &there, error);
	if (there && (raw == NULL ||
			     !raw_store_remove(raw, is_named, (gpointer)address, &ret->raw, error)))
		return FALSE;
	ret->waiting = count_naming(backlog, address) + count_naming(spool, address);
	return TRUE;
}

gboolean copies_expire(const Settings *settings, gint64 before, Copies *ret, GError **error)
{
	g_autofree char *folder = guard_folder(settings, "quarantine");
	gboolean there;
	*ret = (Copies){0};
	if (is_there(folder)) {
		g_autoptr(Quarantine) quarantine = quarantine_new(folder, error);
		if (quarantine == NULL)
			return FALSE;
		ret->held =
			quarantine_expire(quarantine, g_get_real_time() / G_USEC_PER_SEC - before);
	}
	g_autoptr(RawStore) raw = open_raw(settings, &there, error);
	if (raw != NULL)
		raw_store_expire(raw, before);
	return !there || raw != NULL;
}
