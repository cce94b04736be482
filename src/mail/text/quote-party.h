/* SPDX-License-Identifier: Apache-2.0
 *
 * People as quoted headers and signatures write them, for human eyes: "Name <a@b>", "Name
 * [mailto:a@b]", "a@b (Name)", "Name <a at b>", "Doe, John; Roe, Jane".
 */
#pragma once

#include "base/span.h"
#include "mail/facts.h"

/* Where an address stands in a text. */
typedef struct QuoteAddress {
	gsize start; /* of what is to be taken out of the text to leave the name: with brackets and
			"mailto:" */
	gsize end;
	char *address; /* as Facts spells it; owned by the caller */
} QuoteAddress;

/* Find the first address in TEXT at or behind FROM. FALSE when there is none; *RET is not set then.
 */
gboolean quote_address_find(Span text, gsize from, QuoteAddress *ret);
/* Read TEXT as one person into RET, whose strings are replaced; "" for what is missing. */
void quote_party_read(Address *ret, Span text);
/* Append an Address for each person in the list TEXT to PARTIES, up to LIMIT_ADDRESSES. */
void quote_parties_read(GPtrArray *parties, Span text);
