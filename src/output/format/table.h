/* SPDX-License-Identifier: Apache-2.0
 *
 * What format.c's table points at; for format.c and the formats' own files.
 */
#pragma once

#include "output/format/format.h"

extern const Format format_urls, format_hosts, format_cidr, format_hashes, format_accounts,
	format_csv, format_json, format_clamav_hsb, format_clamav_hdb, format_clamav_ndb,
	format_clamav_ldb, format_clamav_cdb, format_yara, format_rpz, format_unbound,
	format_squid_domains, format_squid_urls, format_snort, format_suricata, format_suricata_8,
	format_nftables, format_rspamd, format_spamassassin, format_postfix_access,
	format_postfix_client, format_postfix_headers, format_postfix_body, format_sieve,
	format_misp_manifest, format_misp_event, format_misp_hashes, format_stix;
