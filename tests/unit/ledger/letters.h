/* SPDX-License-Identifier: Apache-2.0
 *
 * A ledger in a scratch directory, and messages to record in it.
 */
#pragma once

#include <glib/gstdio.h>

#include "ledger/exchange/ledger-exchange.h"
#include "ledger/query/ledger-query.h"

typedef struct Scratch {
	char *state;
	Ledger *ledger; /* opened for writing */
} Scratch;

static inline Ledger *scratch_open(const Scratch *scratch, LedgerMode mode)
{
	g_autoptr(GError) error = NULL;
	Ledger *ledger = ledger_open(scratch->state, mode, &error);
	g_assert_no_error(error);
	return ledger;
}

static inline void scratch_set_up(Scratch *scratch, gconstpointer unused)
{
	scratch->state = g_dir_make_tmp("kith-ledger-XXXXXX", NULL);
	scratch->ledger = scratch_open(scratch, LEDGER_WRITE);
}

static inline void scratch_tear_down(Scratch *scratch, gconstpointer unused)
{
	g_autofree char *folder = g_build_filename(scratch->state, "ledger", NULL);
	ledger_free(scratch->ledger);
	g_autoptr(GDir) directory = g_dir_open(folder, 0, NULL);
	for (const char *name; directory != NULL && (name = g_dir_read_name(directory)) != NULL;) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		g_unlink(path);
	}
	g_rmdir(folder);
	g_rmdir(scratch->state);
	g_free(scratch->state);
}

static const LedgerMailbox recipients[] = {
	{"emi@ours.example", "ours.example"}, {"Ken@Ours.Example", "ours.example"}};
static const LedgerCandidate candidates[] = {
	{{"chie@partner.example", "partner.example"}, "Chie Doi", 0.7, FALSE, LEDGER_OUTSIDE},
	{{"", "other.example"}, "Other", 0.2, TRUE, LEDGER_OUTSIDE}};
static const LedgerIndicator indicators[] = {{LEDGER_URL, "https://lure.example/a"},
	{LEDGER_IP, "192.0.2.7"}, {LEDGER_MD5, "ab:cd:4711"},
	{LEDGER_MEMBER, "4711:2345:a%20b.doc"}};
static const LedgerTrack tracks[] = {{2, G_MAXUINT64}, {0, 17}};

/* Message NUMBER: hijacked, at two recipients, through accounts@relay.example. */
static inline LedgerMessage letter(guint8 number)
{
	return (LedgerMessage){.identity = {number, 1},
		.verdict = LEDGER_HIJACKED,
		.score = 2.25,
		.time = 1000 + number,
		.recorded = 5000 + number,
		.message_id = "a@relay.example",
		.sender = {"accounts@relay.example", "relay.example"},
		.claimed = {"chie@partner.example", "partner.example"},
		.claimed_name = "Chie Doi",
		.host = "mail.relay.example",
		.client = "192.0.2.7",
		.peer = "192.0.2.8",
		.traits = 1 << LEDGER_CONTINUES | 1 << LEDGER_BRINGS_LOCKED,
		.subject_key = 0x8000000000000001,
		.conversation_key = 5,
		.recipients = recipients,
		.recipient_count = G_N_ELEMENTS(recipients),
		.candidates = candidates,
		.candidate_count = G_N_ELEMENTS(candidates),
		.indicators = indicators,
		.indicator_count = G_N_ELEMENTS(indicators),
		.tracks = tracks,
		.track_count = G_N_ELEMENTS(tracks)};
}

/* Record MESSAGE and commit; how many sightings were new. */
static inline guint put(Ledger *ledger, LedgerMessage message)
{
	g_autoptr(GError) error = NULL;
	guint added = 99;
	ledger_begin(ledger, &error);
	g_assert_no_error(error);
	ledger_record(ledger, &message, &added, &error);
	g_assert_no_error(error);
	ledger_commit(ledger, &error);
	g_assert_no_error(error);
	return added;
}

/* The whole ledger as text. */
static inline char *dump(Ledger *ledger)
{
	g_autoptr(GError) error = NULL;
	char *text = NULL;
	gsize length = 0;
	guint64 messages = 0;
	FILE *stream = open_memstream(&text, &length);
	ledger_export(ledger, stream, TRUE, &messages, &error);
	g_assert_no_error(error);
	fclose(stream);
	return text;
}

static inline LedgerImport load(Ledger *ledger, const char *text)
{
	g_autoptr(GError) error = NULL;
	LedgerImport import;
	FILE *stream = fmemopen((void *)text, strlen(text), "r");
	ledger_begin(ledger, &error);
	g_assert_no_error(error);
	ledger_import(ledger, stream, 9000, &import, &error);
	g_assert_no_error(error);
	if (import.problem == NULL)
		ledger_commit(ledger, &error);
	else
		ledger_abort(ledger);
	g_assert_no_error(error);
	fclose(stream);
	return import;
}
