/* SPDX-License-Identifier: Apache-2.0
 *
 * The judge on hand-made Facts and Recall: what sums up to which verdict, and what no sum may
 * overrule.
 */
#include "judge/judge.h"

#include "base/limits.h"
#include "judge/signal.h"

static const char *const no_words[] = {NULL};
static const Policy policy = {.organisation = no_words, .authserv = no_words};

/* A reply from RELAY in the name of "Robbed Person". */
static Facts *reply_from_relay(void)
{
	Facts *facts = facts_new();
	g_ptr_array_add(facts->from,
		address_new(g_strdup("Robbed Person"), g_strdup("relay@clinic.example")));
	g_ptr_array_add(
		facts->to, address_new(g_strdup("Friend"), g_strdup("friend@firm.example")));
	g_free(facts->from_name);
	facts->from_name = g_strdup("Robbed Person");
	g_free(facts->message_id);
	facts->message_id = g_strdup("1@clinic.example");
	facts->reply_prefixes = 1;
	return facts;
}

static void attach(Facts *facts, FileType type, guint flags)
{
	Attachment *attachment = attachment_new();
	attachment->type = type;
	attachment->worst = type;
	attachment->flags = flags;
	g_ptr_array_add(facts->attachments, attachment);
}

/* Memory knows the conversation; person 2, who bears the name, is in it, the sender is not. */
static Recall *recall_of_theft(guint hits)
{
	Recall *recall = recall_new();
	Continued *continued = continued_new();
	for (PersonNumber person = 2; person <= 3; person++) {
		g_array_append_val(continued->participants, person);
		g_array_append_val(continued->holders, person);
	}
	continued->conversation = 1;
	continued->messages = 4;
	continued->hits = hits;
	continued->quoted_hits = hits;
	g_ptr_array_add(recall->continued, continued);
	PersonNumber namesake = 2;
	g_array_append_val(recall->name_bearers, namesake);
	return recall;
}

static VerdictKind judged(const Facts *facts, const Recall *recall)
{
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	return verdict->kind;
}

static void test_stolen_quote_with_macros(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_HIJACKED);
}

static gboolean is_doubtful(const Facts *facts, const Recall *recall)
{
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	return verdict->doubtful;
}

/* With nothing to contradict, no message is accused; that it may be an attack is not forgotten. */
static void test_doubtful(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) nothing = recall_new();
	nothing->empty = TRUE;
	facts->from_name[0] = '\0';
	((Address *)facts->from->pdata[0])->name[0] = '\0';
	g_assert_false(is_doubtful(facts, nothing));
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_assert_cmpint(judged(facts, nothing), ==, VERDICT_UNVERIFIED);
	g_assert_true(is_doubtful(facts, nothing));
	/* A first message steals no conversation, and a person's word is the last. */
	facts->reply_prefixes = 0;
	g_assert_false(is_doubtful(facts, nothing));
	facts->reply_prefixes = 1;
	nothing->mark = MARK_BENIGN;
	g_assert_false(is_doubtful(facts, nothing));
}

static void test_accused_is_doubtful(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_assert_true(is_doubtful(facts, recall));
}

static void test_reply_headers_do_not_shield(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	facts->has_reply_headers = TRUE;
	((Continued *)recall->continued->pdata[0])->by_reference = TRUE;
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_HIJACKED);
}

static void test_nothing_to_open_is_never_hijacked(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(50);
	facts->marks |= MARK_NESTED_HTML | MARK_DIGIT_BOUNDARY;
	facts->reply_prefixes = 3;
	g_assert_cmpint(judged(facts, recall), <, VERDICT_HIJACKED);
}

static void test_stripped_document_counts(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	attach(facts, FILE_OLE, ATTACHMENT_UNREADABLE | ATTACHMENT_MISMATCH);
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_HIJACKED);
}

static void test_participant_is_clean(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	((Continued *)recall->continued->pdata[0])->sender_in_it = TRUE;
	g_array_set_size(recall->name_bearers, 0);
	recall->sender.person = 2;
	recall->sender.name_fits = TRUE;
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_CLEAN);
}

static void test_stranger_with_macros_is_not_hijacked(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_new();
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_assert_cmpint(judged(facts, recall), <, VERDICT_HIJACKED);
}

static void test_unverified(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_new();
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_UNVERIFIED);
	facts->reply_prefixes = 0;
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_CLEAN);
}

static void test_cold(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_new();
	recall->empty = TRUE;
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_ptr_array_add(facts->signature,
		address_new(g_strdup("Robbed Person"), g_strdup("robbed@org.example")));
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	g_assert_cmpint(verdict->kind, >=, VERDICT_SUSPICIOUS);
	g_assert_cmpuint(verdict->victims->len, ==, 1);
	const Victim *victim = verdict->victims->pdata[0];
	g_assert_cmpstr(victim->address, ==, "robbed@org.example");
	g_assert_cmpint(victim->side, ==, SIDE_OUTSIDE);
	g_assert_cmpfloat(victim->probability, <, 0.5);
}

/* A real text quoted points at whom the message names, an address alone rather at somebody who had
 * it in an address book. */
static void test_quotation_points_at_the_claimed(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_new();
	recall->empty = TRUE;
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_ptr_array_add(facts->signature,
		address_new(g_strdup("Robbed Person"), g_strdup("robbed@org.example")));
	g_ptr_array_add(facts->quotes, quoted_header_new());
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	g_assert_cmpfloat(((const Victim *)verdict->victims->pdata[0])->probability, >, 0.8);
}

/* A newsletter whose links lead elsewhere, judged with nothing learned. */
static void test_first_mail_cold(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_new();
	recall->empty = TRUE;
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_ptr_array_add(
		facts->hidden, address_new(g_strdup(""), g_strdup("robbed@mail.firm.example")));
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_HIJACKED);
	facts->reply_prefixes = 0;
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_CLEAN);
}

static void test_inside(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_new();
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	facts->marks |= MARK_NESTED_HTML;
	g_ptr_array_add(
		facts->hidden, address_new(g_strdup(""), g_strdup("robbed@mail.firm.example")));
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	g_assert_cmpuint(verdict->victims->len, ==, 1);
	g_assert_cmpint(((Victim *)verdict->victims->pdata[0])->side, ==, SIDE_INSIDE);
	g_assert_cmpstr(verdict->claimed.address, ==, "robbed@mail.firm.example");
}

/* A message may quote a thousand mailboxes under the claimed name; only so many are weighed. */
static void test_flood_of_candidates(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	QuotedHeader *quote = quoted_header_new();
	for (guint i = 0; i < 10000; i++)
		g_ptr_array_add(quote->to, address_new(g_strdup("Robbed Person"),
						   g_strdup_printf("r%u@org.example", i)));
	g_ptr_array_add(facts->quotes, quote);
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	g_assert_cmpuint(verdict->victims->len, ==, LIMIT_VICTIMS);
	const Victim *first = verdict->victims->pdata[0];
	/* Of at most 64 alike none can have less than its share. */
	g_assert_cmpfloat(first->probability, >, 1.0 / 70);
}

/* An account of long standing that sends one file below one more, then three more conversations. */
static void test_takeover_voids_history(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	PersonNumber sender = 1;
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	recall->sender = (Account){.person = sender,
		.messages = 50,
		.proven = TRUE,
		.name_fits = TRUE,
		.file_fits = TRUE};
	Continued *continued = recall->continued->pdata[0];
	g_array_prepend_val(continued->participants, sender);
	continued->sender_in_it = TRUE;
	recall->wrote_to_us = recall->we_wrote = 20;
	g_assert_cmpint(judged(facts, recall), ==, VERDICT_CLEAN);
	recall->campaign.conversations[CAMPAIGN_FILE] = 3;
	recall->campaign.conversations[CAMPAIGN_LURE] = 3;
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	g_assert_cmpint(verdict->kind, ==, VERDICT_HIJACKED);
	for (guint i = 0; i < verdict->evidence->len; i++)
		g_assert_cmpstr(
			((Evidence *)verdict->evidence->pdata[i])->id, !=, "sender-took-part");
}

static void test_evidence_adds_up(void)
{
	g_autoptr(Facts) facts = reply_from_relay();
	g_autoptr(Recall) recall = recall_of_theft(5);
	attach(facts, FILE_OLE, ATTACHMENT_VBA);
	g_autoptr(Verdict) verdict = judge_message(facts, recall, &policy, NULL);
	double sum = weighted_prior[WEIGHT_WARM];
	for (guint i = 0; i < verdict->evidence->len; i++) {
		const Evidence *evidence = verdict->evidence->pdata[i];
		g_assert_true(g_utf8_validate(evidence->reason_ja, -1, NULL));
		g_assert_cmpstr(evidence->reason_en, !=, "");
		sum += evidence->weight;
	}
	g_assert_cmpfloat_with_epsilon(sum, verdict->score, 1e-9);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/judge/stolen-quote-with-macros", test_stolen_quote_with_macros);
	g_test_add_func("/judge/doubtful", test_doubtful);
	g_test_add_func("/judge/accused-is-doubtful", test_accused_is_doubtful);
	g_test_add_func("/judge/reply-headers-do-not-shield", test_reply_headers_do_not_shield);
	g_test_add_func("/judge/nothing-to-open", test_nothing_to_open_is_never_hijacked);
	g_test_add_func("/judge/stripped-document", test_stripped_document_counts);
	g_test_add_func("/judge/participant", test_participant_is_clean);
	g_test_add_func("/judge/stranger", test_stranger_with_macros_is_not_hijacked);
	g_test_add_func("/judge/unverified", test_unverified);
	g_test_add_func(
		"/judge/quotation-points-at-the-claimed", test_quotation_points_at_the_claimed);
	g_test_add_func("/judge/cold", test_cold);
	g_test_add_func("/judge/first-mail-cold", test_first_mail_cold);
	g_test_add_func("/judge/inside", test_inside);
	g_test_add_func("/judge/flood-of-candidates", test_flood_of_candidates);
	g_test_add_func("/judge/takeover", test_takeover_voids_history);
	g_test_add_func("/judge/evidence-adds-up", test_evidence_adds_up);
	return g_test_run();
}
