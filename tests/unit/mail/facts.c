/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/facts: what is new is empty, never NULL, and can be freed; every type and anomaly has a
 * name.
 */
#include "mail/facts.h"

static void test_new_is_empty(void)
{
	g_autoptr(Facts) facts = facts_new();
	const char *strings[] = {facts->from_name, facts->return_path, facts->message_id,
		facts->subject, facts->subject_base, facts->thread_index, facts->thread_topic,
		facts->program, facts->originating_ip, facts->auth_user, facts->list_id,
		facts->list_post, facts->message_id_shape, facts->language, facts->own_text};
	for (gsize i = 0; i < G_N_ELEMENTS(strings); i++)
		g_assert_cmpstr(strings[i], ==, "");
	const GPtrArray *arrays[] = {facts->from, facts->hidden, facts->sender, facts->reply_to,
		facts->to, facts->cc, facts->signature, facts->envelope, facts->parents,
		facts->hops, facts->auth, facts->texts, facts->quotes, facts->attachments,
		facts->links};
	for (gsize i = 0; i < G_N_ELEMENTS(arrays); i++)
		g_assert_cmpuint(arrays[i]->len, ==, 0);
	g_assert_cmpint(facts->zone, ==, FACTS_NO_ZONE);
}

/* The sanitizer's leak check is the assertion. */
static void test_elements_are_owned(void)
{
	g_autoptr(Facts) facts = facts_new();
	g_ptr_array_add(facts->from, address_new(NULL, g_strdup("a@b.example")));
	g_ptr_array_add(facts->hops, hop_new());
	g_ptr_array_add(facts->auth, auth_result_new());
	g_ptr_array_add(facts->quotes, quoted_header_new());
	g_ptr_array_add(facts->texts, text_part_new());
	g_ptr_array_add(facts->attachments, attachment_new());
	g_ptr_array_add(facts->links, link_new());
	g_ptr_array_add(facts->parents, g_strdup("x"));
	const Address *address = g_ptr_array_index(facts->from, 0);
	g_assert_cmpstr(address->name, ==, "");
	g_assert_cmpstr(address->address, ==, "a@b.example");
	hop_free(NULL);
	auth_result_free(NULL);
	quoted_header_free(NULL);
	text_part_free(NULL);
	attachment_free(NULL);
	link_free(NULL);
	address_free(NULL);
	facts_free(NULL);
}

static void test_names(void)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint type = FILE_UNKNOWN; type <= FILE_KEY; type++)
		g_assert_true(g_hash_table_add(seen, (gpointer)file_type_name((FileType)type)));
	g_assert_cmpstr(file_type_name((FileType)999), ==, "unknown");
	for (guint32 bit = 1; bit <= ANOMALY_LAST; bit <<= 1)
		g_assert_true(g_hash_table_add(seen, (gpointer)anomaly_name(bit)));
	g_assert_cmpstr(anomaly_name(0), ==, "none");
	g_assert_cmpstr(anomaly_name(ANOMALY_LAST << 1), ==, "unknown");
	g_assert_cmpstr(anomaly_name(ANOMALY_CLIPPED | ANOMALY_NUL), ==, "clipped");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/facts/new-is-empty", test_new_is_empty);
	g_test_add_func("/facts/elements-are-owned", test_elements_are_owned);
	g_test_add_func("/facts/names", test_names);
	return g_test_run();
}
