/* SPDX-License-Identifier: Apache-2.0
 *
 * BLAKE2b under a key of its own, over the name and the lines of what is meant.
 */
#include "memory/token.h"

#include <sodium.h>

#include "mail/bytes.h"

/* Beside those of keys.c. */
enum { key_token = 4, token_bytes = 32 };

static void add_lines(crypto_generichash_state *state, Span content)
{
	gsize at = 0;
	guint blank = 0;
	Span line;
	while (bytes_next_line(content, &at, &line)) {
		if (line.length == 0) {
			blank++;
			continue;
		}
		for (; blank > 0; blank--)
			crypto_generichash_update(state, (const guint8 *)"\n", 1);
		crypto_generichash_update(state, (const guint8 *)line.data, line.length);
		crypto_generichash_update(state, (const guint8 *)"\n", 1);
	}
}

char *token_make(const Secret *secret, const char *id, Span content)
{
	guint8 key[crypto_generichash_KEYBYTES], mac[token_bytes];
	char hex[2 * token_bytes + 1];
	crypto_generichash_state state;
	secret_derive(secret, key_token, key, sizeof key);
	crypto_generichash_init(&state, key, sizeof key, sizeof mac);
	/* With its NUL, which tells where it ends. */
	crypto_generichash_update(&state, (const guint8 *)id, strlen(id) + 1);
	add_lines(&state, content);
	crypto_generichash_final(&state, mac, sizeof mac);
	sodium_memzero(key, sizeof key);
	return g_strdup(sodium_bin2hex(hex, sizeof hex, mac, sizeof mac));
}

gboolean token_check(const Secret *secret, const char *id, Span content, const char *token)
{
	g_autofree char *right = token_make(secret, id, content);
	return strlen(token) == strlen(right) && sodium_memcmp(token, right, strlen(right)) == 0;
}
