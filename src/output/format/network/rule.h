/* SPDX-License-Identifier: Apache-2.0
 *
 * What rules of Snort and Suricata have in common. Their dialects differ in options.
 */
#pragma once

#include "output/format/format.h"

/* "alert PROTOCOL … ( msg:"kith: WHAT OF"; ". OF is a host, an address, an account or a digest. */
void rule_open(const Sheet *sheet, const char *protocol, const char *what, const char *of);
/* The same for whatever comes from ADDRESS. */
void rule_open_address(const Sheet *sheet, const Indicator *indicator);
/* "sid:…; rev:…;)": of the rule PART, below RULE_PARTS, of the indicator NUMBER, or of all at once
 * (0). */
#define RULE_PARTS 4
void rule_close(const Sheet *sheet, guint32 number, guint part);
/* A host as the DNS has it on the wire: each label behind its length. */
void rule_dns_name(const Sheet *sheet, const char *host);
