/* SPDX-License-Identifier: Apache-2.0
 *
 * Making persons, naming them and reading them back. A sealed row is the address and the names,
 * each ended by a NUL.
 */
#include "memory/people/person.h"

#include "base/limits.h"

/* Bytes of a name that are kept. */
#define NAME_BYTES 200
/* Dots of a domain at which it is cut. */
#define CUTS 8

static void seal_field(GByteArray *plain, const char *text, gsize most)
{
	gsize length = strlen(text);

	if (length > most)
		length = (gsize)(g_utf8_find_prev_char(text, text + most + 1) - text);
	g_byte_array_append(plain, (const guint8 *)text, (guint)length);
	g_byte_array_append(plain, (const guint8 *)"", 1);
}

void person_seal(
	const Memory *memory, PersonNumber person, const GPtrArray *fields, GByteArray *out)
{
	g_autoptr(GByteArray) plain = g_byte_array_new();

	for (guint i = 0; i < fields->len; i++)
		seal_field(plain, fields->pdata[i], i == 0 ? LIMIT_STRING : NAME_BYTES);
	keys_seal(memory->keys, person, span_new(plain->data, plain->len), out);
}

static void put_seal(Memory *memory, PersonNumber person, const GByteArray *plain)
{
	g_autoptr(GByteArray) sealed = g_byte_array_new();
	Key key = key_of_number(person);

	keys_seal(memory->keys, person, span_new(plain->data, plain->len), sealed);
	kv_put(memory->kv, TABLE_SEAL, key_span(&key), span_new(sealed->data, sealed->len));
}

static void add_to_set(Memory *memory, MemoryTable table, const Key *key, PersonNumber person)
{
	Key member = key_of_number(person);

	kv_add(memory->kv, table, key_span(key), key_span(&member));
}

void person_note_taught(
	Memory *memory, const Inquiry *inquiry, PersonNumber person, const Key *shown)
{
	Key message =
		key_of_number(inquiry->learned != 0 ? inquiry->learned
						    : (MessageNumber)memory->counters.messages);
	Key member = key_of_taught(person, shown);

	kv_add(memory->kv, TABLE_TAUGHT, key_span(&message), key_span(&member));
}

/* Enter every beginning of DOMAIN that ends at a dot. */
gboolean person_add_cuts(Memory *memory, const char *domain, PersonNumber person, GError **error)
{
	const char *dot = strchr(domain, '.');

	for (guint i = 0; dot != NULL && i < CUTS; i++, dot = strchr(dot + 1, '.')) {
		Key key = key_of_text(
			memory->keys, TABLE_CUT, span_new(domain, (gsize)(dot - domain)));
		Span members;

		if (!memory_ask_one(memory, TABLE_CUT, key, LIMIT_NAME_BEARERS, &members, error))
			return FALSE;
		if (key_number_count(members) < LIMIT_NAME_BEARERS)
			add_to_set(memory, TABLE_CUT, &key, person);
	}
	return TRUE;
}

/* The first person of a domain stands for it among the cuts. */
static gboolean add_domain(Memory *memory, const char *address, PersonNumber person, GError **error)
{
	const char *at = strrchr(address, '@');
	Key key, member = key_of_byte(SITE_DOMAIN);
	Span kinds;

	if (at == NULL)
		return TRUE;
	key = key_of_string(memory->keys, TABLE_SITE, at + 1);
	if (!memory_ask_one(memory, TABLE_SITE, key, SITE_KINDS, &kinds, error))
		return FALSE;
	if (kinds.length > 0 && memchr(kinds.data, SITE_DOMAIN, kinds.length) != NULL)
		return TRUE;
	kv_add(memory->kv, TABLE_SITE, key_span(&key), key_span(&member));
	return person_add_cuts(memory, at + 1, person, error);
}

PersonNumber person_ensure(
	Memory *memory, const Inquiry *inquiry, const Party *party, GError **error)
{
	g_autoptr(GByteArray) plain = NULL;
	PersonNumber person = party->person;

	if (person != 0)
		return person;
	person = (PersonNumber)++memory->counters.persons;
	plain = g_byte_array_new();
	seal_field(plain, party->address, LIMIT_STRING);
	if (party->named)
		seal_field(plain, party->name, NAME_BYTES);
	put_seal(memory, person, plain);
	add_to_set(memory, TABLE_PERSON, &party->key, person);
	return add_domain(memory, party->address, person, error) ? person : 0;
}

static char **split_fields(Span plain)
{
	g_autoptr(GPtrArray) fields = g_ptr_array_new_with_free_func(g_free);

	while (plain.length > 0) {
		gsize length = strnlen(plain.data, plain.length);

		g_ptr_array_add(fields, g_strndup(plain.data, length));
		plain = span_from(plain, length + 1);
	}
	g_ptr_array_add(fields, NULL);
	return (char **)g_ptr_array_steal(fields, NULL);
}

char **person_unseal(Memory *memory, PersonNumber person, Span sealed)
{
	gsize length;
	g_autofree char *plain = keys_open(memory->keys, person, sealed, &length);

	return plain != NULL ? split_fields(span_new(plain, length)) : NULL;
}

char **person_open(Memory *memory, PersonNumber person, GError **error)
{
	char **fields;
	Span sealed;

	if (person == 0 ||
		!memory_ask_one(memory, TABLE_SEAL, key_of_number(person), 1, &sealed, error) ||
		sealed.data == NULL)
		return NULL;
	fields = person_unseal(memory, person, sealed);
	if (fields == NULL)
		inquiry_damaged(TABLE_SEAL, error);
	return fields;
}

/* The newest name that somebody bears by their OWN word takes the last place; what others call them
 * is kept as long as there is no other. */
static gboolean seal_name(
	Memory *memory, PersonNumber person, const char *name, gboolean own, GError **error)
{
	GError *failure = NULL;
	g_auto(GStrv) fields = person_open(memory, person, &failure);
	g_autoptr(GByteArray) plain = g_byte_array_new();
	guint kept;

	if (failure != NULL) {
		g_propagate_error(error, failure);
		return FALSE;
	}
	if (fields == NULL || (!own && g_strv_length(fields) > 1))
		return TRUE;
	kept = MIN(g_strv_length(fields), LIMIT_NAMES);
	for (guint i = 0; i < kept; i++)
		seal_field(plain, fields[i], i == 0 ? LIMIT_STRING : NAME_BYTES);
	seal_field(plain, name, NAME_BYTES);
	put_seal(memory, person, plain);
	return TRUE;
}

/* Make room for a person of ours among the bearers of a name: others must not be able to keep it
 * out. */
static void displace(Memory *memory, const Party *party, Span bearers)
{
	Key last = key_of_number(key_number_at(bearers, key_number_count(bearers) - 1));

	kv_remove(memory->kv, TABLE_NAME, key_span(&party->name_key), key_span(&last));
}

gboolean person_add_name(Memory *memory, const Inquiry *inquiry, const Party *party,
	PersonNumber person, guint how, GError **error)
{
	Span bearers;

	if (!party->named)
		return TRUE;
	bearers = kv_ask_answer(inquiry->first, party->name_question);
	for (guint i = 0; i < key_number_count(bearers); i++)
		if (key_number_at(bearers, i) == person)
			return TRUE;
	if (key_number_count(bearers) >= LIMIT_NAME_BEARERS) {
		if ((how & NAME_PROVEN) == 0)
			return TRUE;
		displace(memory, party, bearers);
	}
	add_to_set(memory, TABLE_NAME, &party->name_key, person);
	person_note_taught(memory, inquiry, person, &party->name_key);
	/* A new person was sealed with its name. */
	if (party->person == 0)
		return TRUE;
	return seal_name(memory, person, party->name, (how & NAME_OWN) != 0, error);
}
