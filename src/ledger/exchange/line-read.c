/* SPDX-License-Identifier: Apache-2.0
 *
 * One JSON object to a message, login or password of the ledger. yajl's tree is freed by recursion,
 * so depth is bounded before there is one; the line's length bounds all else. A field that stands
 * twice counts once.
 */
#include <string.h>
#include <yajl/yajl_tree.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "ledger/exchange/line.h"

enum { last_track_kind = 255, most_traits = 64 };

typedef struct Reader {
	const char *problem; /* the first; NULL as long as all is well */
} Reader;

static void refuse(Reader *reader, const char *problem)
{
	if (reader->problem == NULL)
		reader->problem = problem;
}

/* The end of the string that begins before AT. */
static const char *end_of_string(const char *at, const char *end)
{
	while (at < end && *at != '"')
		at += *at == '\\' && end - at > 1 ? 2 : 1;
	return at;
}

static gboolean is_flat(const char *text, gsize length)
{
	guint depth = 0;
	for (const char *at = text, *end = text + length; at < end; at++) {
		if (*at == '"')
			at = end_of_string(at + 1, end);
		else if (*at == '[' || *at == '{')
			depth++;
		else if ((*at == ']' || *at == '}') && depth > 0)
			depth--;
		if (depth > LIMIT_LEDGER_DEPTH)
			return FALSE;
	}
	return TRUE;
}

static yajl_val parse(Reader *reader, const char *text, gsize length)
{
	char problem[1];
	if (length > LIMIT_LEDGER_LINE || memchr(text, '\0', length) != NULL ||
		!is_flat(text, length)) {
		refuse(reader, _("the line is too long or nested too deep"));
		return NULL;
	}
	g_autofree char *terminated = g_strndup(text, length);
	yajl_val tree = yajl_tree_parse(terminated, problem, sizeof problem);
	if (tree == NULL || !YAJL_IS_OBJECT(tree))
		refuse(reader, _("not a JSON object"));
	return tree;
}

static yajl_val get(yajl_val object, const char *name)
{
	const char *path[] = {name, NULL};
	yajl_val value = yajl_tree_get(object, path, yajl_t_any);
	return value != NULL && !YAJL_IS_NULL(value) ? value : NULL;
}

/* "" when there is none. */
static const char *get_text(Reader *reader, yajl_val object, const char *name)
{
	yajl_val value = get(object, name);
	if (value == NULL)
		return "";
	if (YAJL_IS_STRING(value))
		return YAJL_GET_STRING(value);
	refuse(reader, _("a field is of another kind"));
	return "";
}

static double get_number(
	Reader *reader, yajl_val object, const char *name, double least, double most)
{
	yajl_val value = get(object, name);
	if (value == NULL)
		return 0;
	if (!YAJL_IS_NUMBER(value)) {
		refuse(reader, _("a field is of another kind"));
		return 0;
	}
	/* Not as yajl reads it: with the decimal point of the locale. */
	double number = g_ascii_strtod(YAJL_GET_NUMBER(value), NULL);
	if (number >= least && number <= most)
		return number;
	refuse(reader, _("a number is out of bounds"));
	return 0;
}

static gint64 get_time(Reader *reader, yajl_val object, const char *name)
{
	return (gint64)get_number(reader, object, name, 0, (double)LIMIT_TIME);
}

/* The index of the text in the first COUNT names. */
static guint get_kind(Reader *reader, yajl_val object, const char *name,
	const char *(*name_of)(guint), guint count)
{
	const char *text = get_text(reader, object, name);
	for (guint i = 0; i < count; i++)
		if (strcmp(name_of(i), text) == 0)
			return i;
	refuse(reader, _("a field has a value that is not known"));
	return 0;
}

/* What TEXT has as hexadecimal digits, at most SIZE bytes into RET; their number. */
static gsize read_hex(Reader *reader, const char *text, guint8 *ret, gsize size)
{
	gsize length = strlen(text) / 2;
	if (strlen(text) % 2 != 0 || length > size) {
		refuse(reader, _("a field is not in hexadecimal digits, or too long"));
		return 0;
	}
	for (gsize i = 0; i < 2 * length; i++) {
		gint digit = g_ascii_xdigit_value(text[i]);
		if (digit < 0)
			refuse(reader, _("a field is not in hexadecimal digits, or too long"));
		ret[i / 2] = (guint8)(ret[i / 2] << 4 | (digit & 15));
	}
	return length;
}

static guint64 get_hash(Reader *reader, yajl_val object, const char *name)
{
	guint8 bytes[8] = {0};
	guint64 hash = 0;
	gsize length = read_hex(reader, get_text(reader, object, name), bytes, sizeof bytes);
	for (gsize i = 0; i < length; i++)
		hash = hash << 8 | bytes[i];
	return hash;
}

static LedgerMailbox get_mailbox(Reader *reader, yajl_val object)
{
	if (object == NULL)
		return (LedgerMailbox){"", ""};
	if (!YAJL_IS_OBJECT(object))
		refuse(reader, _("a field is of another kind"));
	return (LedgerMailbox){
		get_text(reader, object, "address"), get_text(reader, object, "organisation")};
}

static void read_recipient(Reader *reader, yajl_val object, Line *line)
{
	LedgerMailbox recipient = get_mailbox(reader, object);
	g_array_append_val(line->recipients, recipient);
}

static void read_candidate(Reader *reader, yajl_val object, Line *line)
{
	yajl_val repaired = get(object, "repaired");
	yajl_val claimed = get(object, "claimed");
	LedgerCandidate candidate = {
		.mailbox = get_mailbox(reader, object),
		.name = get_text(reader, object, "name"),
		.weight = get_number(reader, object, "weight", 0, 1),
		.repaired = YAJL_IS_TRUE(repaired),
		.claimed = YAJL_IS_TRUE(claimed),
		.side = get_kind(reader, object, "side", (const char *(*)(guint))ledger_side_name,
			LEDGER_OUTSIDE + 1),
	};
	g_array_append_val(line->candidates, candidate);
}

static void read_indicator(Reader *reader, yajl_val object, Line *line)
{
	LedgerIndicator indicator = {
		.kind = get_kind(reader, object, "kind",
			(const char *(*)(guint))ledger_indicator_name, LEDGER_INDICATOR_KINDS),
		.value = get_text(reader, object, "value"),
	};
	g_array_append_val(line->indicators, indicator);
}

static void read_track(Reader *reader, yajl_val object, Line *line)
{
	LedgerTrack track = {
		.kind = (guint)get_number(reader, object, "kind", 0, last_track_kind),
		.hash = get_hash(reader, object, "hash"),
	};
	g_array_append_val(line->tracks, track);
}

/* Give each object in the array NAME to READ; more than MOST are refused. */
static void read_array(Reader *reader, Line *line, const char *name, guint most,
	void (*read)(Reader *, yajl_val, Line *))
{
	yajl_val array = get(line->tree, name);
	if (array == NULL)
		return;
	if (!YAJL_IS_ARRAY(array) || array->u.array.len > most) {
		refuse(reader, _("a list is none or too long"));
		return;
	}
	for (gsize i = 0; i < array->u.array.len && reader->problem == NULL; i++) {
		if (YAJL_IS_OBJECT(array->u.array.values[i]))
			read(reader, array->u.array.values[i], line);
		else
			refuse(reader, _("a field is of another kind"));
	}
}

/* Traits that are not known are a newer program's. */
static guint32 get_traits(Reader *reader, yajl_val object)
{
	yajl_val array = get(object, "traits");
	guint32 traits = 0;
	if (array == NULL)
		return 0;
	if (!YAJL_IS_ARRAY(array) || array->u.array.len > most_traits) {
		refuse(reader, _("a list is none or too long"));
		return 0;
	}
	for (gsize i = 0; i < array->u.array.len; i++) {
		const char *name = YAJL_GET_STRING(array->u.array.values[i]);
		for (guint trait = 0; name != NULL && trait < LEDGER_TRAITS; trait++)
			if (strcmp(name, ledger_trait_name((LedgerTrait)trait)) == 0)
				traits |= (guint32)1 << trait;
	}
	return traits;
}

static void read_message(Reader *reader, Line *line)
{
	yajl_val tree = line->tree;
	LedgerMessage *message = &line->message;
	if (read_hex(reader, get_text(reader, tree, "identity"), message->identity,
		    sizeof message->identity) != sizeof message->identity)
		refuse(reader, _("no identity"));
	message->verdict = get_kind(reader, tree, "verdict",
		(const char *(*)(guint))ledger_verdict_name, LEDGER_UNSCANNABLE + 1);
	message->score = get_number(reader, tree, "score", -1e6, 1e6);
	message->time = get_time(reader, tree, "time");
	message->recorded = get_time(reader, tree, "recorded");
	message->message_id = get_text(reader, tree, "message_id");
	message->sender = get_mailbox(reader, get(tree, "sender"));
	message->claimed = get_mailbox(reader, get(tree, "claimed"));
	message->claimed_name =
		get(tree, "claimed") != NULL ? get_text(reader, get(tree, "claimed"), "name") : "";
	message->host = get_text(reader, tree, "host");
	message->client = get_text(reader, tree, "client");
	message->peer = get_text(reader, tree, "peer");
	message->traits = get_traits(reader, tree);
	message->subject_key = get_hash(reader, tree, "subject_key");
	message->conversation_key = get_hash(reader, tree, "conversation_key");
}

static LedgerRun get_run(Reader *reader, yajl_val object)
{
	return (LedgerRun){get_text(reader, object, "tag"), get_text(reader, object, "sample")};
}

static void read_login(Reader *reader, yajl_val object, Line *line)
{
	line->kind = LINE_LOGIN;
	line->login = (LedgerLogin){
		.account = get_text(reader, object, "account"),
		.organisation = get_text(reader, object, "organisation"),
		.host = get_text(reader, object, "host"),
		.mechanism = get_text(reader, object, "mechanism"),
		.first = get_time(reader, object, "first"),
		.last = get_time(reader, object, "last"),
		.recorded = get_time(reader, object, "recorded"),
		.run = get_run(reader, object),
	};
}

/* Nothing but a hash is taken for one: what is no hash may be a password. */
static void read_password(Reader *reader, yajl_val object, Line *line)
{
	line->kind = LINE_PASSWORD;
	line->password = (LedgerPasswordRow){
		.account = get_text(reader, object, "account"),
		.hash = get_text(reader, object, "hash"),
		.recorded = get_time(reader, object, "recorded"),
	};
	if (!g_str_has_prefix(line->password.hash, "$argon2id$"))
		refuse(reader, _("a password's hash is none of Argon2id"));
}

static void read_sightings(Reader *reader, Line *line)
{
	LedgerMessage *message = &line->message;
	message->source = get_kind(reader, line->tree, "source",
		(const char *(*)(guint))ledger_source_name, LEDGER_SOURCES);
	line->event = g_malloc0(LIMIT_STRING);
	message->event.data = (const char *)line->event;
	message->event.length =
		read_hex(reader, get_text(reader, line->tree, "event"), line->event, LIMIT_STRING);
	message->run = get_run(reader, line->tree);
	read_array(reader, line, "recipients", LIMIT_LEDGER_RECIPIENTS, read_recipient);
	message->recipients = (const LedgerMailbox *)line->recipients->data;
	message->recipient_count = line->recipients->len;
}

static void read_contents(Reader *reader, Line *line)
{
	LedgerMessage *message = &line->message;
	read_array(reader, line, "candidates", LIMIT_LEDGER_CANDIDATES, read_candidate);
	read_array(reader, line, "indicators", LIMIT_LEDGER_INDICATORS, read_indicator);
	read_array(reader, line, "tracks", LIMIT_LEDGER_TRACKS, read_track);
	message->candidates = (const LedgerCandidate *)line->candidates->data;
	message->candidate_count = line->candidates->len;
	message->indicators = (const LedgerIndicator *)line->indicators->data;
	message->indicator_count = line->indicators->len;
	message->tracks = (const LedgerTrack *)line->tracks->data;
	message->track_count = line->tracks->len;
}

static void read_kind(Reader *reader, Line *line)
{
	yajl_val login = get(line->tree, "login"), password = get(line->tree, "password");
	if (YAJL_IS_OBJECT(login)) {
		read_login(reader, login, line);
		return;
	}
	if (YAJL_IS_OBJECT(password)) {
		read_password(reader, password, line);
		return;
	}
	read_message(reader, line);
	if (reader->problem == NULL)
		read_sightings(reader, line);
	if (reader->problem == NULL)
		read_contents(reader, line);
}

gboolean line_read(const char *text, gsize length, Line *ret, const char **ret_problem)
{
	Reader reader = {0};
	*ret = (Line){.recipients = g_array_new(FALSE, FALSE, sizeof(LedgerMailbox)),
		.candidates = g_array_new(FALSE, FALSE, sizeof(LedgerCandidate)),
		.indicators = g_array_new(FALSE, FALSE, sizeof(LedgerIndicator)),
		.tracks = g_array_new(FALSE, FALSE, sizeof(LedgerTrack))};
	ret->tree = parse(&reader, text, length);
	if (reader.problem == NULL)
		read_kind(&reader, ret);
	if (reader.problem == NULL)
		return TRUE;
	*ret_problem = reader.problem;
	line_clear(ret);
	return FALSE;
}

void line_clear(Line *line)
{
	if (line->tree != NULL)
		yajl_tree_free(line->tree);
	g_clear_pointer(&line->recipients, g_array_unref);
	g_clear_pointer(&line->candidates, g_array_unref);
	g_clear_pointer(&line->indicators, g_array_unref);
	g_clear_pointer(&line->tracks, g_array_unref);
	g_free(line->event);
	*line = (Line){0};
}

gboolean line_is_header(const char *text, gsize length)
{
	Reader reader = {0};
	yajl_val tree = parse(&reader, text, length);
	gboolean is_one = reader.problem == NULL &&
			  strcmp(get_text(&reader, tree, "format"), LINE_FORMAT) == 0 &&
			  get_number(&reader, tree, "version", 1, LINE_VERSION) >= 1;
	if (tree != NULL)
		yajl_tree_free(tree);
	return is_one && reader.problem == NULL;
}
