/* SPDX-License-Identifier: Apache-2.0
 *
 * A measurement for readers: a table for a terminal, JSON lines for programs, a chart to show.
 */
#pragma once

#include <stdio.h>

#include "eval/measure.h"

/* In the reader's language. */
void report_text(const Measurement *measurement, FILE *stream);
/* Field names are in kith-eval(1) and stay. */
void report_json(const Measurement *measurement, FILE *stream);
/* The chart as SVG, owned by the caller. */
char *report_svg(const Measurement *measurement);
/* The same of how far probabilities can be believed. */
char *report_reliability(const Measurement *measurement);
