/* SPDX-License-Identifier: Apache-2.0
 *
 * The whole of mail: any bytes give Facts that keep what mail/facts.h promises.
 */
#include <stdint.h>

#include "base/limits.h"
#include "mail/message.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	message_warm();
	return 0;
}

static void check_string(const char *string)
{
	g_assert_nonnull(string);
	g_assert_true(g_utf8_validate(string, -1, NULL));
}

static void check_addresses(const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const Address *one = g_ptr_array_index(addresses, i);
		check_string(one->name);
		check_string(one->address);
		g_assert_cmpuint(strlen(one->name), <=, LIMIT_STRING);
		g_assert_cmpuint(strlen(one->address), <=, LIMIT_STRING);
		g_assert_true(one->address[0] == '\0' || strchr(one->address, '@') != NULL);
	}
}

static void check_head(const Facts *facts)
{
	const GPtrArray *people[] = {facts->from, facts->hidden, facts->sender, facts->reply_to,
		facts->to, facts->cc, facts->signature};
	for (gsize i = 0; i < G_N_ELEMENTS(people); i++)
		check_addresses(people[i]);
	const char *strings[] = {facts->from_name, facts->return_path, facts->message_id,
		facts->subject, facts->subject_base, facts->thread_index, facts->thread_topic,
		facts->program, facts->originating_ip, facts->auth_user, facts->list_id,
		facts->list_post, facts->message_id_shape, facts->language};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++) {
		check_string(strings[i]);
		g_assert_cmpuint(strlen(strings[i]), <=, 4 * LIMIT_STRING);
	}
	g_assert_cmpuint(facts->hops->len, <=, LIMIT_HOPS);
	g_assert_cmpuint(facts->auth->len, <=, LIMIT_AUTH);
	g_assert_cmpuint(facts->parents->len, <=, LIMIT_REFERENCES);
}

static void check_body(const Facts *facts)
{
	g_assert_cmpuint(facts->texts->len, <=, LIMIT_TEXT_PARTS);
	g_assert_cmpuint(facts->links->len, <=, LIMIT_LINKS);
	g_assert_cmpuint(facts->attachments->len, <=, LIMIT_ATTACHMENTS);
	g_assert_cmpuint(facts->quotes->len, <=, LIMIT_QUOTES);
	for (guint i = 0; i < facts->quotes->len; i++) {
		const QuotedHeader *quote = g_ptr_array_index(facts->quotes, i);
		g_assert_cmpuint(quote->part, <, facts->texts->len);
		const TextPart *part = g_ptr_array_index(facts->texts, quote->part);
		g_assert_cmpuint(quote->offset, <=, part->skeleton_length);
		check_addresses(quote->to);
	}
	for (guint i = 0; i < facts->attachments->len; i++)
		check_string(((const Attachment *)g_ptr_array_index(facts->attachments, i))->name);
	check_string(facts->own_text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(Facts) facts = message_parse(span_new(data, size));
	g_assert_cmpuint(facts->size, ==, size);
	check_head(facts);
	check_body(facts);
	return 0;
}
