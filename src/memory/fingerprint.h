/* SPDX-License-Identifier: Apache-2.0
 *
 * The fingerprints of a message: every window of its texts that quote.h chooses, hashed twice.
 * BLAKE2b-128 of the window's bytes is its public hash, which may be exchanged; the stored key is
 * SipHash-2-4 of that under the secret.
 */
#pragma once

#include "mail/facts.h"
#include "memory/keys.h"

typedef struct Fingerprint {
	guint64 key;
	gboolean quoted; /* stands in a quote at least once */
	guint question;  /* for the asker's use */
} Fingerprint;

#define PUBLIC_HASH_BYTES 16

/* The public hash of WINDOW. */
void fingerprint_public(Span window, guint8 ret[PUBLIC_HASH_BYTES]);

/* The fingerprints of all texts of FACTS as a new array of Fingerprint, each once, in ascending
 * order of key. Of more than LIMIT_FINGERPRINTS_ASKED those with the smallest keys stay, and the
 * first LIMIT_FINGERPRINTS are learned: nobody without the secret can choose which, they are spread
 * evenly over the text, and two messages keep the same ones of what they share. The guarantee in
 * quote.h so holds whole for what was learned of a message of up to some 90,000 characters, however
 * long the judged one is, and for a part of the runs of longer ones. */
GArray *fingerprints_of(const Facts *facts, const Keys *keys);
