/* SPDX-License-Identifier: Apache-2.0
 *
 * STIX 2.1: a bundle with an indicator, a sighting of it and its relation to the attack pattern for
 * each. Identifiers follow from the values, times from the data: the same again is the same bundle.
 * Objects are written one by one; a stream of JSON lines becomes an array by the commas between.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/table.h"
#include "output/json.h"

/* The marks of TLP 2.0 and the extension that they are, as OASIS publishes them. */
static const char tlp_extension[] = "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d";
static const struct {
	const char *mark, *value, *id;
} tlp_marks[] = {
	{"CLEAR", "clear", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487"},
	{"GREEN", "green", "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb"},
	{"AMBER", "amber", "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"},
	{"AMBER+STRICT", "amber+strict",
		"marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"},
	{"RED", "red", "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1"},
};

static guint mark_of(const Sheet *sheet)
{
	guint i = 0;
	while (i + 1 < G_N_ELEMENTS(tlp_marks) &&
		strcmp(tlp_marks[i].mark, sheet->release->tlp) != 0)
		i++;
	return i;
}

static void put_id(
	Json *json, const Sheet *sheet, const char *key, const char *type, const char *value)
{
	char uuid[FORMAT_UUID_BYTES];
	format_uuid(sheet->release, type, value, uuid);
	g_autofree char *id = g_strdup_printf("%s--%s", type, uuid);
	json_string(json, key, id);
}

/* With milliseconds, which the standard asks for in created and modified. */
static void put_time(Json *json, const char *key, gint64 time)
{
	g_autofree char *seconds = indicator_time(time);
	g_autofree char *text = g_strdup_printf("%.19s.000Z", seconds);
	json_string(json, key, text);
}

/* What all objects have but markings. */
static void open_object(Json *json, const Sheet *sheet, const char *type, const char *value,
	gint64 created, gint64 modified)
{
	json_open_object(json, NULL);
	json_string(json, "type", type);
	json_string(json, "spec_version", "2.1");
	put_id(json, sheet, "id", type, value);
	put_time(json, "created", created);
	put_time(json, "modified", modified);
	if (strcmp(type, "identity") != 0)
		put_id(json, sheet, "created_by_ref", "identity", "kith");
	json_open_array(json, "object_marking_refs");
	json_string(json, NULL, tlp_marks[mark_of(sheet)].id);
	json_close_array(json);
}

static void put_marking(Json *json, const Sheet *sheet)
{
	guint mark = mark_of(sheet);
	g_autofree char *name = g_strconcat("TLP:", tlp_marks[mark].mark, NULL);
	json_open_object(json, NULL);
	json_string(json, "type", "marking-definition");
	json_string(json, "spec_version", "2.1");
	json_string(json, "id", tlp_marks[mark].id);
	json_string(json, "created", "2022-10-01T00:00:00.000Z");
	json_string(json, "name", name);
	json_open_object(json, "extensions");
	json_open_object(json, tlp_extension);
	json_string(json, "extension_type", "property-extension");
	json_string(json, "tlp_2_0", tlp_marks[mark].value);
	json_close_object(json);
	json_close_object(json);
	json_close_object(json);
}

static void begin(const Sheet *sheet)
{
	char uuid[FORMAT_UUID_BYTES];
	gint64 time = sheet->release->time;
	g_autoptr(Json) json = json_new(sheet->stream);
	format_uuid(sheet->release, "bundle", "kith", uuid);
	fprintf(sheet->stream, "{\"type\":\"bundle\",\"id\":\"bundle--%s\",\"objects\":[\n", uuid);
	put_marking(json, sheet);
	putc(',', sheet->stream);
	open_object(json, sheet, "identity", "kith", 0, 0);
	json_string(json, "name", "kith");
	json_string(json, "identity_class", "system");
	json_close_object(json);
	putc(',', sheet->stream);
	open_object(json, sheet, "attack-pattern", "kith", 0, time);
	json_string(json, "name", "Hijacked mail conversations");
	json_string(
		json, "description", "Replies to stolen mail, sent through other robbed accounts.");
	json_close_object(json);
}

/* Values hold neither quotes nor backslashes that would end the string, but "'". */
static char *pattern_of(const Indicator *indicator)
{
	static const char *const paths[] = {[INDICATOR_FILE] = "file:hashes.'SHA-256'",
		[INDICATOR_URL] = "url:value",
		[INDICATOR_HOST] = "domain-name:value",
		[INDICATOR_ACCOUNT] = "email-message:from_ref.value"};
	gboolean is_ipv6 = strchr(indicator->value, ':') != NULL;
	const char *path = indicator->kind != INDICATOR_ADDRESS ? paths[indicator->kind]
			   : is_ipv6                            ? "ipv6-addr:value"
								: "ipv4-addr:value";
	g_auto(GStrv) parts = g_strsplit(indicator->value, "'", -1);
	g_autofree char *value = g_strjoinv("\\'", parts);
	return g_strdup_printf("[%s = '%s']", path, value);
}

static void put_indicator(Json *json, const Sheet *sheet, const Indicator *indicator)
{
	g_autofree char *pattern = pattern_of(indicator);
	open_object(json, sheet, "indicator", indicator->value, indicator->first, indicator->last);
	json_string(json, "name", indicator->value);
	json_open_array(json, "indicator_types");
	json_string(json, NULL, "malicious-activity");
	json_close_array(json);
	json_integer(json, "confidence", indicator->confidence);
	json_string(json, "pattern", pattern);
	json_string(json, "pattern_type", "stix");
	put_time(json, "valid_from", indicator->first);
	put_time(json, "valid_until", indicator->expires);
	json_close_object(json);
}

/* The number of sightings is bounded by the standard. */
static void put_sighting(Json *json, const Sheet *sheet, const Indicator *indicator)
{
	open_object(json, sheet, "sighting", indicator->value, indicator->first, indicator->last);
	put_time(json, "first_seen", indicator->first);
	put_time(json, "last_seen", indicator->last);
	json_integer(json, "count", (gint64)MIN(indicator->messages, 999999999));
	put_id(json, sheet, "sighting_of_ref", "indicator", indicator->value);
	json_close_object(json);
}

static void put_relation(Json *json, const Sheet *sheet, const Indicator *indicator)
{
	open_object(
		json, sheet, "relationship", indicator->value, indicator->first, indicator->last);
	json_string(json, "relationship_type", "indicates");
	put_id(json, sheet, "source_ref", "indicator", indicator->value);
	put_id(json, sheet, "target_ref", "attack-pattern", "kith");
	json_close_object(json);
}

static void put(const Sheet *sheet, const Indicator *indicator)
{
	static void (*const parts[])(Json *, const Sheet *, const Indicator *) = {
		put_indicator, put_sighting, put_relation};
	g_autoptr(Json) json = json_new(sheet->stream);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		putc(',', sheet->stream);
		parts[i](json, sheet, indicator);
	}
}

static void end(const Sheet *sheet)
{
	fputs("]}\n", sheet->stream);
}

const Format format_stix = {
	.name = "stix",
	.file = "kith-stix.json",
	.summary = N_("STIX 2.1: indicators, sightings and relations"),
	.begin = begin,
	.put = {[INDICATOR_FILE] = put,
		[INDICATOR_URL] = put,
		[INDICATOR_HOST] = put,
		[INDICATOR_ADDRESS] = put,
		[INDICATOR_ACCOUNT] = put},
	.end = end,
};
