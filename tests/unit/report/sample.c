/* SPDX-License-Identifier: Apache-2.0
 *
 * Recording of invented messages.
 */
#include "sample.h"

#include <glib/gstdio.h>
#include <string.h>

#include "mail/domain.h"

static LedgerMailbox mailbox(const char *address)
{
	const char *known = address != NULL ? address : "";
	return (LedgerMailbox){known, domain_organisation(known)};
}

void sample_record(Ledger *ledger, const SampleMessage *sample)
{
	g_autoptr(GError) error = NULL;
	LedgerMailbox recipient = mailbox(sample->recipient);
	LedgerCandidate candidates[] = {
		{mailbox(sample->robbed), sample->name, 0.8, FALSE, LEDGER_OUTSIDE},
		{mailbox(sample->other), "", 0.1, FALSE, LEDGER_OUTSIDE}};
	LedgerIndicator indicators[] = {{LEDGER_SHA256, sample->file}, {LEDGER_URL, sample->url}};
	LedgerMessage message = {.verdict = sample->verdict,
		.score = 5,
		.time = sample->time,
		.recorded = sample->time,
		.message_id = sample->message_id,
		.sender = mailbox(sample->sender),
		.claimed = mailbox(sample->robbed),
		.claimed_name = sample->name,
		.host = "smtp.relay-one.example",
		.client = "203.0.113.77",
		.peer = "203.0.113.25",
		.subject_key = sample->subject,
		.recipients = &recipient,
		.recipient_count = 1,
		.handlings = &sample->handling,
		.candidates = candidates,
		.candidate_count = sample->robbed == NULL  ? 0
				   : sample->other == NULL ? 1
							   : 2,
		.indicators = sample->file != NULL ? indicators : indicators + 1,
		.indicator_count = (sample->file != NULL) + (sample->url != NULL),
		.tracks = sample->tracks,
		.track_count = sample->track_count};
	memcpy(message.identity, &sample->number, sizeof sample->number);
	g_assert_true(ledger_begin(ledger, &error));
	g_assert_true(ledger_record(ledger, &message, NULL, &error));
	g_assert_true(ledger_commit(ledger, &error));
	g_free((char *)recipient.organisation);
	g_free((char *)message.sender.organisation);
	g_free((char *)message.claimed.organisation);
	for (guint i = 0; i < G_N_ELEMENTS(candidates); i++)
		g_free((char *)candidates[i].mailbox.organisation);
}

static void record_campaign(Ledger *ledger)
{
	static const char *const relays[] = {
		"info@relay-one.example", "sales@relay-two.example", "contato@relay-two.example"};
	for (guint i = 0; i < 10; i++) {
		g_autofree char *recipient = g_strdup_printf("partner%u@partner%u.example", i, i);
		g_autofree char *id = g_strdup_printf("%u.77@partner%u.example", i, i);
		sample_record(ledger,
			&(SampleMessage){.number = i + 1,
				.verdict = i % 3 ? LEDGER_HIJACKED : LEDGER_SUSPICIOUS,
				.time = SAMPLE_START + i * 3600,
				.message_id = id,
				.sender = relays[i % 3],
				.recipient = recipient,
				.robbed = i < 7 ? "anna@robbed.example" : "bert@robbed.example",
				.name = i < 7 ? "Anna Example" : "Bert Example",
				.other = recipient,
				.file = i % 2 ? "00aa11bb22cc33dd44ee55ff00aa11bb22cc33dd44ee55ff00"
						"aa11bb22cc33dd"
					      : NULL,
				.url = "https://drop.site-x.example/partner?u=partner"});
	}
}

char *sample_state(void)
{
	g_autoptr(GError) error = NULL;
	char *state = g_dir_make_tmp("kith-report-XXXXXX", &error);
	g_assert_nonnull(state);
	g_autoptr(Ledger) ledger = ledger_open(state, LEDGER_WRITE, &error);
	g_assert_no_error(error);
	record_campaign(ledger);
	sample_record(ledger, &(SampleMessage){.number = 100,
				      .verdict = LEDGER_HIJACKED,
				      .time = SAMPLE_START - 86400,
				      .message_id = "1@relay-one.example",
				      .sender = "info@relay-one.example",
				      .recipient = "friend@partner1.example",
				      .robbed = "carla@gmail.com",
				      .name = "Carla"});
	sample_record(ledger, &(SampleMessage){.number = 101,
				      .verdict = LEDGER_CLEAN,
				      .time = SAMPLE_START,
				      .message_id = "2@honest.example",
				      .sender = "dora@honest.example",
				      .recipient = "anna@robbed.example"});
	return state;
}

void sample_remove(const char *directory)
{
	g_autoptr(GDir) open = g_dir_open(directory, 0, NULL);
	for (const char *name = NULL; open != NULL && (name = g_dir_read_name(open)) != NULL;) {
		g_autofree char *path = g_build_filename(directory, name, NULL);
		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			sample_remove(path);
		else
			g_unlink(path);
	}
	g_rmdir(directory);
}
