/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON lines as they leave the program.
 */
#include "output/json.h"

static char *written(void (*write)(Json *json))
{
	char *buffer = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&buffer, &length);
	g_autoptr(Json) json = json_new(stream);
	write(json);
	fclose(stream);
	char *copy = g_strndup(buffer, length);
	free(buffer);
	return copy;
}

static void write_all_kinds(Json *json)
{
	json_open_object(json, NULL);
	json_string(json, "text", "a\"b\\\n");
	json_string(json, "none", NULL);
	json_string_or_null(json, "empty", "");
	json_number(json, "number", -1.005, 2);
	json_integer(json, "integer", -7);
	json_boolean(json, "yes", TRUE);
	json_time(json, "time", 1580349600);
	json_time(json, "no_time", 0);
	json_open_array(json, "list");
	json_string(json, NULL, "x");
	json_open_object(json, NULL);
	json_close_object(json);
	json_close_array(json);
	json_close_object(json);
	json_open_object(json, NULL);
	json_path(json, "caf\xe9");
	json_close_object(json);
}

static void write_controls(Json *json)
{
	json_open_object(json, NULL);
	json_string(json, "a",
		"\xc2\x9b"
		"2J\xc2\x80\x1b\xc2\xa0\xc3\x82\xc2\x9f");
	json_close_object(json);
}

static void test_controls(void)
{
	g_autofree char *line = written(write_controls);
	g_assert_cmpstr(line, ==, "{\"a\":\"\\u009b2J\\u0080\\u001B\xc2\xa0\xc3\x82\\u009f\"}\n");
}

static void test_lines(void)
{
	g_autofree char *lines = written(write_all_kinds);
	g_assert_cmpstr(lines, ==,
		"{\"text\":\"a\\\"b\\\\\\n\",\"none\":null,\"empty\":null,\"number\":-1.00,"
		"\"integer\":-7,"
		"\"yes\":true,\"time\":\"2020-01-30T02:00:00Z\",\"no_time\":null,\"list\":[\"x\",{}"
		"]}\n"
		"{\"path\":\"caf\xef\xbf\xbd\",\"path_base64\":\"Y2Fm6Q==\"}\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/json/lines", test_lines);
	g_test_add_func("/json/control characters", test_controls);
	return g_test_run();
}
