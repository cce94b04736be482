/* SPDX-License-Identifier: Apache-2.0
 *
 * What the banner says: two sentences, what does not fit and what to do. Calm, concrete, and
 * without anything in it that a forger could make use of.
 */
#pragma once

#include "mail/banner/banner.h"
#include "service/guard/court.h"
#include "service/guard/guard-settings.h"

typedef struct Warning {
	char *text, *plain, *html; /* as of Banner, which borrows them */
	const char *tag;           /* in front of the subject, UTF-8; "" for none; borrowed */
} Warning;

/* The warning that JUDGEMENT asks for, in the language that SETTINGS want. */
void warning_make(const Judgement *judgement, const GuardSettings *settings, Warning *ret);
void warning_clear(Warning *warning);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Warning, warning_clear)
