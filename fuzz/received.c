/* SPDX-License-Identifier: Apache-2.0
 *
 * Fields that tell the way of a message: Received, Authentication-Results, Received-SPF, dates, and
 * parameters.
 */
#include <stdint.h>

#include "base/limits.h"
#include "mail/header/authres.h"
#include "mail/header/date.h"
#include "mail/header/parameter.h"
#include "mail/header/received.h"
#include "mail/text/charset.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	charset_warm();
	return 0;
}

static void check_string(const char *string)
{
	g_assert_true(g_utf8_validate(string, -1, NULL));
	g_assert_cmpuint(strlen(string), <=, 4 * LIMIT_STRING);
}

static void check_received(Span value)
{
	g_autofree char *user = NULL;
	Hop *hop = received_read(value, &user);
	const char *strings[] = {hop->helo, hop->name, hop->ip, hop->by, hop->with, user};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		check_string(strings[i]);
	g_assert_cmpint(hop->time, >=, 0);
	hop_free(hop);
}

static void check_results(Span value)
{
	g_autoptr(GPtrArray) results =
		g_ptr_array_new_with_free_func((GDestroyNotify)auth_result_free);
	authres_read(value, 0, results);
	authres_read_spf(value, 0, results);
	g_assert_cmpuint(results->len, <=, LIMIT_AUTH);
	for (guint i = 0; i < results->len; i++) {
		const AuthResult *one = g_ptr_array_index(results, i);
		const char *strings[] = {one->authserv, one->method, one->result, one->domain};
		for (gsize n = 0; n < G_N_ELEMENTS(strings); n++)
			check_string(strings[n]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Span value = span_new(data, size);
	gint16 zone = 0;
	check_received(value);
	check_results(value);
	g_assert_cmpint(date_read(value, &zone), >=, 0);
	g_autofree char *token = parameter_token(value);
	g_autofree char *name = parameter_text(value, "name");
	check_string(name);
	return 0;
}
