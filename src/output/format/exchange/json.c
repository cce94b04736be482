/* SPDX-License-Identifier: Apache-2.0
 *
 * JSON, one object a line.
 */
#include "output/json.h"
#include "base/i18n.h"
#include "output/format/table.h"

static void put(const Sheet *sheet, const Indicator *indicator)
{
	g_autoptr(Json) json = json_new(sheet->stream);
	json_open_object(json, NULL);
	json_string(json, "kind", indicator_kind_name(indicator->kind));
	json_string(json, "value", indicator->value);
	json_integer(json, "confidence", indicator->confidence);
	json_integer(json, "messages", (gint64)indicator->messages);
	json_time(json, "first", indicator->first);
	json_time(json, "last", indicator->last);
	json_time(json, "expires", indicator->expires);
	json_string(json, "tlp", sheet->release->tlp);
	json_close_object(json);
}

const Format format_json = {
	.name = "json",
	.file = "kith.jsonl",
	.summary = N_("everything, as JSON lines"),
	.put = {put, put, put, put, put, put, put},
};
