/* SPDX-License-Identifier: Apache-2.0
 *
 * A thin face over yajl's generator.
 */
#include "output/json.h"

#include <string.h>
#include <time.h>
#include <yajl/yajl_gen.h>

#include "base/limits.h"

struct Json {
	yajl_gen generator;
	FILE *stream;
	guint depth;
};

Json *json_new(FILE *stream)
{
	Json *json = g_new0(Json, 1);
	json->generator = yajl_gen_alloc(NULL);
	json->stream = stream;
	return json;
}

void json_free(Json *json)
{
	if (json == NULL)
		return;
	yajl_gen_free(json->generator);
	g_free(json);
}

static void put_text(Json *json, const char *text)
{
	g_autofree char *valid =
		g_utf8_validate(text, -1, NULL) ? NULL : g_utf8_make_valid(text, -1);
	const char *utf8 = valid != NULL ? valid : text;
	yajl_gen_string(json->generator, (const unsigned char *)utf8, strlen(utf8));
}

/* Keys are our own. */
static void put_key(Json *json, const char *key)
{
	if (key != NULL)
		yajl_gen_string(json->generator, (const unsigned char *)key, strlen(key));
}

/* LINE with control characters of Latin-1 (U+0080 to U+009F) escaped, which terminals take for
 * commands: the generator leaves everything above U+001F as it is. */
static void put_line(FILE *stream, const unsigned char *line, size_t length)
{
	const unsigned char *end = line + length, *start = line, *at = line;
	while ((at = memchr(at, 0xc2, (size_t)(end - at))) != NULL) {
		const unsigned char *next = at + 1;
		if (next < end && *next >= 0x80 && *next < 0xa0) {
			fwrite(start, 1, (size_t)(at - start), stream);
			fprintf(stream, "\\u%04x", *next);
			start = next + 1;
		}
		at = next;
	}
	fwrite(start, 1, (size_t)(end - start), stream);
	fputc('\n', stream);
}

static void flush(Json *json)
{
	const unsigned char *line = NULL;
	size_t length = 0;
	yajl_gen_get_buf(json->generator, &line, &length);
	put_line(json->stream, line, length);
	yajl_gen_clear(json->generator);
	yajl_gen_reset(json->generator, NULL);
}

void json_open_object(Json *json, const char *key)
{
	put_key(json, key);
	yajl_gen_map_open(json->generator);
	json->depth++;
}

void json_close_object(Json *json)
{
	yajl_gen_map_close(json->generator);
	if (--json->depth == 0)
		flush(json);
}

void json_open_array(Json *json, const char *key)
{
	put_key(json, key);
	yajl_gen_array_open(json->generator);
	json->depth++;
}

void json_close_array(Json *json)
{
	yajl_gen_array_close(json->generator);
	json->depth--;
}

void json_string(Json *json, const char *key, const char *value)
{
	put_key(json, key);
	if (value == NULL)
		yajl_gen_null(json->generator);
	else
		put_text(json, value);
}

void json_string_or_null(Json *json, const char *key, const char *value)
{
	json_string(json, key, value != NULL && value[0] != '\0' ? value : NULL);
}

void json_number(Json *json, const char *key, double value, guint decimals)
{
	static const char formats[][6] = {
		"%.0f", "%.1f", "%.2f", "%.3f", "%.4f", "%.5f", "%.6f", "%.7f", "%.8f", "%.9f"};
	char digits[G_ASCII_DTOSTR_BUF_SIZE + 16];
	g_ascii_formatd(digits, sizeof digits, formats[MIN(decimals, 9)], value);
	put_key(json, key);
	yajl_gen_number(json->generator, digits, strlen(digits));
}

void json_integer(Json *json, const char *key, gint64 value)
{
	put_key(json, key);
	yajl_gen_integer(json->generator, value);
}

void json_boolean(Json *json, const char *key, gboolean value)
{
	put_key(json, key);
	yajl_gen_bool(json->generator, value);
}

void json_null(Json *json, const char *key)
{
	put_key(json, key);
	yajl_gen_null(json->generator);
}

void json_time(Json *json, const char *key, gint64 value)
{
	char text[sizeof "9999-12-31T23:59:59Z"];
	time_t seconds = value;
	struct tm parts;
	gboolean known = value != 0 && value <= LIMIT_TIME && gmtime_r(&seconds, &parts) != NULL &&
			 strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0;
	json_string(json, key, known ? text : NULL);
}

void json_path(Json *json, const char *path)
{
	json_string(json, "path", path);
	if (g_utf8_validate(path, -1, NULL))
		return;
	g_autofree char *exact = g_base64_encode((const guchar *)path, strlen(path));
	json_string(json, "path_base64", exact);
}
