/* SPDX-License-Identifier: Apache-2.0
 *
 * Persons: one address each, a number for it, and both sealed so that they can be shown again.
 */
#pragma once

#include "memory/memory-internal.h"

/* The number of PARTY's person, who is made when new. 0 and ERROR when the store fails. INQUIRY
 * asked about PARTY. */
PersonNumber person_ensure(
	Memory *memory, const Inquiry *inquiry, const Party *party, GError **error);
typedef enum {
	NAME_OWN = 1 << 0, /* the person said so of itself: it is kept to be shown */
	NAME_PROVEN =
		1 << 1, /* the message is proven: it takes the place of another bearer if need be */
} NameFlags;

/* Note that PERSON is called what PARTY says; HOW: NameFlags. */
gboolean person_add_name(Memory *memory, const Inquiry *inquiry, const Party *party,
	PersonNumber person, guint how, GError **error);
/* Address and names of PERSON as a new array of strings, address first; NULL without ERROR when
 * there is none. */
char **person_open(Memory *memory, PersonNumber person, GError **error);
/* The same from the SEALED row of PERSON; NULL when it is damaged. */
char **person_unseal(Memory *memory, PersonNumber person, Span sealed);
/* Seal FIELDS (of char *), address first, as the row of PERSON, appended to OUT. */
void person_seal(
	const Memory *memory, PersonNumber person, const GPtrArray *fields, GByteArray *out);
/* The message that INQUIRY is about is the first to show SHOWN (key_of_taught) of PERSON. */
void person_note_taught(
	Memory *memory, const Inquiry *inquiry, PersonNumber person, const Key *shown);
/* Let PERSON stand for its DOMAIN among those that may come cut. */
gboolean person_add_cuts(Memory *memory, const char *domain, PersonNumber person, GError **error);
