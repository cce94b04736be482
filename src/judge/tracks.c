/* SPDX-License-Identifier: Apache-2.0
 *
 * Which files, links and lines of a message are worth remembering.
 */
#include "judge/tracks.h"

#include <string.h>

#include "judge/situation.h"
#include "mail/author.h"
#include "mail/text/skeleton.h"
#include "memory/identity.h"
#include "memory/recall/quote.h"

/* Of each kind, so that many of one do not keep out the others. */
enum { most_of_kind = 8 };
/* Of a message with nothing to open: where footers stand. */
enum { last_lines = 2 };
/* A shorter line ("Thanks, Bob") is anybody's. A CJK character says about as much as three. */
enum { shortest_line = 30, cjk_letters = 3 };
/* Of the form of a link; what is longer is the same from there on. */
static const gsize longest_form = 64;
/* A conversation that nobody wrote in for a month has come to rest. */
static const gint64 seconds_of_rest = 30 * 24 * 3600;
/* Less than this to click or open, and a message has no part in a campaign. */
static const double least_danger = 0.1;
/* Honest people attach documents with the same few words: form and text tell only above this. */
static const double telling_danger = 0.4;

static void add(GArray *tracks, CampaignKind kind, Span bytes)
{
	guint have = 0;
	for (guint i = 0; i < tracks->len; i++)
		have += g_array_index(tracks, Track, i).kind == kind;
	if (have >= most_of_kind)
		return;
	Track track = track_of(kind, bytes);
	g_array_append_val(tracks, track);
}

/* "Rechnung_2020-09.doc" and "Rechnung_2020-11.doc" are "rechnung_9-9.doc". */
static char *name_form(const char *name)
{
	GString *form = g_string_new(NULL);
	for (const char *at = name; *at != '\0'; at++) {
		char c = g_ascii_isdigit(*at) ? '9' : g_ascii_tolower(*at);
		if (c != '9' || form->len == 0 || form->str[form->len - 1] != '9')
			g_string_append_c(form, c);
	}
	return g_string_free(form, FALSE);
}

/* Half a power of two, so that padding and names of different length fall together. */
static guint size_class(guint64 size)
{
	guint bits = g_bit_storage((gulong)size);
	guint half = bits > 1 ? (guint)(size >> (bits - 2)) & 1 : 0;
	return 2 * bits + half;
}

static void add_file(GArray *tracks, const Attachment *attachment)
{
	PayloadKind kind = payload_attachment_kind(attachment);
	if (kind == PAYLOAD_NONE || attachment->size == 0 ||
		(attachment->flags & ATTACHMENT_INLINE))
		return;
	add(tracks, CAMPAIGN_FILE, span_new(attachment->sha256, sizeof attachment->sha256));
	if (payload_danger(kind) < telling_danger)
		return;
	g_autofree char *form = name_form(attachment->name);
	g_autofree char *shape =
		g_strdup_printf("%d %u %s", (int)kind, size_class(attachment->size), form);
	add(tracks, CAMPAIGN_SHAPE, span_new(shape, strlen(shape)));
}

/* Appends the form of the next segment of a path, LENGTH bytes at SEGMENT: "x7k2" is "~4", "2020"
 * is "9", a word stays. Is it one of letters and digits mixed, as made by a machine? */
static gboolean add_segment(GString *form, const char *segment, gsize length)
{
	gboolean digits = FALSE, letters = FALSE;
	for (gsize i = 0; i < length; i++) {
		digits |= g_ascii_isdigit(segment[i]);
		letters |= !g_ascii_isdigit(segment[i]);
	}
	if (digits && letters)
		g_string_append_printf(form, "~%" G_GSIZE_FORMAT, length);
	else if (digits)
		g_string_append_c(form, '9');
	else
		g_string_append_len(form, segment, (gssize)length);
	return digits && letters;
}

/* The form of what follows the host in URL, "" when nothing of it looks made by a machine: then
 * many sites have the like. New string. */
static char *path_form(const char *url)
{
	const char *host = strstr(url, "://");
	const char *at = host != NULL ? strchr(host + 3, '/') : NULL;
	g_autoptr(GString) form = g_string_new(NULL);
	gboolean made = FALSE;
	while (at != NULL && *at != '\0' && form->len < longest_form) {
		g_string_append_c(form, *at++);
		gsize length = strcspn(at, "/.?&=#");
		made |= add_segment(form, at, MIN(length, longest_form));
		at += length;
	}
	return g_strdup(made ? form->str : "");
}

static void add_links(GArray *tracks, const Facts *facts, const Recall *recall)
{
	for (guint i = 0; i < facts->links->len; i++) {
		const Link *link = facts->links->pdata[i];
		if (payload_link_kind(facts, recall, i) == PAYLOAD_NONE)
			continue;
		add(tracks, CAMPAIGN_LINK, span_new(link->site, strlen(link->site)));
		g_autofree char *form = path_form(link->url);
		if (form[0] != '\0')
			add(tracks, CAMPAIGN_PATH, span_new(form, strlen(form)));
	}
}

/* People answer late, and one such answer is nothing; several at once are another matter. */
static void add_account(GArray *tracks, const Facts *facts, const Recall *recall)
{
	const Continued *continued =
		recall->continued->len > 0 ? recall->continued->pdata[0] : NULL;
	gint64 time = identity_time(facts);
	if (continued == NULL || !continued->sender_in_it || continued->last == 0 ||
		time < continued->last + seconds_of_rest)
		return;
	g_autoptr(Author) author = author_of(facts);
	add(tracks, CAMPAIGN_ACCOUNT, span_new(author->address, strlen(author->address)));
}

static guint weight_of_line(const char *skeleton)
{
	guint letters = 0;
	for (const char *at = skeleton; *at != '\0'; at = g_utf8_next_char(at))
		letters += quote_is_cjk(g_utf8_get_char(at)) ? cjk_letters : 1;
	return letters;
}

static void add_line(GArray *tracks, const char *line)
{
	g_autofree char *skeleton = skeleton_of(span_new(line, strlen(line)));
	if (weight_of_line(skeleton) >= shortest_line)
		add(tracks, CAMPAIGN_LURE, span_new(skeleton, strlen(skeleton)));
}

static void add_lines(GArray *tracks, const char *own_text)
{
	g_auto(GStrv) lines = g_strsplit(own_text, "\n", 64);
	for (guint i = 0; lines[i] != NULL; i++)
		add_line(tracks, lines[i]);
}

/* The last lines of OWN_TEXT are no lure: here they stand and there is nothing to open. */
static void clear_last_lines(GArray *tracks, const char *own_text)
{
	gsize end = strlen(own_text);
	for (guint i = 0; i < 4 && end > 0 && tracks->len < last_lines; i++) {
		const char *before = memrchr(own_text, '\n', end);
		gsize start = before != NULL ? (gsize)(before + 1 - own_text) : 0;
		if (end - start >= shortest_line / cjk_letters) {
			g_autofree char *line = g_strndup(own_text + start, end - start);
			add_line(tracks, line);
		}
		end = before != NULL ? (gsize)(before - own_text) : 0;
	}
	for (guint i = 0; i < tracks->len; i++)
		g_array_index(tracks, Track, i).harmless = TRUE;
}

GArray *tracks_of(const Facts *facts, const Recall *recall)
{
	GArray *tracks = g_array_new(FALSE, FALSE, sizeof(Track));
	PayloadSummary payload = payload_summary(facts, recall);
	if (!situation_continues(facts) || situation_is_machine(facts))
		return tracks;
	if (payload.danger < least_danger) {
		clear_last_lines(tracks, facts->own_text);
		return tracks;
	}
	for (guint i = 0; i < facts->attachments->len; i++)
		add_file(tracks, facts->attachments->pdata[i]);
	add_links(tracks, facts, recall);
	add_account(tracks, facts, recall);
	if (payload.danger >= telling_danger)
		add_lines(tracks, facts->own_text);
	return tracks;
}
