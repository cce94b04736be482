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

/* Longer than any name of a type with its UUID. */
#define ID_BYTES   (sizeof "marking-definition--" + FORMAT_UUID_BYTES)
#define TIME_BYTES sizeof "2020-01-30T10:00:00.000Z"

/* What the objects of one indicator have in common, put together once: there are many. */
typedef struct Entry {
	Json *json;
	const Sheet *sheet;
	const Indicator *indicator;
	char identity[ID_BYTES], campaign[ID_BYTES], id[ID_BYTES];
	char first[TIME_BYTES], last[TIME_BYTES], expires[TIME_BYTES];
} Entry;

static void make_id(const Sheet *sheet, const char *type, const char *value, char out[ID_BYTES])
{
	gint length = g_snprintf(out, ID_BYTES, "%s--", type);
	format_uuid(sheet->release, type, value, out + length);
}

/* With milliseconds, which the standard asks for in created and modified. */
static void make_time(gint64 time, char out[TIME_BYTES])
{
	g_autofree char *seconds = indicator_time(time);
	g_strlcpy(out, seconds, sizeof "2020-01-30T10:00:00");
	g_strlcat(out, ".000Z", TIME_BYTES);
}

/* What all objects have but markings. */
static void open_object(const Entry *entry, const char *type, const char *id, const char *created,
	const char *modified)
{
	Json *json = entry->json;
	json_open_object(json, NULL);
	json_string(json, "type", type);
	json_string(json, "spec_version", "2.1");
	json_string(json, "id", id);
	json_string(json, "created", created);
	json_string(json, "modified", modified);
	if (id != entry->identity)
		json_string(json, "created_by_ref", entry->identity);
	json_open_array(json, "object_marking_refs");
	json_string(json, NULL, tlp_marks[mark_of(entry->sheet)].id);
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

static Entry entry_of(Json *json, const Sheet *sheet)
{
	Entry entry = {.json = json, .sheet = sheet};
	make_id(sheet, "identity", "kith", entry.identity);
	make_id(sheet, "attack-pattern", "kith", entry.campaign);
	return entry;
}

static void begin(const Sheet *sheet)
{
	char uuid[FORMAT_UUID_BYTES], origin[TIME_BYTES], time[TIME_BYTES];
	g_autoptr(Json) json = json_new(sheet->stream);
	Entry entry = entry_of(json, sheet);
	make_time(0, origin);
	make_time(sheet->release->time, time);
	format_uuid(sheet->release, "bundle", "kith", uuid);
	fprintf(sheet->stream, "{\"type\":\"bundle\",\"id\":\"bundle--%s\",\"objects\":[\n", uuid);
	put_marking(json, sheet);
	putc(',', sheet->stream);
	open_object(&entry, "identity", entry.identity, origin, origin);
	json_string(json, "name", "kith");
	json_string(json, "identity_class", "system");
	json_close_object(json);
	putc(',', sheet->stream);
	open_object(&entry, "attack-pattern", entry.campaign, origin, time);
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

static void put_indicator(const Entry *entry)
{
	Json *json = entry->json;
	g_autofree char *pattern = pattern_of(entry->indicator);
	open_object(entry, "indicator", entry->id, entry->first, entry->last);
	json_string(json, "name", entry->indicator->value);
	json_open_array(json, "indicator_types");
	json_string(json, NULL, "malicious-activity");
	json_close_array(json);
	json_integer(json, "confidence", entry->indicator->confidence);
	json_string(json, "pattern", pattern);
	json_string(json, "pattern_type", "stix");
	json_string(json, "valid_from", entry->first);
	json_string(json, "valid_until", entry->expires);
	json_close_object(json);
}

/* The number of sightings is bounded by the standard. */
static void put_sighting(const Entry *entry)
{
	char id[ID_BYTES];
	make_id(entry->sheet, "sighting", entry->indicator->value, id);
	open_object(entry, "sighting", id, entry->first, entry->last);
	json_string(entry->json, "first_seen", entry->first);
	json_string(entry->json, "last_seen", entry->last);
	json_integer(entry->json, "count", (gint64)MIN(entry->indicator->messages, 999999999));
	json_string(entry->json, "sighting_of_ref", entry->id);
	json_close_object(entry->json);
}

static void put_relation(const Entry *entry)
{
	char id[ID_BYTES];
	make_id(entry->sheet, "relationship", entry->indicator->value, id);
	open_object(entry, "relationship", id, entry->first, entry->last);
	json_string(entry->json, "relationship_type", "indicates");
	json_string(entry->json, "source_ref", entry->id);
	json_string(entry->json, "target_ref", entry->campaign);
	json_close_object(entry->json);
}

static void put(const Sheet *sheet, const Indicator *indicator)
{
	static void (*const parts[])(const Entry *) = {put_indicator, put_sighting, put_relation};
	g_autoptr(Json) json = json_new(sheet->stream);
	Entry entry = entry_of(json, sheet);
	entry.indicator = indicator;
	make_id(sheet, "indicator", indicator->value, entry.id);
	make_time(indicator->first, entry.first);
	make_time(indicator->last, entry.last);
	make_time(indicator->expires, entry.expires);
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++) {
		putc(',', sheet->stream);
		parts[i](&entry);
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
