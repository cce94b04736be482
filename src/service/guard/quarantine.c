/* SPDX-License-Identifier: Apache-2.0
 *
 * A file is a few lines "name: value", a blank line, and the message as it came.
 */
#include "service/guard/quarantine.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "mail/bytes.h"
#include "service/guard/durable.h"
#include "service/guard/room.h"

enum { id_digits = 24 };

struct Quarantine {
	char *folder;
	Room *room;
};

static const char *const names[] = {"held", "offered", "passed"};

const char *quarantine_state_name(QuarantineState state)
{
	return names[state];
}

void quarantine_entry_free(QuarantineEntry *entry)
{
	if (entry == NULL)
		return;
	g_free(entry->id);
	g_free(entry->verdict);
	g_free(entry->reason);
	g_free(entry->sender);
	g_free(entry->subject);
	g_free(entry->mail_from);
	g_strfreev(entry->recipients);
	g_free(entry);
}

static gboolean fail(const char *path, GError **error)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(errno));
	return FALSE;
}

Quarantine *quarantine_new(const char *folder, GError **error)
{
	if (g_mkdir_with_parents(folder, 0700) != 0) {
		fail(folder, error);
		return NULL;
	}
	Quarantine *quarantine = g_new0(Quarantine, 1);
	quarantine->folder = g_strdup(folder);
	quarantine->room = room_new(
		quarantine->folder, LIMIT_QUARANTINE_FILES, (gint64)LIMIT_QUARANTINE_BYTES);
	return quarantine;
}

void quarantine_free(Quarantine *quarantine)
{
	if (quarantine == NULL)
		return;
	room_free(quarantine->room);
	g_free(quarantine->folder);
	g_free(quarantine);
}

static char *path_of(const Quarantine *quarantine, const char *id, QuarantineState state)
{
	g_autofree char *name = g_strconcat(id, ".", names[state], NULL);
	return g_build_filename(quarantine->folder, name, NULL);
}

/* An id out of a message or an argument becomes a path only when it is one. */
static gboolean is_id(const char *id)
{
	return strlen(id) == id_digits && strspn(id, "0123456789abcdef") == id_digits;
}

/* ---- writing ---- */

static void append_line(GString *head, const char *name, const char *value)
{
	g_autofree char *clean = g_strdup(value != NULL ? value : "");
	for (char *at = clean; *at != '\0'; at++)
		if (g_ascii_iscntrl(*at))
			*at = ' ';
	g_string_append_printf(head, "%s: %s\n", name, clean);
}

static GString *write_head(const QuarantineEntry *entry)
{
	GString *head = g_string_new(NULL);
	g_string_append_printf(head, "time: %" G_GINT64_FORMAT "\n", entry->time);
	append_line(head, "verdict", entry->verdict);
	append_line(head, "reason", entry->reason);
	append_line(head, "sender", entry->sender);
	append_line(head, "subject", entry->subject);
	append_line(head, "from", entry->mail_from);
	for (guint i = 0; entry->recipients[i] != NULL; i++)
		append_line(head, "to", entry->recipients[i]);
	g_string_append_c(head, '\n');
	return head;
}

/* The disk is not filled to its end: what is written besides needs room too. */
static gboolean disk_has_room(const Quarantine *quarantine, gsize length)
{
	struct statvfs disk;
	return statvfs(quarantine->folder, &disk) != 0 ||
	       (guint64)disk.f_bavail * disk.f_frsize >= LIMIT_SPOOL_RESERVE + length;
}

/* How many there may be, how large, and for how many: what cannot be listed is not held. */
static gboolean check_bounds(const Quarantine *quarantine, gsize head, gsize length, GError **error)
{
	if (!disk_has_room(quarantine, head + length)) {
		errno = ENOSPC;
		return fail(quarantine->folder, error);
	}
	if (head <= LIMIT_QUARANTINE_HEAD && room_take(quarantine->room, head + length))
		return TRUE;
	g_set_error(error, KITH_ERROR, KITH_ERROR_IO,
		head > LIMIT_QUARANTINE_HEAD ? _("%s: too many recipients")
					     : _("%s: the quarantine is full"),
		quarantine->folder);
	return FALSE;
}

gboolean quarantine_put(
	Quarantine *quarantine, QuarantineEntry *entry, Span message, GError **error)
{
	gint64 now = g_get_real_time();
	entry->time = now / G_USEC_PER_SEC;
	g_free(entry->id);
	entry->id = g_strdup_printf("%016" G_GINT64_MODIFIER "x%08x", now, g_random_int());
	g_autofree char *name = g_strconcat(entry->id, ".", names[QUARANTINE_HELD], NULL);
	GString *head = write_head(entry);
	const Span pieces[] = {span_new(head->str, head->len), message};
	gboolean done = check_bounds(quarantine, head->len, message.length, error) &&
			durable_write(quarantine->folder, name, pieces, G_N_ELEMENTS(pieces),
				DURABLE_DISK, error);
	g_string_free(head, TRUE);
	return done;
}

/* ---- reading ---- */

static void read_line(QuarantineEntry *entry, GPtrArray *recipients, char *line)
{
	char *colon = strchr(line, ':');
	if (colon == NULL || colon[1] != ' ')
		return;
	*colon = '\0';
	const char *value = colon + 2;
	char **fields[] = {&entry->verdict, &entry->reason, &entry->sender, &entry->subject,
		&entry->mail_from};
	static const char *const keys[] = {"verdict", "reason", "sender", "subject", "from"};
	if (g_str_equal(line, "to"))
		g_ptr_array_add(recipients, g_strdup(value));
	if (g_str_equal(line, "time"))
		entry->time = g_ascii_strtoll(value, NULL, 10);
	for (guint i = 0; i < G_N_ELEMENTS(keys); i++) {
		if (!g_str_equal(line, keys[i]))
			continue;
		g_free(*fields[i]);
		*fields[i] = g_utf8_make_valid(value, -1);
	}
}

/* The lines of HEAD into ENTRY; returns where the message begins. */
static gsize read_head(QuarantineEntry *entry, Span bytes)
{
	g_autoptr(GPtrArray) recipients = g_ptr_array_new();
	gsize at = 0;
	Span line;
	while (bytes_next_line(bytes, &at, &line) && line.length > 0) {
		g_autofree char *text = bytes_copy(line);
		read_line(entry, recipients, text);
	}
	g_ptr_array_add(recipients, NULL);
	entry->recipients = (char **)g_ptr_array_steal(recipients, NULL);
	return at;
}

/* The head of the file at PATH and a little more. */
static GString *read_start(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	GString *start = g_string_new(NULL);
	char piece[4096];
	gssize n = 0;
	while (file >= 0 && start->len <= LIMIT_QUARANTINE_HEAD &&
		(n = read(file, piece, sizeof piece)) > 0) {
		/* The blank line may lie between two pieces. */
		gsize before = start->len > 0 ? start->len - 1 : 0;
		g_string_append_len(start, piece, n);
		if (memmem(start->str + before, start->len - before, "\n\n", 2) != NULL)
			break;
	}
	if (file >= 0)
		close(file);
	return start;
}

static GString *read_all(const char *path)
{
	g_autofree char *content = NULL;
	gsize length = 0;
	GString *all = g_string_new(NULL);
	if (g_file_get_contents(path, &content, &length, NULL))
		g_string_append_len(all, content, (gssize)length);
	return all;
}

/* NULL when there is no such file: it may have been moved or removed a moment ago. */
static QuarantineEntry *read_entry(
	const Quarantine *quarantine, const char *id, QuarantineState state, GBytes **ret_message)
{
	g_autofree char *path = path_of(quarantine, id, state);
	g_autoptr(GString) content = ret_message != NULL ? read_all(path) : read_start(path);
	if (content->len == 0)
		return NULL;
	QuarantineEntry *entry = g_new0(QuarantineEntry, 1);
	entry->id = g_strdup(id);
	entry->state = state;
	gsize begin = read_head(entry, span_new(content->str, content->len));
	if (ret_message != NULL)
		*ret_message = g_bytes_new(content->str + begin, content->len - begin);
	return entry;
}

QuarantineEntry *quarantine_find(
	Quarantine *quarantine, const char *id, GBytes **ret_message, GError **error)
{
	for (guint state = 0; is_id(id) && state < G_N_ELEMENTS(names); state++) {
		QuarantineEntry *entry =
			read_entry(quarantine, id, (QuarantineState)state, ret_message);
		if (entry != NULL)
			return entry;
	}
	g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE,
		_("there is no message \"%s\" in quarantine"), id);
	return NULL;
}

static gboolean read_name(const char *name, char **ret_id, QuarantineState *ret_state)
{
	const char *dot = strchr(name, '.');
	g_autofree char *id = g_strndup(name, dot != NULL ? (gsize)(dot - name) : 0);
	for (guint i = 0; is_id(id) && i < G_N_ELEMENTS(names); i++) {
		if (!g_str_equal(dot + 1, names[i]))
			continue;
		*ret_id = g_steal_pointer(&id);
		*ret_state = (QuarantineState)i;
		return TRUE;
	}
	return FALSE;
}

guint quarantine_count(const Quarantine *quarantine)
{
	g_autoptr(GDir) folder = g_dir_open(quarantine->folder, 0, NULL);
	const char *name;
	guint count = 0;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL)
		count += g_str_has_suffix(name, names[QUARANTINE_HELD]);
	return count;
}

static int by_id(gconstpointer a, gconstpointer b)
{
	return strcmp(
		(*(const QuarantineEntry *const *)a)->id, (*(const QuarantineEntry *const *)b)->id);
}

gboolean quarantine_list(Quarantine *quarantine, GPtrArray **ret, GError **error)
{
	g_autoptr(GDir) folder = g_dir_open(quarantine->folder, 0, NULL);
	const char *name;
	if (folder == NULL)
		return fail(quarantine->folder, error);
	*ret = g_ptr_array_new_with_free_func((GDestroyNotify)quarantine_entry_free);
	while ((name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *id = NULL;
		QuarantineState state = QUARANTINE_HELD;
		QuarantineEntry *entry = read_name(name, &id, &state)
						 ? read_entry(quarantine, id, state, NULL)
						 : NULL;
		if (entry != NULL)
			g_ptr_array_add(*ret, entry);
	}
	g_ptr_array_sort(*ret, by_id);
	return TRUE;
}

/* ---- changing ---- */

gboolean quarantine_move(
	Quarantine *quarantine, const char *id, QuarantineState from, QuarantineState to)
{
	if (!is_id(id))
		return FALSE;
	g_autofree char *before = path_of(quarantine, id, from);
	g_autofree char *after = path_of(quarantine, id, to);
	return rename(before, after) == 0;
}

gboolean quarantine_remove(Quarantine *quarantine, const QuarantineEntry *entry, GError **error)
{
	g_autofree char *path = path_of(quarantine, entry->id, entry->state);
	return unlink(path) == 0 || fail(path, error);
}

/* An id begins with the microseconds of its message, so that no file need be read. */
static gint64 time_of(const char *id)
{
	g_autofree char *digits = g_strndup(id, 16);
	return (gint64)(g_ascii_strtoull(digits, NULL, 16) / G_USEC_PER_SEC);
}

guint quarantine_expire(Quarantine *quarantine, gint64 seconds)
{
	g_autoptr(GDir) folder = g_dir_open(quarantine->folder, 0, NULL);
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;
	const char *name;
	guint removed = 0;
	while (folder != NULL && (name = g_dir_read_name(folder)) != NULL) {
		g_autofree char *id = NULL;
		QuarantineState state = QUARANTINE_HELD;
		if (!read_name(name, &id, &state) || now - time_of(id) <= seconds)
			continue;
		g_autofree char *path = path_of(quarantine, id, state);
		removed += unlink(path) == 0;
	}
	return removed;
}
