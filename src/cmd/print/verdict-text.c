/* SPDX-License-Identifier: Apache-2.0
 *
 * Everything that comes out of the message passes text_safe before it reaches a terminal.
 */
#include "cmd/print/verdict-text.h"

#include "base/i18n.h"
#include "base/limits.h"

enum { brief_reasons = 4, label_columns = 16, most_participants = 8 };

const char *verdict_text_kind(VerdictKind kind)
{
	static const char *const names[] = {
		N_("clean"), N_("unverified"), N_("suspicious"), N_("hijacked"), N_("unscannable")};
	return _(names[kind]);
}

Colour verdict_text_colour(VerdictKind kind)
{
	static const Colour colours[] = {
		COLOUR_GREEN, COLOUR_NONE, COLOUR_YELLOW, COLOUR_RED, COLOUR_YELLOW};
	return colours[kind];
}

static void print_label(FILE *stream, const char *label)
{
	guint width = text_width(label);
	fprintf(stream, "  %s%s%s%*s", text_colour(stream, COLOUR_DIM), label,
		text_colour(stream, COLOUR_NONE),
		(int)(width < label_columns ? label_columns - width : 1), "");
}

static void print_field(FILE *stream, const char *label, const char *value)
{
	g_autofree char *safe = text_safe(value);
	print_label(stream, label);
	fprintf(stream, "%s\n", safe);
}

static void print_head(FILE *stream, const EngineResult *result)
{
	const Verdict *verdict = result->verdict;
	g_autofree char *path = text_safe(result->path);
	fprintf(stream, "%s%s%s  %s\n", text_colour(stream, verdict_text_colour(verdict->kind)),
		verdict_text_kind(verdict->kind), text_colour(stream, COLOUR_NONE), path);
}

static void print_sender(FILE *stream, const Verdict *verdict)
{
	g_autofree char *from =
		verdict->claimed.name[0] != '\0'
			? g_strdup_printf("\"%s\" <%s>", verdict->claimed.name, verdict->sender)
			: g_strdup_printf("<%s>", verdict->sender);
	print_field(stream, _("Sent by"), from);
	if (verdict->claimed.address[0] != '\0' &&
		strcmp(verdict->claimed.address, verdict->sender) != 0)
		print_field(stream, _("Claims to be"), verdict->claimed.address);
}

static const char *side_text(Side side)
{
	static const char *const texts[] = {N_("side unknown"),
		N_("inside the recipient's organisation"),
		N_("outside the recipient's organisation")};
	return _(texts[side]);
}

static void print_victims(FILE *stream, const Verdict *verdict, guint most)
{
	for (guint i = 0; i < MIN(verdict->victims->len, most); i++) {
		const Victim *victim = verdict->victims->pdata[i];
		const char *who =
			victim->address[0] != '\0' ? victim->address : victim->organisation;
		g_autofree char *probability = text_probability(victim->probability);
		g_autofree char *line =
			g_strdup_printf("%s, %s (%s)%s", who, side_text(victim->side), probability,
				victim->repaired ? _(", domain repaired") : "");
		print_field(stream, i == 0 ? _("Robbed mailbox") : "", line);
	}
}

static void print_evidence(FILE *stream, const Verdict *verdict, gboolean weights)
{
	gboolean japanese = text_japanese();
	guint printed = 0;
	for (guint i = 0; i < verdict->evidence->len; i++) {
		const Evidence *evidence = verdict->evidence->pdata[i];
		if (!weights && (evidence->weight < 0 || printed == brief_reasons))
			continue;
		g_autofree char *detail = text_safe(evidence->detail);
		print_label(stream, printed++ == 0 ? _("Why") : "");
		if (weights)
			fprintf(stream, "%+5.1f  ", evidence->weight);
		fputs(japanese ? evidence->reason_ja : evidence->reason_en, stream);
		if (detail[0] != '\0')
			fprintf(stream, " [%s]", detail);
		if (weights)
			fprintf(stream, "  %s%s%s", text_colour(stream, COLOUR_DIM), evidence->id,
				text_colour(stream, COLOUR_NONE));
		fputc('\n', stream);
	}
}

static void print_payload(FILE *stream, const Verdict *verdict)
{
	for (guint i = 0; i < verdict->payload->len && i < 5; i++) {
		const Payload *payload = verdict->payload->pdata[i];
		g_autofree char *line = g_strdup_printf("%s  %s", _(payload->kind), payload->name);
		print_field(stream, i == 0 ? _("Brings") : "", line);
	}
}

/* By the names that they have in JSON. */
static void print_anomalies(FILE *stream, const Facts *facts)
{
	g_autoptr(GString) names = g_string_new(NULL);
	for (guint32 bit = 1; bit <= ANOMALY_LAST; bit <<= 1)
		if ((facts->anomalies & bit) != 0)
			g_string_append_printf(
				names, "%s%s", names->len > 0 ? ", " : "", anomaly_name(bit));
	if (names->len > 0)
		print_field(stream, _("Malformed"), names->str);
}

void verdict_text_brief(FILE *stream, const EngineResult *result)
{
	print_head(stream, result);
	if (result->facts == NULL) {
		print_field(stream, _("Why"), result->problem);
		return;
	}
	print_field(stream, _("Subject"), result->facts->subject);
	print_sender(stream, result->verdict);
	print_victims(stream, result->verdict, 1);
	print_payload(stream, result->verdict);
	print_evidence(stream, result->verdict, FALSE);
}

static char *join_participants(const Continued *continued, Memory *memory)
{
	GString *line = g_string_new(NULL);
	for (guint i = 0;
		memory != NULL && i < MIN(continued->participants->len, most_participants); i++) {
		Address *address = memory_person(
			memory, g_array_index(continued->participants, PersonNumber, i));
		if (address == NULL)
			continue;
		g_string_append_printf(line, "%s%s", line->len > 0 ? ", " : "", address->address);
		address_free(address);
	}
	if (continued->participants->len > most_participants)
		g_string_append(line, ", …");
	return g_string_free(line, FALSE);
}

static void print_continued(FILE *stream, const Continued *continued, Memory *memory)
{
	g_autofree char *first = text_time(continued->first);
	g_autofree char *last = text_time(continued->last);
	g_autofree char *participants = join_participants(continued, memory);
	g_autofree char *signs = g_strdup_printf(_("%u passages quoted%s%s"), continued->hits,
		continued->by_reference ? _(", named as parent") : "",
		continued->by_subject ? _(", same subject") : "");
	g_autofree char *size =
		g_strdup_printf(_("%u messages, %s to %s"), continued->messages, first, last);
	print_field(stream, _("Continues"), signs);
	print_field(stream, "", size);
	if (memory != NULL)
		print_field(stream, _("  between"), participants);
	if (continued->audience_open)
		print_field(stream, "", _("and others: a list or a large audience"));
}

static void print_memory(FILE *stream, const EngineResult *result, Memory *memory)
{
	const Recall *recall = result->recall;
	if (recall->empty) {
		print_field(stream, _("Memory"), _("empty: judged by the message alone"));
		return;
	}
	if (recall->learned)
		print_field(stream, _("Memory"), _("this very message was learned before"));
	const Account *sender = &recall->sender;
	g_autofree char *first = text_time(sender->first);
	g_autofree char *account = sender->person == 0 ? g_strdup(_("new"))
						       : g_strdup_printf(_("%u messages since %s"),
								 sender->messages, first);
	print_field(stream, _("Account"), account);
	for (guint i = 0; i < recall->continued->len && i < 3; i++)
		print_continued(stream, recall->continued->pdata[i], memory);
}

void verdict_text_full(FILE *stream, const EngineResult *result, Memory *memory)
{
	print_head(stream, result);
	if (result->facts == NULL) {
		print_field(stream, _("Why"), result->problem);
		return;
	}
	g_autofree char *date = text_time(result->facts->date);
	print_field(stream, _("Subject"), result->facts->subject);
	print_field(stream, _("Date"), date);
	print_sender(stream, result->verdict);
	print_memory(stream, result, memory);
	print_payload(stream, result->verdict);
	print_anomalies(stream, result->facts);
	print_victims(stream, result->verdict, LIMIT_VICTIMS_SHOWN);
	print_evidence(stream, result->verdict, TRUE);
	g_autofree char *score =
		g_strdup_printf(_("%+.1f, of which every message has %+.1f to begin with"),
			result->verdict->score, result->verdict->prior);
	print_field(stream, _("Sum"), score);
}
