/* SPDX-License-Identifier: Apache-2.0
 *
 * What format.c's table points at; for format.c and the formats' own files.
 */
#pragma once

#include "output/format/format.h"

extern const Format format_urls, format_hosts, format_cidr, format_hashes;
extern const Format format_csv, format_json;
extern const Format format_clamav_hsb, format_clamav_ndb, format_clamav_ldb;
