/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON lines: one object a line on a stream. Keys are literals; values may be any bytes, what is
 * not UTF-8 becomes U+FFFD, and control characters, up to U+009F, are escaped.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

typedef struct Json Json;

/* A writer on STREAM (borrowed). */
Json *json_new(FILE *stream);
void json_free(Json *json);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Json, json_free)

/* KEY is NULL inside an array and at the top. Closing the outermost object writes the line. */
void json_open_object(Json *json, const char *key);
void json_close_object(Json *json);
void json_open_array(Json *json, const char *key);
void json_close_array(Json *json);

void json_string(Json *json, const char *key, const char *value);         /* NULL gives null */
void json_string_or_null(Json *json, const char *key, const char *value); /* also "" gives null */
void json_number(Json *json, const char *key, double value, guint decimals);
void json_integer(Json *json, const char *key, gint64 value);
void json_boolean(Json *json, const char *key, gboolean value);
void json_null(Json *json, const char *key);
/* Unix seconds as RFC 3339 in UTC; 0 gives null. */
void json_time(Json *json, const char *key, gint64 value);
/* A file's path: shown as it can be, and exactly in KEY_base64 when it is not UTF-8. */
void json_path(Json *json, const char *path);
