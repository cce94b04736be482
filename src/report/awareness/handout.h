/* SPDX-License-Identifier: Apache-2.0
 *
 * Handout: one page to print about one forged reply, with numbers at what does not fit. The message
 * is one of our own, with everything personal replaced (report/specimen/redact.h), or invented.
 */
#pragma once

#include "judge/verdict.h"
#include "output/page/page.h"
#include "report/notice/letter.h"

typedef struct HandoutCase HandoutCase;

/* The message that FACTS and VERDICT tell of, both redacted, for readers of LANGUAGE; they are not
 * needed any more afterwards. */
HandoutCase *handout_case_new(LetterLanguage language, const Facts *facts, const Verdict *verdict);
/* An invented one. */
HandoutCase *handout_case_example(LetterLanguage language);
void handout_case_free(HandoutCase *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HandoutCase, handout_case_free)

/* The page by FORM, new string. CONTACT is whom readers are to tell; NULL: their IT support. */
char *handout_write(const HandoutCase *self, const PageForm *form, const char *contact);
