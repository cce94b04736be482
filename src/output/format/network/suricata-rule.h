/* SPDX-License-Identifier: Apache-2.0
 *
 * Rules that both flavours of Suricata have.
 */
#pragma once

#include "output/format/network/rule.h"

/* One rule for all files: it names the list that the format "hashes" writes. */
void suricata_put_file(const Sheet *sheet, const Indicator *indicator);
/* The URL asked for by HTTP, as part 1. */
void suricata_put_request(const Sheet *sheet, const Indicator *indicator);
/* The host, or one below it, asked for by DNS, TLS and HTTP, as parts 1 to 3. */
void suricata_put_names(const Sheet *sheet, const Indicator *indicator);
void suricata_put_address(const Sheet *sheet, const Indicator *indicator);
