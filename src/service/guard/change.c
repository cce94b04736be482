/* SPDX-License-Identifier: Apache-2.0
 *
 * Values begin with the space that stands behind the colon: that was agreed upon with the server.
 */
#include "service/guard/change.h"

#include "base/limits.h"
#include "mail/bytes.h"

/* The fields NAME, of which there are COUNT, but the first KEPT. From the last to the first:
 * servers differ in whether the others move up. */
static void remove_fields(SMFICTX *context, char *name, guint count, guint kept)
{
	for (guint i = count; i > kept; i--)
		smfi_chgheader(context, name, (int)i, NULL);
}

void change_remove_forged(SMFICTX *context, const Visit *visit)
{
	GHashTableIter iter;
	gpointer name, count;
	g_hash_table_iter_init(&iter, visit->forged);
	while (g_hash_table_iter_next(&iter, &name, &count))
		remove_fields(context, name, GPOINTER_TO_UINT(count), 0);
}

void change_add_verdict(SMFICTX *context, const Verdict *verdict)
{
	static char name[] = OUR_FIELDS "Verdict";
	char score[G_ASCII_DTOSTR_BUF_SIZE];
	const char *kind = verdict_kind_name(verdict->kind);
	g_ascii_formatd(score, sizeof score, "%.1f", verdict->score);
	g_autofree char *value = verdict->kind == VERDICT_UNSCANNABLE
					 ? g_strdup_printf(" %s", kind)
					 : g_strdup_printf(" %s; score=%s", kind, score);
	smfi_insheader(context, 0, name, value);
}

void change_add_unjudged(SMFICTX *context)
{
	static char name[] = OUR_FIELDS "Verdict", value[] = " unjudged";
	smfi_insheader(context, 0, name, value);
}

/* The field NAME that is the INDEXth of that name, counted from 1, becomes VALUE. */
static void set_field(SMFICTX *context, const char *name, guint index, const char *value)
{
	g_autofree char *field = g_strdup(name);
	g_autofree char *spaced = g_strconcat(" ", value, NULL);
	smfi_chgheader(context, field, (int)index, spaced);
}

/* TAG as an encoded word (RFC 2047) when it needs to be one; its settings are one short line. */
static char *encode_word(const char *tag)
{
	if (bytes_are_ascii(span_new(tag, strlen(tag))))
		return g_strdup(tag);
	g_autofree char *encoded = g_base64_encode((const guchar *)tag, strlen(tag));
	return g_strdup_printf("=?utf-8?B?%s?=", encoded);
}

/* What stood between the colon and the first word stands between ours and that now. */
static void put_in_front(SMFICTX *context, guint index, const char *word, const char *subject)
{
	const char *space = subject[0] == ' ' || subject[0] == '\0' ? "" : " ";
	g_autofree char *value = g_strconcat(word, space, subject, NULL);
	set_field(context, "Subject", index, value);
}

void change_tag_subject(SMFICTX *context, const Visit *visit, const char *tag)
{
	const GPtrArray *subjects = visit->subjects;
	if (tag[0] == '\0')
		return;
	g_autofree char *word = encode_word(tag);
	for (guint i = 0; i < subjects->len; i++)
		put_in_front(context, i + 1, word, subjects->pdata[i]);
	if (subjects->len == 0)
		put_in_front(context, 1, word, "");
}

/* What spoke of the body does so inside it now. */
static void remove_content_fields(SMFICTX *context, const Visit *visit)
{
	GHashTableIter iter;
	gpointer name, count;
	g_hash_table_iter_init(&iter, visit->content);
	while (g_hash_table_iter_next(&iter, &name, &count)) {
		gboolean set_anew = g_str_equal(name, "content-type") ||
				    g_str_equal(name, "content-transfer-encoding");
		remove_fields(context, name, GPOINTER_TO_UINT(count), set_anew ? 1 : 0);
	}
}

static void apply(SMFICTX *context, const Visit *visit, const BannerEdit *edit)
{
	smfi_replacebody(context, edit->body->data, (int)edit->body->len);
	if (edit->type != NULL && g_str_has_prefix(edit->type, "multipart/"))
		remove_content_fields(context, visit);
	if (edit->type != NULL)
		set_field(context, "Content-Type", 1, edit->type);
	if (edit->encoding != NULL)
		set_field(context, "Content-Transfer-Encoding", 1, edit->encoding);
	if ((edit->type != NULL || edit->encoding != NULL) && !visit->mime)
		set_field(context, "MIME-Version", 1, "1.0");
}

EditorResult change_warn(
	SMFICTX *context, const Visit *visit, Editor *editor, const Warning *warning, gint64 time)
{
	g_auto(BannerEdit) edit = {0};
	const Banner banner = {
		.text = warning->text, .plain = warning->plain, .html = warning->html};
	Span message = transit_message(visit->transit);
	if (transit_is_cut(visit->transit) || visit->content_fields > LIMIT_GUARD_FIELDS)
		return EDITOR_LEFT;
	EditorResult result = editor_edit(editor, message, &banner, time, &edit);
	if (result == EDITOR_EDITED)
		apply(context, visit, &edit);
	return result;
}
