/* SPDX-License-Identifier: Apache-2.0
 *
 * Identity, time and subject of a message.
 */
#include "memory/identity.h"

#include <sodium.h>

#include "memory/quote.h"

#define DAY (24 * 3600)
/* Year 3058; later ones are not dates. */
#define TIME_MAX ((gint64)1 << 35)
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

Key identity_of(const Facts *facts, const Keys *keys)
{
	crypto_generichash_state state;
	guint8 hash[crypto_generichash_BYTES_MIN];
	gint64 date = GINT64_TO_LE(facts->date);

	crypto_generichash_init(&state, keys_identity(keys), IDENTITY_KEY_BYTES, sizeof hash);
	add_string(&state, facts->message_id);
	add_field(&state, span_new(&date, sizeof date));
	for (guint i = 0; i < facts->from->len; i++)
		add_string(&state, ((const Address *)facts->from->pdata[i])->address);
	add_string(&state, facts->subject_base);
	for (guint i = 0; i < facts->texts->len; i++) {
		const TextPart *text = facts->texts->pdata[i];

		add_field(&state, span_new(text->skeleton, text->skeleton_length));
	}
	crypto_generichash_final(&state, hash, sizeof hash);
	return key_of_text(keys, TABLE_IDENTITY, span_new(hash, sizeof hash));
}

gint64 identity_time(const Facts *facts)
{
	const Hop *newest = facts->hops->len > 0 ? facts->hops->pdata[0] : NULL;
	gint64 arrived = newest != NULL ? newest->time : 0;
	gint64 time = facts->date;

	if (arrived > 0 && (time <= 0 || time > arrived + DAY))
		time = arrived;
	return time > 0 && time < TIME_MAX ? time : 0;
}

gboolean identity_has_subject(const Facts *facts)
{
	guint letters = 0;
	guint least = facts->reply_prefixes > 0 ? SUBJECT_LEAST_REPLY : SUBJECT_LEAST;

	for (const char *at = facts->subject_base; *at != '\0'; at = g_utf8_next_char(at))
		letters += quote_is_cjk(g_utf8_get_char(at)) ? CJK_LETTERS : 1;
	return letters >= least;
}
