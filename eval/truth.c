/* SPDX-License-Identifier: Apache-2.0
 *
 * Read as a stream of events, so that nothing is built of what is not wanted and depth is bounded.
 * Fields that are not known are passed over; one that is known must not stand twice.
 */
#include "eval/truth.h"

#include <string.h>
#include <yajl/yajl_parse.h>

#include "base/i18n.h"
#include "base/limits.h"

typedef enum {
	FIELD_NONE,
	FIELD_PROFILE,
	FIELD_CLASS,
	FIELD_FILE,
	FIELD_NUMBER,
	FIELD_SIDE,
	FIELD_CAMPAIGN,
	FIELD_VICTIM,
	FIELD_ADDRESS, /* in the victim */
} Field;

typedef struct Reader {
	Truth *truth;
	Field field; /* what the next value is for */
	guint depth;
	guint seen; /* fields, one bit each */
	gboolean in_victim;
	const char *problem; /* NULL as long as all is well */
} Reader;

static int refuse(Reader *reader, const char *problem)
{
	reader->problem = problem;
	return 0;
}

static Field field_called(const char *key, gsize length)
{
	static const char *const names[] = {[FIELD_PROFILE] = "profile",
		[FIELD_CLASS] = "class",
		[FIELD_FILE] = "file",
		[FIELD_NUMBER] = "number",
		[FIELD_SIDE] = "side",
		[FIELD_CAMPAIGN] = "campaign",
		[FIELD_VICTIM] = "victim"};
	for (guint i = FIELD_PROFILE; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i]) == length && memcmp(names[i], key, length) == 0)
			return i;
	return FIELD_NONE;
}

static int on_key(void *context, const unsigned char *key, size_t length)
{
	Reader *reader = context;
	reader->field = FIELD_NONE;
	if (reader->depth == 1)
		reader->field = field_called((const char *)key, length);
	else if (reader->depth == 2 && reader->in_victim && length == strlen("address") &&
		 memcmp(key, "address", length) == 0)
		reader->field = FIELD_ADDRESS;
	if (reader->field != FIELD_NONE && (reader->seen & 1U << reader->field) != 0)
		return refuse(reader, _("a field stands twice"));
	reader->seen |= 1U << reader->field;
	return 1;
}

/* The field that a value is for, once. Only an object may stand outside of everything. */
static int take_field(Reader *reader, Field *ret)
{
	*ret = reader->field;
	reader->field = FIELD_NONE;
	return reader->depth > 0 ? 1 : refuse(reader, _("not a JSON object"));
}

static int on_null(void *context)
{
	Field field;
	return take_field(context, &field);
}

static int on_boolean(void *context, int value)
{
	Field field;
	if (!take_field(context, &field))
		return 0;
	return field == FIELD_NONE ? 1 : refuse(context, _("a field is of another kind"));
}

static int on_number(void *context, const char *digits, size_t length)
{
	Reader *reader = context;
	Field field;
	if (!take_field(reader, &field))
		return 0;
	if (field == FIELD_NONE)
		return 1;
	guint64 number = 0;
	g_autofree char *text = g_strndup(digits, length);
	if (field != FIELD_NUMBER ||
		!g_ascii_string_to_unsigned(text, 10, 1, LIMIT_TRUTHS, &number, NULL))
		return refuse(reader, _("a field is of another kind"));
	reader->truth->number = (guint)number;
	return 1;
}

static gboolean is_clean(const char *text, gsize length)
{
	if (length > LIMIT_STRING || !g_utf8_validate_len(text, length, NULL))
		return FALSE;
	for (gsize i = 0; i < length; i++)
		if (g_ascii_iscntrl(text[i]))
			return FALSE;
	return TRUE;
}

/* The name of a group or a file: nothing that leads out of its folder. */
static gboolean is_name(const char *text, gsize length)
{
	return length > 0 && length <= LIMIT_GROUP_NAME && text[0] != '.' &&
	       memchr(text, '/', length) == NULL;
}

static int take_side(Reader *reader, const char *side)
{
	if (g_str_equal(side, verdict_side_name(SIDE_INSIDE)))
		reader->truth->side = SIDE_INSIDE;
	else if (g_str_equal(side, verdict_side_name(SIDE_OUTSIDE)))
		reader->truth->side = SIDE_OUTSIDE;
	else if (!g_str_equal(side, verdict_side_name(SIDE_UNKNOWN)))
		return refuse(reader, _("the side is neither inside nor outside"));
	return 1;
}

static int take_campaign(Reader *reader, const char *name)
{
	if (strlen(name) > LIMIT_GROUP_NAME)
		return refuse(reader, _("a name is empty, too long or leads elsewhere"));
	reader->truth->campaign = g_strdup(name);
	return 1;
}

static int take_name(Reader *reader, Field field, const char *name)
{
	Truth *truth = reader->truth;
	if (!is_name(name, strlen(name)))
		return refuse(reader, _("a name is empty, too long or leads elsewhere"));
	if (field == FIELD_FILE) {
		truth->file = g_strdup(name);
		return 1;
	}
	if (truth->group != NULL)
		return refuse(reader, _("both a profile and a class"));
	truth->attack = field == FIELD_PROFILE;
	truth->group = g_strdup(name);
	return 1;
}

static int on_string(void *context, const unsigned char *value, size_t length)
{
	Reader *reader = context;
	Field field;
	if (!take_field(reader, &field))
		return 0;
	if (field == FIELD_NONE)
		return 1;
	if (!is_clean((const char *)value, length))
		return refuse(reader, _("a field is too long or holds control characters"));
	g_autofree char *text = g_strndup((const char *)value, length);
	switch (field) {
	case FIELD_PROFILE:
	case FIELD_CLASS:
	case FIELD_FILE:
		return take_name(reader, field, text);
	case FIELD_SIDE:
		return take_side(reader, text);
	case FIELD_CAMPAIGN:
		return take_campaign(reader, text);
	case FIELD_ADDRESS:
		reader->truth->victim = g_ascii_strdown(text, -1);
		return 1;
	default:
		return refuse(reader, _("a field is of another kind"));
	}
}

static int go_deeper(Reader *reader)
{
	return ++reader->depth <= LIMIT_TRUTH_DEPTH ? 1 : refuse(reader, _("nested too deep"));
}

static int on_open_object(void *context)
{
	Reader *reader = context;
	if (reader->depth == 1 && reader->field == FIELD_VICTIM)
		reader->in_victim = TRUE;
	else if (reader->field != FIELD_NONE)
		return refuse(reader, _("a field is of another kind"));
	reader->field = FIELD_NONE;
	return go_deeper(reader);
}

static int on_close_object(void *context)
{
	Reader *reader = context;
	if (--reader->depth == 1)
		reader->in_victim = FALSE;
	return 1;
}

static int on_open_array(void *context)
{
	Reader *reader = context;
	Field field;
	if (!take_field(reader, &field))
		return 0;
	return field == FIELD_NONE ? go_deeper(reader)
				   : refuse(reader, _("a field is of another kind"));
}

static int on_close_array(void *context)
{
	Reader *reader = context;
	reader->depth--;
	return 1;
}

static const yajl_callbacks callbacks = {
	.yajl_null = on_null,
	.yajl_boolean = on_boolean,
	.yajl_number = on_number,
	.yajl_string = on_string,
	.yajl_start_map = on_open_object,
	.yajl_map_key = on_key,
	.yajl_end_map = on_close_object,
	.yajl_start_array = on_open_array,
	.yajl_end_array = on_close_array,
};

static gboolean is_json(Reader *reader, const char *line, gsize length)
{
	yajl_handle handle = yajl_alloc(&callbacks, NULL, reader);
	gboolean valid =
		yajl_parse(handle, (const unsigned char *)line, length) == yajl_status_ok &&
		yajl_complete_parse(handle) == yajl_status_ok;
	yajl_free(handle);
	return valid;
}

/* What is missing or does not go together; NULL when nothing is. */
static const char *complain(const Truth *truth)
{
	if (truth->group == NULL)
		return _("neither a profile nor a class");
	if (truth->number == 0)
		return _("no number");
	if (truth->attack && (truth->victim == NULL || truth->victim[0] == '\0'))
		return _("a profile without its victim's address");
	return NULL;
}

static void fill(Truth *truth)
{
	if (truth->file == NULL)
		truth->file = g_strconcat(truth->group, ".mbox", NULL);
	if (truth->victim == NULL)
		truth->victim = g_strdup("");
	if (truth->campaign == NULL)
		truth->campaign = g_strdup("");
}

gboolean truth_parse(const char *line, gsize length, Truth *ret, const char **ret_problem)
{
	*ret = (Truth){0};
	Reader reader = {.truth = ret};
	if (length > LIMIT_TRUTH_LINE)
		reader.problem = _("the line is too long");
	else if (!is_json(&reader, line, length) && reader.problem == NULL)
		reader.problem = _("not a JSON object");
	if (reader.problem == NULL)
		reader.problem = complain(ret);
	if (reader.problem == NULL) {
		fill(ret);
		return TRUE;
	}
	*ret_problem = reader.problem;
	truth_clear(ret);
	return FALSE;
}

void truth_clear(Truth *truth)
{
	g_free(truth->group);
	g_free(truth->file);
	g_free(truth->victim);
	g_free(truth->campaign);
	*truth = (Truth){0};
}
