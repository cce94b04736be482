/* SPDX-License-Identifier: Apache-2.0
 *
 * The order: memory, ledger and configuration are made in STATE/restore.draft; that becomes
 * STATE/restore; the configuration, the ledger's folder and the memory's file are renamed into
 * STATE, the old ledger into STATE/restore; what is left is removed. A crash before the second step
 * leaves the old state, one after it the new one as soon as any command opens it. What the former
 * leaves in restore.draft is a whole ledger in clear: the next command that writes removes it.
 */
#include "cmd/care/replacement.h"

#include <errno.h>
#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>

#include "base/error.h"
#include "store/generation.h"
#include "store/owner.h"
#include "store/place.h"
#include "store/writer-lock.h"

#define WAIT_SECONDS  60
#define CONFIGURATION "kith.conf"

static gboolean fail(const char *doing, const char *path, GError **error)
{
	int number = errno;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "cannot %s %s: %s", doing, path,
		g_strerror(number));
	return FALSE;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *place)
{
	(void)info, (void)type, (void)place;
	return remove(path);
}

static gboolean remove_folder(const char *path, GError **error)
{
	return nftw(path, remove_entry, 4, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT ||
	       fail("remove", path, error);
}

/* Making it */

static gboolean copy_configuration(const char *from, const char *to, GError **error)
{
	g_autofree char *source = g_build_filename(from, CONFIGURATION, NULL);
	g_autofree char *target = g_build_filename(to, CONFIGURATION, NULL);
	g_autofree char *text = NULL;
	gsize length;
	if (!g_file_test(source, G_FILE_TEST_EXISTS))
		return TRUE;
	return g_file_get_contents(source, &text, &length, error) &&
	       g_file_set_contents_full(target, text, (gssize)length,
		       G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error) &&
	       (owner_follow(target, to) || fail("give away", target, error));
}

/* An empty folder says that there is no ledger. */
static gboolean copy_ledger(const Care *care, const char *to, GError **error)
{
	g_autofree char *folder = ledger_folder(to);
	if (!place_prepare(folder, error) ||
		(care->ledger != NULL && !ledger_copy(care->ledger, to, error)))
		return FALSE;
	return (owner_follow(folder, to) && place_sync(folder)) || fail("write", folder, error);
}

static gboolean copy_memory(const Care *care, const char *to, GError **error)
{
	if (!memory_is_missing(care->memory))
		return memory_copy(care->memory, to, error);
	g_autoptr(Memory) empty = memory_open(to, care->secret, MEMORY_WRITE, error);
	return empty != NULL;
}

static gboolean copy_all(const Care *care, const char *from, const char *to, GError **error)
{
	return copy_memory(care, to, error) && copy_ledger(care, to, error) &&
	       copy_configuration(from, to, error);
}

/* Putting it in its place */

static gboolean rename_if_there(const char *from, const char *to, GError **error)
{
	return g_rename(from, to) == 0 || errno == ENOENT || fail("put in its place", to, error);
}

static gboolean place_configuration(const char *staged, const char *state, GError **error)
{
	g_autofree char *from = g_build_filename(staged, CONFIGURATION, NULL);
	g_autofree char *to = g_build_filename(state, CONFIGURATION, NULL);
	return rename_if_there(from, to, error);
}

/* Who has the old ledger open finds at its next turn that it has moved. */
static gboolean set_ledger_aside(const char *folder, const char *aside, GError **error)
{
	if (!g_file_test(folder, G_FILE_TEST_IS_DIR))
		return TRUE;
	g_autoptr(WriterLock) lock = writer_lock_new(folder, error);
	return lock != NULL && writer_lock_acquire(lock, WAIT_SECONDS, error) &&
	       remove_folder(aside, error) && rename_if_there(folder, aside, error);
}

static gboolean place_ledger(const char *staged, const char *state, GError **error)
{
	g_autofree char *from = ledger_folder(staged);
	g_autofree char *to = ledger_folder(state);
	g_autofree char *aside = g_build_filename(staged, "replaced", NULL);
	if (!g_file_test(from, G_FILE_TEST_IS_DIR))
		return TRUE;
	return set_ledger_aside(to, aside, error) && rename_if_there(from, to, error);
}

static gboolean place_memory(const char *staged, const char *state, GError **error)
{
	guint number = generation_newest(staged), next = generation_last(state) + 1;
	g_autofree char *from = generation_path(staged, number);
	g_autofree char *to = generation_path(state, next);
	return number == 0 || rename_if_there(from, to, error);
}

/* The caller holds the writers' lock of STATE. */
static gboolean finish(const char *state, const char *staged, GError **error)
{
	if (!place_configuration(staged, state, error) || !place_ledger(staged, state, error) ||
		!place_memory(staged, state, error))
		return FALSE;
	if (!place_sync(state))
		return fail("write", state, error);
	generation_clean(state, generation_newest(state));
	return remove_folder(staged, error);
}

static char *staged_path(const char *state)
{
	return g_build_filename(state, "restore", NULL);
}

static char *draft_path(const char *state)
{
	return g_build_filename(state, "restore.draft", NULL);
}

static gboolean make(const Care *care, const char *from, const char *to, const char *draft,
	const char *staged, Forgotten *forgotten, GError **error)
{
	if (!place_prepare(draft, error))
		return FALSE;
	if (!owner_follow(draft, to))
		return fail("give away", draft, error);
	if (!copy_all(care, from, draft, error))
		return FALSE;
	if (forgotten != NULL && !forgotten_keep(to, draft, care->secret, forgotten, error))
		return FALSE;
	if (!place_sync(draft) || g_rename(draft, staged) != 0 || !place_sync(to))
		return fail("write", staged, error);
	return finish(to, staged, error);
}

gboolean replacement_make(
	const Care *care, const char *from, const char *to, Forgotten *forgotten, GError **error)
{
	g_autofree char *draft = draft_path(to);
	if (!place_prepare(to, error))
		return FALSE;
	g_autoptr(WriterLock) lock = writer_lock_new(to, error);
	if (lock == NULL || !writer_lock_acquire(lock, WAIT_SECONDS, error) ||
		!remove_folder(draft, error))
		return FALSE;
	g_autofree char *staged = staged_path(to);
	if (finish(to, staged, error) && make(care, from, to, draft, staged, forgotten, error))
		return TRUE;
	(void)remove_folder(draft, NULL);
	return FALSE;
}

/* Whoever makes a draft holds the lock: what stands there while nobody does was left behind. */
char *replacement_left(const char *state)
{
	g_autofree char *draft = draft_path(state);
	if (!g_file_test(draft, G_FILE_TEST_IS_DIR))
		return NULL;
	g_autoptr(WriterLock) lock = writer_lock_new(state, NULL);
	return lock != NULL && writer_lock_acquire(lock, 0, NULL) ? g_steal_pointer(&draft) : NULL;
}

gboolean replacement_finish(const char *state, gboolean *ret_done, GError **error)
{
	g_autofree char *staged = staged_path(state);
	*ret_done = FALSE;
	if (!g_file_test(staged, G_FILE_TEST_IS_DIR))
		return TRUE;
	g_autoptr(WriterLock) lock = writer_lock_new(state, error);
	if (lock == NULL || !writer_lock_acquire(lock, WAIT_SECONDS, error))
		return FALSE;
	*ret_done = TRUE;
	return finish(state, staged, error);
}

gboolean replacement_clean(const char *state, GError **error)
{
	g_autofree char *draft = replacement_left(state);
	if (draft == NULL)
		return TRUE;
	g_autoptr(WriterLock) lock = writer_lock_new(state, error);
	return lock != NULL && writer_lock_acquire(lock, WAIT_SECONDS, error) &&
	       remove_folder(draft, error);
}
