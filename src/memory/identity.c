/* SPDX-License-Identifier: Apache-2.0
 *
 * Identity, time and subject of a message.
 */
#include "memory/identity.h"

#include <sodium.h>

#include "memory/recall/quote.h"

#define DAY (24 * 3600)
/* Letters; a CJK character says about as much as three. */
#define SUBJECT_LEAST       12
#define SUBJECT_LEAST_REPLY 5
#define CJK_LETTERS         3

/* With its length, so that no two lists of fields give the same bytes. */
static void add_field(crypto_generichash_state *state, Span field)
{
	guint64 length = GUINT64_TO_LE(field.length);

	crypto_generichash_update(state, (const guint8 *)&length, sizeof length);
	crypto_generichash_update(state, (const guint8 *)field.data, field.length);
}

static void add_string(crypto_generichash_state *state, const char *text)
{
	add_field(state, span_new(text, strlen(text)));
}

static void add_addresses(crypto_generichash_state *state, const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++)
		add_string(state, ((const Address *)addresses->pdata[i])->address);
}

/* What makes FACTS that letter, whoever sends it on and with what. */
static void add_letter(crypto_generichash_state *state, const Facts *facts)
{
	gint64 date = GINT64_TO_LE(facts->date);

	add_string(state, facts->message_id);
	add_field(state, span_new(&date, sizeof date));
	add_addresses(state, facts->from);
	add_string(state, facts->subject_base);
	for (guint i = 0; i < facts->texts->len; i++) {
		const TextPart *text = facts->texts->pdata[i];

		add_field(state, span_new(text->skeleton, text->skeleton_length));
	}
}

/* What there is to open, and where an answer goes. No skeleton holds a control character: none can
 * pass for one of these headings. */
static void add_payload(crypto_generichash_state *state, const Facts *facts)
{
	for (guint i = 0; i < facts->attachments->len; i++) {
		const Attachment *attachment = facts->attachments->pdata[i];

		add_string(state, "\1file");
		add_string(state, attachment->name);
		add_field(state, span_new(attachment->sha256, sizeof attachment->sha256));
	}
	for (guint i = 0; i < facts->links->len; i++) {
		add_string(state, "\1link");
		add_string(state, ((const Link *)facts->links->pdata[i])->url);
	}
	if (facts->reply_to->len == 0)
		return;
	add_string(state, "\1answer");
	add_addresses(state, facts->reply_to);
}

Key identity_of(const Facts *facts, const Keys *keys)
{
	crypto_generichash_state state;
	guint8 hash[IDENTITY_PUBLIC_BYTES];

	crypto_generichash_init(&state, keys_identity(keys), IDENTITY_KEY_BYTES, sizeof hash);
	add_letter(&state, facts);
	crypto_generichash_final(&state, hash, sizeof hash);
	return key_of_text(keys, TABLE_IDENTITY, span_new(hash, sizeof hash));
}

void identity_public(const Facts *facts, guint8 ret[IDENTITY_PUBLIC_BYTES])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, IDENTITY_PUBLIC_BYTES);
	add_letter(&state, facts);
	add_payload(&state, facts);
	crypto_generichash_final(&state, ret, IDENTITY_PUBLIC_BYTES);
}

gboolean identity_is_whole(const Facts *facts)
{
	return (facts->anomalies & (ANOMALY_LIMIT | ANOMALY_CLIPPED)) == 0;
}

void identity_public_of_bytes(Span bytes, guint8 ret[IDENTITY_PUBLIC_BYTES])
{
	static const char domain[] = "kith raw message";

	G_STATIC_ASSERT(IDENTITY_PUBLIC_BYTES == crypto_generichash_BYTES_MIN);
	crypto_generichash(ret, IDENTITY_PUBLIC_BYTES, (const guint8 *)bytes.data, bytes.length,
		(const guint8 *)domain, sizeof domain);
}

gint64 identity_time(const Facts *facts)
{
	const Hop *newest = facts->hops->len > 0 ? facts->hops->pdata[0] : NULL;
	gint64 latest = g_get_real_time() / G_USEC_PER_SEC + DAY;
	gint64 time = facts->arrived > 0                   ? facts->arrived
		      : newest != NULL && newest->time > 0 ? newest->time
							   : facts->date;

	return CLAMP(time, 0, latest);
}

gboolean identity_has_subject(const Facts *facts)
{
	guint letters = 0;
	guint least = facts->reply_prefixes > 0 ? SUBJECT_LEAST_REPLY : SUBJECT_LEAST;

	for (const char *at = facts->subject_base; *at != '\0'; at = g_utf8_next_char(at))
		letters += quote_is_cjk(g_utf8_get_char(at)) ? CJK_LETTERS : 1;
	return letters >= least;
}
