/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables, keys and cryptography of memory, all of it from libsodium: SipHash-2-4 for keys, BLAKE2b
 * for the check value, XChaCha20-Poly1305 for what must be read back.
 */
#include "memory/keys.h"

#include <sodium.h>

#define NUMBER_BYTES 4
#define HASH_BYTES   8

const KvTable memory_tables[TABLE_COUNT] = {
	[TABLE_META] = {"meta", KV_MAP, 0, 0},
	[TABLE_PERSON] = {"person", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_SEAL] = {"seal", KV_MAP, 0, 0},
	[TABLE_ACCOUNT] = {"account", KV_MAP, 0, 0},
	[TABLE_NAME] = {"name", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_PROFILE] = {"profile", KV_SET, NUMBER_BYTES, HASH_BYTES},
	[TABLE_PAIR] = {"pair", KV_MAP, 0, 0},
	[TABLE_MESSAGE] = {"message", KV_MAP, 0, 0},
	[TABLE_IDENTITY] = {"identity", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_MESSAGE_ID] = {"message-id", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_REFERENCE] = {"reference", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_CONVERSATION] = {"conversation", KV_MAP, 0, 0},
	[TABLE_PARTICIPANT] = {"participant", KV_SET, NUMBER_BYTES, NUMBER_BYTES},
	[TABLE_SUBJECT] = {"subject", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_THREAD] = {"thread", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_SITE] = {"site", KV_SET, HASH_BYTES, 1},
	[TABLE_CUT] = {"cut", KV_SET, HASH_BYTES, NUMBER_BYTES},
	[TABLE_CAMPAIGN] = {"campaign", KV_SET, HASH_BYTES, CAMPAIGN_MEMBER_BYTES},
	[TABLE_FINGERPRINT] = {"fingerprint", KV_SET, HASH_BYTES, NUMBER_BYTES, .filtered = TRUE},
	[TABLE_MARK] = {"mark", KV_MAP, 0, 0},
	[TABLE_TAUGHT] = {"taught", KV_SET, NUMBER_BYTES, TAUGHT_MEMBER_BYTES},
};

/* Numbers of keys derived from the secret; those of tables are TABLE_KEYS + table. */
enum {
	KEY_CHECK = 1,
	KEY_SEAL = 2,
	KEY_IDENTITY = 3,
	TABLE_KEYS = 100,
};

struct Keys {
	guint8 tables[TABLE_COUNT][crypto_shorthash_KEYBYTES];
	guint8 check[crypto_generichash_KEYBYTES];
	guint8 seal[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	guint8 identity[IDENTITY_KEY_BYTES];
};

Keys *keys_new(const Secret *secret)
{
	Keys *self = g_new0(Keys, 1);

	for (guint i = 0; i < TABLE_COUNT; i++)
		secret_derive(secret, TABLE_KEYS + i, self->tables[i], sizeof self->tables[i]);
	secret_derive(secret, KEY_CHECK, self->check, sizeof self->check);
	secret_derive(secret, KEY_SEAL, self->seal, sizeof self->seal);
	secret_derive(secret, KEY_IDENTITY, self->identity, sizeof self->identity);
	return self;
}

void keys_free(Keys *self)
{
	if (self == NULL)
		return;
	sodium_memzero(self, sizeof *self);
	g_free(self);
}

guint64 key_hash(const Keys *self, MemoryTable table, Span text)
{
	guint64 hash;

	G_STATIC_ASSERT(sizeof hash == crypto_shorthash_BYTES);
	crypto_shorthash((guint8 *)&hash, (const guint8 *)(text.data != NULL ? text.data : ""),
		text.length, self->tables[table]);
	return GUINT64_FROM_BE(hash);
}

static void key_append(Key *key, const void *bytes, gsize length)
{
	memcpy(key->bytes + key->length, bytes, length);
	key->length += length;
}

Key key_of_hash(guint64 hash)
{
	guint64 ordered = GUINT64_TO_BE(hash);
	Key key = {.length = 0};

	key_append(&key, &ordered, sizeof ordered);
	return key;
}

Key key_of_text(const Keys *self, MemoryTable table, Span text)
{
	return key_of_hash(key_hash(self, table, text));
}

/* No site or address begins so. */
Key key_of_tombstone(const Keys *self, const char *address)
{
	g_autofree char *text = g_strconcat("forgotten ", address, NULL);

	return key_of_string(self, TABLE_SITE, text);
}

Key key_of_number(guint32 number)
{
	guint32 ordered = GUINT32_TO_BE(number);
	Key key = {.length = 0};

	key_append(&key, &ordered, sizeof ordered);
	return key;
}

Key key_of_pair(guint32 from, guint32 to)
{
	guint32 second = GUINT32_TO_BE(to);
	Key key = key_of_number(from);

	key_append(&key, &second, sizeof second);
	return key;
}

Key key_of_taught(guint32 person, const Key *shown)
{
	Key key = key_of_number(person);

	G_STATIC_ASSERT(NUMBER_BYTES + HASH_BYTES == TAUGHT_MEMBER_BYTES);
	g_assert(shown->length == HASH_BYTES);
	memcpy(key.bytes + NUMBER_BYTES, shown->bytes, HASH_BYTES);
	key.length = TAUGHT_MEMBER_BYTES;
	return key;
}

Key key_of_byte(guint8 byte)
{
	return (Key){.bytes = {byte}, .length = 1};
}

Key key_of_profile(const Keys *self, char kind, Span value)
{
	Key key = key_of_text(self, TABLE_PROFILE, value);

	key.bytes[0] = (guint8)kind;
	return key;
}

guint32 key_number_at(Span members, guint index)
{
	guint32 number;

	g_assert(((gsize)index + 1) * sizeof number <= members.length);
	memcpy(&number, members.data + index * sizeof number, sizeof number);
	return GUINT32_FROM_BE(number);
}

void keys_check(const Keys *self, guint8 ret[CHECK_BYTES])
{
	G_STATIC_ASSERT(CHECK_BYTES >= crypto_generichash_BYTES_MIN);
	crypto_generichash(
		ret, CHECK_BYTES, (const guint8 *)"kith", 4, self->check, sizeof self->check);
}

const guint8 *keys_identity(const Keys *self)
{
	return self->identity;
}

#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES   crypto_aead_xchacha20poly1305_ietf_ABYTES

void keys_seal(const Keys *self, guint32 number, Span plain, GByteArray *out)
{
	Key bound = key_of_number(number);
	guint at = out->len;

	g_byte_array_set_size(out, (guint)(at + NONCE_BYTES + plain.length + TAG_BYTES));
	randombytes_buf(out->data + at, NONCE_BYTES);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out->data + at + NONCE_BYTES, NULL,
		(const guint8 *)plain.data, plain.length, bound.bytes, bound.length, NULL,
		out->data + at, self->seal);
}

char *keys_open(const Keys *self, guint32 number, Span sealed, gsize *ret_length)
{
	Key bound = key_of_number(number);
	const guint8 *nonce = (const guint8 *)sealed.data;
	g_autofree char *plain = NULL;
	unsigned long long length = 0;

	if (sealed.length < NONCE_BYTES + TAG_BYTES)
		return NULL;
	plain = g_malloc0(sealed.length);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt((guint8 *)plain, &length, NULL,
		    nonce + NONCE_BYTES, sealed.length - NONCE_BYTES, bound.bytes, bound.length,
		    nonce, self->seal) != 0)
		return NULL;
	*ret_length = (gsize)length;
	return g_steal_pointer(&plain);
}
