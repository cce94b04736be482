/* SPDX-License-Identifier: Apache-2.0
 *
 * A message as an article shows one: header and body, by what Facts tell of it. The Facts have to
 * be redacted (report/specimen/redact.h): what they say is printed.
 */
#pragma once

#include <stdio.h>

#include "judge/verdict.h"

/* Print FACTS to STREAM, with what VERDICT says there is to open. */
void specimen_print(const Facts *facts, const Verdict *verdict, FILE *stream);
