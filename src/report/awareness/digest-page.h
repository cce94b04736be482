/* SPDX-License-Identifier: Apache-2.0
 *
 * A digest as a page for its readers: calm, concrete, no blame.
 */
#pragma once

#include "output/page/page.h"
#include "report/awareness/digest.h"
#include "report/notice/letter.h"

/* What the mail filter does, where there is one, and did besides what the ledger tells. */
typedef struct DigestHandling {
	guint released; /* of what it held for those whom the digest is for, in its period */
	/* What is done with a message of either verdict: "observe", "warn" …; NULL: not known. */
	const char *hijacked, *suspicious;
} DigestHandling;

/* All borrowed. */
typedef struct DigestPage {
	const PageForm *form;
	LetterLanguage language;
	const char *name;        /* of the organisation or department; NULL: our organisation */
	const char *folded;      /* the small department whose figures are not told; NULL */
	const char *contact;     /* whom to tell; NULL: IT support */
	const char *explanation; /* web address of an explanation; NULL */
	DigestHandling handling;
} DigestPage;

/* DIGEST written as PAGE says, new string. */
char *digest_page_write(const Digest *digest, const DigestPage *page);
