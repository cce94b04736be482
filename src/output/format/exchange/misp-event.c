/* SPDX-License-Identifier: Apache-2.0
 *
 * The event of a MISP feed: an object with one attribute for each indicator.
 */
#include <string.h>

#include "base/i18n.h"
#include "output/format/exchange/misp.h"
#include "output/format/table.h"

/* Templates of misp-objects: what stands for an indicator of a kind. */
typedef struct Template {
	const char *name, *category, *uuid, *version, *relation, *type;
} Template;

static const Template templates[] = {
	[INDICATOR_FILE] = {"file", "file", "688c46fb-5edb-40a3-8273-1af7923e2215", "25", "sha256",
		"sha256"},
	[INDICATOR_URL] = {"url", "network", "60efb77b-40b5-4c46-871b-ed1ed999fce5", "10", "url",
		"url"},
	[INDICATOR_HOST] = {"domain-ip", "network", "43b3b146-77eb-4931-b4cc-b66c60f28734", "11",
		"domain", "domain"},
	[INDICATOR_ADDRESS] = {"domain-ip", "network", "43b3b146-77eb-4931-b4cc-b66c60f28734", "11",
		"ip", "ip-dst"},
	[INDICATOR_ACCOUNT] = {"email", "network", "a0c666e0-fc65-4be8-b48f-3423d788b552", "19",
		"from", "email-src"},
};

static void begin(const Sheet *sheet)
{
	fputs("{\"Event\":{\"Object\":[\n", sheet->stream);
}

static void put_uuid(Json *json, const Sheet *sheet, const char *what, const Indicator *indicator)
{
	char uuid[FORMAT_UUID_BYTES];
	format_uuid(sheet->release, what, indicator->value, uuid);
	json_string(json, "uuid", uuid);
}

static void put_times(Json *json, const Indicator *indicator)
{
	g_autofree char *stamp = g_strdup_printf("%" G_GINT64_FORMAT, indicator->last);
	json_string(json, "timestamp", stamp);
	json_time(json, "first_seen", indicator->first);
	json_time(json, "last_seen", indicator->last);
}

static void put_attribute(
	Json *json, const Sheet *sheet, const Template *template, const Indicator *indicator)
{
	gboolean delivered =
		indicator->kind == INDICATOR_FILE || indicator->kind == INDICATOR_ACCOUNT;
	json_open_array(json, "Attribute");
	json_open_object(json, NULL);
	put_uuid(json, sheet, "misp-attribute", indicator);
	put_times(json, indicator);
	json_string(json, "type", template->type);
	json_string(json, "category", delivered ? "Payload delivery" : "Network activity");
	json_string(json, "object_relation", template->relation);
	json_boolean(json, "to_ids", TRUE);
	json_string(json, "value", indicator->value);
	json_close_object(json);
	json_close_array(json);
}

static void put(const Sheet *sheet, const Indicator *indicator)
{
	const Template *template = &templates[indicator->kind];
	g_autofree char *comment = g_strdup_printf("confidence %u %%", indicator->confidence);
	g_autoptr(Json) json = json_new(sheet->stream);
	if (sheet->rows > 0)
		putc(',', sheet->stream);
	json_open_object(json, NULL);
	put_uuid(json, sheet, "misp-object", indicator);
	put_times(json, indicator);
	json_string(json, "name", template->name);
	json_string(json, "meta-category", template->category);
	json_string(json, "template_uuid", template->uuid);
	json_string(json, "template_version", template->version);
	json_string(json, "comment", comment);
	put_attribute(json, sheet, template, indicator);
	json_close_object(json);
}

static void put_head(Json *json, const Sheet *sheet)
{
	char uuid[FORMAT_UUID_BYTES];
	g_autofree char *stamp = g_strdup_printf("%" G_GINT64_FORMAT, sheet->release->time);
	misp_event_uuid(sheet, uuid);
	json_open_object(json, NULL);
	json_string(json, "uuid", uuid);
	misp_put_head(json, sheet);
	json_string(json, "publish_timestamp", stamp);
	json_boolean(json, "published", TRUE);
	json_open_array(json, "Attribute");
	json_close_array(json);
	json_close_object(json);
}

/* The head goes on in the object that the list of objects stands in: its brace is left out. */
static void end(const Sheet *sheet)
{
	char *head = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&head, &length);
	if (stream == NULL)
		return;
	Json *json = json_new(stream);
	put_head(json, sheet);
	json_free(json);
	fclose(stream);
	fprintf(sheet->stream, "],%s}\n", head + 1);
	free(head);
}

const Format format_misp_event = {
	.name = "misp-event",
	.file = "misp/{uuid}.json",
	.summary = N_("MISP feed: the event with its objects"),
	.begin = begin,
	.put = {[INDICATOR_FILE] = put,
		[INDICATOR_URL] = put,
		[INDICATOR_HOST] = put,
		[INDICATOR_ADDRESS] = put,
		[INDICATOR_ACCOUNT] = put},
	.end = end,
};
