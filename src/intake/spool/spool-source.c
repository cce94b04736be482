/* SPDX-License-Identifier: Apache-2.0
 *
 * From records to messages and events.
 */
#include "intake/spool/spool-source.h"

#include "intake/raw-message.h"
#include "intake/spool/raw-store.h"
#include "intake/spool/spool-reader.h"

#define DAY (24 * 3600)

/* So often it is looked whether there is more. */
enum { wait_microseconds = 50000 };
/* Looking for what is too old reads all folders. */
enum { seconds_between_expiries = 3600 };

struct SpoolSource {
	SpoolReader *reader;
	RawStore *store;
	guint raw_days;
	gint64 expired; /* when it was last looked for what is too old, 0 before */
	const volatile int *stop;
	SourceEvents events;
	Complaints *complaints;
	gboolean failed; /* a message could not be kept */
};

SpoolSource *spool_source_new(const char *state, guint raw_days, const volatile int *stop,
	const SourceEvents *events, Complaints *complaints, GError **error)
{
	g_autofree char *spool = g_build_filename(state, "spool", NULL);
	g_autofree char *recorder = g_build_filename(state, "recorder", NULL);
	g_autofree char *raw = g_build_filename(state, "raw", NULL);
	g_autoptr(SpoolSource) source = g_new0(SpoolSource, 1);

	source->raw_days = raw_days;
	source->stop = stop;
	source->events = *events;
	source->complaints = complaints;
	source->reader = spool_reader_new(spool, recorder, complaints, error);
	source->store = source->reader != NULL ? raw_store_new(raw, error) : NULL;
	return source->store != NULL ? g_steal_pointer(&source) : NULL;
}

void spool_source_free(SpoolSource *source)
{
	if (source == NULL)
		return;
	spool_reader_free(source->reader);
	raw_store_free(source->store);
	g_free(source);
}

static void expire(SpoolSource *source)
{
	gint64 now = g_get_real_time() / G_USEC_PER_SEC;

	if (source->raw_days == 0 || ABS(now - source->expired) < seconds_between_expiries)
		return;
	source->expired = now;
	raw_store_expire(source->store, now - (gint64)source->raw_days * DAY);
}

/* NULL when it could not be kept: then nothing more is read, and it is read again later. */
static RawMessage *take_message(SpoolSource *source, SpoolRecord *record)
{
	g_autoptr(GError) error = NULL;
	char *path = raw_store_put(source->store, record->content, &error);

	if (path == NULL) {
		complaints_add(source->complaints, "raw", error->message);
		source->failed = TRUE;
		return NULL;
	}
	GBytes *bytes = g_bytes_new(record->content.data, record->content.length);
	RawMessage *message = raw_message_new(bytes, path, record->cut);

	message->delivery = g_steal_pointer(&record->delivery);
	message->place = spool_reader_place(source->reader);
	return message;
}

static void tell(const SpoolSource *source, SpoolRecord *record)
{
	Session *session = &record->delivery->session;

	if (record->kind == SPOOL_SESSION) {
		source->events.session(session, source->events.user_data);
		return;
	}
	g_free(session->account);
	session->account = g_steal_pointer(&record->account);
	source->events.hash(session, record->hash, source->events.user_data);
}

gboolean spool_source_ended(SpoolSource *source)
{
	if (source->failed || spool_reader_failed(source->reader))
		return TRUE;
	return !spool_reader_ready(source->reader) && (source->stop == NULL || *source->stop);
}

gboolean spool_source_waits(SpoolSource *source)
{
	return !spool_reader_ready(source->reader) && !spool_source_ended(source);
}

/* Whoever listens finishes what there is before anybody waits: between two records that are there
 * nothing is waited for. */
RawMessage *spool_source_next(SpoolSource *source)
{
	expire(source);
	while (spool_source_waits(source))
		g_usleep(wait_microseconds);
	while (!spool_source_ended(source) && !spool_source_waits(source)) {
		g_auto(SpoolRecord) record = {0};

		if (!spool_reader_next(source->reader, &record))
			continue;
		if (record.kind == SPOOL_MESSAGE)
			return take_message(source, &record);
		tell(source, &record);
	}
	return NULL;
}

SourcePlace spool_source_place(const SpoolSource *source)
{
	return spool_reader_place(source->reader);
}

gboolean spool_source_settle(SpoolSource *source, SourcePlace place, GError **error)
{
	return raw_store_sync(source->store, error) &&
	       spool_reader_settle(source->reader, place, error);
}
