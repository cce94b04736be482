/* SPDX-License-Identifier: Apache-2.0
 *
 * The manifest of a MISP feed, by which MISP tells whether the event has changed.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/exchange/misp.h"
#include "output/format/table.h"

void misp_event_uuid(const Sheet *sheet, char out[FORMAT_UUID_BYTES])
{
	format_uuid(sheet->release, "release", "misp-event", out);
}

static void put_tag(Json *json, const Sheet *sheet)
{
	g_autofree char *mark = g_ascii_strdown(sheet->release->tlp, -1);
	g_autofree char *name = g_strconcat("tlp:", mark, NULL);
	json_open_array(json, "Tag");
	json_open_object(json, NULL);
	json_string(json, "name", name);
	json_string(json, "colour", "#FFC000");
	json_close_object(json);
	json_close_array(json);
}

void misp_put_head(Json *json, const Sheet *sheet)
{
	char uuid[FORMAT_UUID_BYTES];
	g_autofree char *time = indicator_time(sheet->release->time);
	g_autofree char *date = g_strndup(time, strlen("2020-01-30"));
	g_autofree char *stamp = g_strdup_printf("%" G_GINT64_FORMAT, sheet->release->time);
	format_uuid(sheet->release, "identity", "kith", uuid);
	json_string(json, "info", "Hijacked mail conversations, seen by kith");
	json_string(json, "date", date);
	json_string(json, "timestamp", stamp);
	json_string(json, "analysis", "2");
	json_string(json, "threat_level_id", "2");
	json_open_object(json, "Orgc");
	json_string(json, "name", "kith");
	json_string(json, "uuid", uuid);
	json_close_object(json);
	put_tag(json, sheet);
}

static void begin(const Sheet *sheet)
{
	char uuid[FORMAT_UUID_BYTES];
	g_autoptr(Json) json = json_new(sheet->stream);
	misp_event_uuid(sheet, uuid);
	json_open_object(json, NULL);
	json_open_object(json, uuid);
	misp_put_head(json, sheet);
	json_close_object(json);
	json_close_object(json);
}

const Format format_misp_manifest = {
	.name = "misp-manifest",
	.file = "misp/manifest.json",
	.summary = N_("MISP feed: its manifest"),
	.begin = begin,
};
