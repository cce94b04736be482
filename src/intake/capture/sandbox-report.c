/* SPDX-License-Identifier: Apache-2.0
 *
 * A JSON text read as it comes. Reports grow to hundreds of megabytes: no tree is made of them, and
 * reading ends when everything wanted was found.
 */
#include "intake/capture/sandbox-report.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <yajl/yajl_parse.h>

#include "base/error.h"
#include "base/i18n.h"
#include "base/limits.h"

/* Keys are told apart down to target.file.sha256. */
#define LEVELS     3
#define CHUNK      LIMIT_KIB(64)
#define HEX_DIGITS 64

typedef enum Place { PLACE_ELSEWHERE, PLACE_SAMPLE, PLACE_ID, PLACE_CUSTOM } Place;

typedef struct Reader {
	SandboxReport *report;
	char *id;
	char keys[LEVELS][8]; /* the last key on each level, cut: none that is wanted is longer */
	gboolean opened;      /* an object, the report itself */
	guint depth;
	guint arrays; /* of the levels up to LEVELS that are arrays */
	guint64 read; /* bytes, before the chunk being read */
	guint64 told; /* bytes at the last value or key */
	const char *problem;
} Reader;

static void refuse(Reader *reader, const char *problem)
{
	if (reader->problem == NULL)
		reader->problem = problem;
}

static gboolean is_at(const Reader *reader, guint depth, const char *const *keys)
{
	if (reader->depth != depth || reader->arrays > 0)
		return FALSE;
	for (guint i = 0; i < depth; i++)
		if (strcmp(reader->keys[i], keys[i]) != 0)
			return FALSE;
	return TRUE;
}

static Place place_of(const Reader *reader)
{
	static const char *const sample[] = {"target", "file", "sha256"};
	static const char *const id[] = {"info", "id"};
	static const char *const custom[] = {"info", "custom"};

	if (is_at(reader, 3, sample))
		return PLACE_SAMPLE;
	if (is_at(reader, 2, id))
		return PLACE_ID;
	return is_at(reader, 2, custom) ? PLACE_CUSTOM : PLACE_ELSEWHERE;
}

static gboolean has_all(const Reader *reader)
{
	return reader->report->sample != NULL && reader->report->tag != NULL;
}

/* Every callback goes through here: 0 ends the reading. */
static int go_on(Reader *reader)
{
	reader->told = reader->read;
	return reader->problem == NULL && !has_all(reader);
}

static gboolean is_digest(const unsigned char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!g_ascii_isxdigit(text[i]))
			return FALSE;
	return length == HEX_DIGITS;
}

static int take_string(void *user_data, const unsigned char *text, size_t length)
{
	Reader *reader = user_data;
	SandboxReport *report = reader->report;
	Place place = place_of(reader);

	if (place == PLACE_SAMPLE && report->sample == NULL && is_digest(text, length))
		report->sample = g_ascii_strdown((const char *)text, (gssize)length);
	else if (place == PLACE_CUSTOM && report->tag == NULL && length > 0)
		report->tag =
			g_utf8_make_valid((const char *)text, (gssize)MIN(length, LIMIT_STRING));
	return go_on(reader);
}

static int take_number(void *user_data, const char *text, size_t length)
{
	Reader *reader = user_data;

	if (place_of(reader) == PLACE_ID && reader->id == NULL && length < 20)
		reader->id = g_strndup(text, length);
	return go_on(reader);
}

static int take_key(void *user_data, const unsigned char *text, size_t length)
{
	Reader *reader = user_data;
	char *key = reader->depth <= LEVELS ? reader->keys[reader->depth - 1] : NULL;

	if (key != NULL) {
		gsize kept = MIN(length, sizeof reader->keys[0] - 1);

		memcpy(key, text, kept);
		key[kept] = '\0';
	}
	return go_on(reader);
}

static int open_level(void *user_data, gboolean array)
{
	Reader *reader = user_data;

	reader->opened = reader->opened || !array;
	if (!reader->opened)
		refuse(reader, _("not a sandbox's report"));
	if (reader->depth++ >= LIMIT_REPORT_DEPTH)
		refuse(reader, _("a sandbox's report that is nested too deep"));
	if (reader->depth <= LEVELS) {
		reader->keys[reader->depth - 1][0] = '\0';
		reader->arrays += array ? 1 : 0;
	}
	return go_on(reader);
}

static int close_level(void *user_data, gboolean array)
{
	Reader *reader = user_data;

	if (reader->depth <= LEVELS)
		reader->arrays -= array ? 1 : 0;
	reader->depth--;
	return go_on(reader);
}

static int open_map(void *user_data)
{
	return open_level(user_data, FALSE);
}

static int close_map(void *user_data)
{
	return close_level(user_data, FALSE);
}

static int open_array(void *user_data)
{
	return open_level(user_data, TRUE);
}

static int close_array(void *user_data)
{
	return close_level(user_data, TRUE);
}

static int take_boolean(void *user_data, int value)
{
	return go_on(user_data);
}

static int take_null(void *user_data)
{
	return go_on(user_data);
}

static const yajl_callbacks callbacks = {
	.yajl_null = take_null,
	.yajl_boolean = take_boolean,
	.yajl_number = take_number,
	.yajl_string = take_string,
	.yajl_start_map = open_map,
	.yajl_map_key = take_key,
	.yajl_end_map = close_map,
	.yajl_start_array = open_array,
	.yajl_end_array = close_array,
};

/* What yajl says of what it was given; a callback that ended the reading had a reason. */
static gboolean check(Reader *reader, yajl_status status)
{
	if (status == yajl_status_error)
		refuse(reader, _("not a sandbox's report"));
	return status == yajl_status_ok && reader->problem == NULL;
}

static void read_all(Reader *reader, yajl_handle parser, StreamRead read, gpointer user_data)
{
	g_autofree guint8 *chunk = g_malloc(CHUNK);
	gssize count;

	while ((count = read(user_data, chunk, CHUNK)) > 0) {
		if (!check(reader, yajl_parse(parser, chunk, (size_t)count)))
			return;
		reader->read += (guint64)count;
		if (reader->read > LIMIT_REPORT ||
			reader->read - reader->told > LIMIT_REPORT_VALUE) {
			refuse(reader, _("a sandbox's report that is too long"));
			return;
		}
	}
	if (count < 0)
		refuse(reader, _("a sandbox's report that cannot be read"));
	else
		(void)check(reader, yajl_complete_parse(parser));
}

gboolean sandbox_report_parse(
	StreamRead read, gpointer user_data, SandboxReport *ret, const char **ret_problem)
{
	Reader reader = {.report = ret};
	yajl_handle parser = yajl_alloc(&callbacks, NULL, &reader);

	*ret = (SandboxReport){0};
	yajl_config(parser, yajl_dont_validate_strings, 1);
	read_all(&reader, parser, read, user_data);
	yajl_free(parser);
	if (!reader.opened)
		refuse(&reader, _("not a sandbox's report"));
	if (ret->tag == NULL && reader.id != NULL)
		ret->tag = g_strdup_printf("task-%s", reader.id);
	g_free(reader.id);
	*ret_problem = reader.problem;
	if (reader.problem != NULL)
		sandbox_report_clear(ret);
	return reader.problem == NULL;
}

static gssize read_file(gpointer user_data, void *buffer, gsize size)
{
	return read(*(const int *)user_data, buffer, size);
}

gboolean sandbox_report_read(const char *path, SandboxReport *ret, GError **error)
{
	const char *problem = NULL;
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (file < 0) {
		int reason = errno;

		g_set_error(error, KITH_ERROR, KITH_ERROR_IO, "%s: %s", path, g_strerror(reason));
		return FALSE;
	}
	gboolean done = sandbox_report_parse(read_file, &file, ret, &problem);

	(void)close(file);
	if (!done)
		g_set_error(error, KITH_ERROR, KITH_ERROR_USAGE, "%s: %s", path, problem);
	return done;
}

char *sandbox_report_beside(const char *capture)
{
	static const char *const places[] = {"report.json", "reports/report.json"};
	g_autofree char *folder = g_path_get_dirname(capture);

	for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
		g_autofree char *path = g_build_filename(folder, places[i], NULL);

		if (g_file_test(path, G_FILE_TEST_IS_REGULAR))
			return g_steal_pointer(&path);
	}
	return NULL;
}

void sandbox_report_clear(SandboxReport *report)
{
	g_free(report->sample);
	g_free(report->tag);
	*report = (SandboxReport){0};
}
