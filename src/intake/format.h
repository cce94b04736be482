/* SPDX-License-Identifier: Apache-2.0
 *
 * A format of mail containers: one constant object, one file. source.c asks the formats in turn;
 * the first that claims the beginning of an input reads all of it.
 */
#pragma once

#include "intake/complaints.h"
#include "intake/stream.h"

/* traffic.h */
typedef struct Traffic Traffic;

/* An input that is open. Everything is borrowed, and outlives the format's reader. */
typedef struct Document {
	Stream *stream;
	const char *path; /* as shown */
	gboolean single;  /* known to be one message, whatever it begins with */
	Complaints *complaints;
	Traffic *traffic; /* of captures; NULL when mail is read */
} Document;

typedef struct Format {
	/* TRUE when an input that begins with HEAD is of this format. HEAD is all of a short input,
	 * else at least LIMIT_MBOX_HEAD bytes; the answer must not depend on how many more. */
	gboolean (*claims)(Span head, gboolean single);
	/* A reader, freed by close. */
	gpointer (*open)(const Document *document);
	/* The next message, owned by the caller; NULL at the end. Complains when the input broke
	 * off. */
	RawMessage *(*next)(gpointer reader);
	void (*close)(gpointer reader);
} Format;

/* What kith itself keeps messages in for a while (batch.h). */
extern const Format format_batch;
extern const Format format_mbox;
/* For a document with a traffic: the messages have no path yet, and those of connections that are
 * still open at its end stay in the traffic. */
extern const Format format_capture;
/* Claims everything: it stands last. */
extern const Format format_message;
