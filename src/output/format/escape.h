/* SPDX-License-Identifier: Apache-2.0
 *
 * What engines read otherwise than written. TEXT is an indicator's value or a part of it. All write
 * to STREAM.
 */
#pragma once

#include <glib.h>
#include <stdio.h>

/* As hex digits, two a byte. */
void escape_hex(FILE *stream, const char *text);
/* For a regular expression of PCRE, Perl, Hyperscan or YARA: what is no letter, digit or hyphen
 * as \xHH. */
void escape_perl(FILE *stream, const char *text);
/* For a POSIX extended regular expression that may stand between slashes: signs in brackets. */
void escape_posix(FILE *stream, const char *text);
/* For a content option of Snort or Suricata: what is no letter, digit, hyphen, dot or slash as
 * |HH|, several as |HH HH|: three signs for each, so that a rule with a URL of any length stays
 * below the 8,192 that Suricata reads of a line. */
void escape_content(FILE *stream, const char *text);
