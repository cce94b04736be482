/* SPDX-License-Identifier: Apache-2.0
 *
 * What the mail server is told to change in the message of a visit, at its end.
 */
#pragma once

#include "service/guard/court.h"
#include "service/guard/visit.h"
#include "service/guard/warning.h"
#include "worker/editor.h"

/* Take out the fields that the message has and only we may write. */
void change_remove_forged(SMFICTX *context, const Visit *visit);
/* Say the verdict in a field. */
void change_add_verdict(SMFICTX *context, const Verdict *verdict);
/* Say in that field that there is no verdict. */
void change_add_unjudged(SMFICTX *context);
/* Put TAG (UTF-8) in front of the subject, unless it is ""; of several subjects in front of each:
 * mail programs differ in which they show. */
void change_tag_subject(SMFICTX *context, const Visit *visit, const char *tag);
/* Put WARNING into the text with EDITOR, within TIME microseconds. */
EditorResult change_warn(
	SMFICTX *context, const Visit *visit, Editor *editor, const Warning *warning, gint64 time);
