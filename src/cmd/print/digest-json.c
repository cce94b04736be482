/* SPDX-License-Identifier: Apache-2.0
 *
 * Field names are stable.
 */
#include "cmd/print/digest-json.h"

static void put_figures(Json *json, const char *key, const DigestFigures *figures)
{
	json_open_object(json, key);
	json_integer(json, "messages", (gint64)figures->messages);
	json_integer(json, "people", (gint64)figures->people);
	json_open_object(json, "traits");
	for (guint i = 0; i < LEDGER_TRAITS; i++)
		json_integer(json, ledger_trait_name((LedgerTrait)i), (gint64)figures->traits[i]);
	json_close_object(json);
	json_open_object(json, "handled");
	for (guint i = 0; i < LEDGER_HANDLINGS; i++)
		json_integer(json, ledger_handling_name((LedgerHandling)i),
			(gint64)figures->handlings[i]);
	json_close_object(json);
	json_close_object(json);
}

void digest_json(Json *json, const Digest *digest, const char *name)
{
	json_open_object(json, NULL);
	json_string(json, "name", name);
	json_time(json, "since", digest->since);
	json_time(json, "until", digest->until);
	put_figures(json, "now", &digest->now);
	if (digest->compared)
		put_figures(json, "before", &digest->before);
	else
		json_null(json, "before");
	json_open_array(json, "robbed");
	for (guint i = 0; i < digest->robbed->len; i++) {
		const DigestRobbed *robbed = digest->robbed->pdata[i];
		json_open_object(json, NULL);
		json_string(json, "organisation", robbed->organisation);
		json_integer(json, "messages", (gint64)robbed->messages);
		json_close_object(json);
	}
	json_close_array(json);
	json_integer(json, "robbed_persons", (gint64)digest->persons);
	json_integer(json, "robbed_own", (gint64)digest->own_robbed);
	json_close_object(json);
}
