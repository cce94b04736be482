/* SPDX-License-Identifier: Apache-2.0
 *
 * Tables of a measurement. Names of groups pass text_safe; intervals stand behind their rates.
 */
#include <math.h>

#include "base/i18n.h"
#include "eval/report.h"
#include "output/table.h"
#include "output/text.h"

/* In parts of this many a rate is shown. */
static const double hundred = 100;
static const double hundred_thousand = 100000;

static char *with_interval(Rate rate, double parts)
{
	if (rate.total == 0)
		return g_strdup("-");
	double low, high;
	rate_interval(rate, &low, &high);
	if (parts == hundred)
		return g_strdup_printf(
			"%.1f (%.1f-%.1f)", parts * rate_share(rate), parts * low, parts * high);
	return g_strdup_printf(
		"%'.0f (%'.0f-%'.0f)", parts * rate_share(rate), parts * low, parts * high);
}

static char *alone(Rate rate)
{
	return rate.total > 0 ? g_strdup_printf("%.1f", hundred * rate_share(rate)) : g_strdup("-");
}

static char *with_error(const Reliability *reliability)
{
	double error = reliability_error(reliability);
	return isfinite(error) ? g_strdup_printf("%.1f", hundred * error) : g_strdup("-");
}

static void add_heads(Table *table, const char *const *heads, guint count)
{
	for (guint i = 0; i < count; i++)
		table_add(table, g_strdup(_(heads[i])));
}

static void add_attack(Table *table, const char *name, const Tally *tally)
{
	table_add(table, text_safe(name));
	table_add(table, text_number(tally->messages));
	table_add(table, with_interval(tally_alarms(tally), hundred));
	table_add(table, with_interval(tally_verdict(tally, VERDICT_HIJACKED), hundred));
	table_add(table, alone(tally_victim_first(tally)));
	table_add(table, alone(tally_victim_three(tally)));
	table_add(table, alone(tally_side(tally)));
	table_add(table, alone(tally_fake_reply(tally)));
}

static void add_honest(Table *table, const char *name, const Tally *tally)
{
	table_add(table, text_safe(name));
	table_add(table, text_number(tally->messages));
	table_add(table, with_interval(tally_alarms(tally), hundred_thousand));
	table_add(table, with_interval(tally_verdict(tally, VERDICT_HIJACKED), hundred_thousand));
	table_add(table, alone(tally_verdict(tally, VERDICT_UNVERIFIED)));
	table_add(table, alone(tally_fake_reply(tally)));
}

static const char *memory_text(PassKind kind)
{
	return kind == PASS_WARM ? _("judged with what was learned")
				 : _("judged with nothing learned");
}

static void print_title(FILE *stream, const char *title, PassKind kind)
{
	fprintf(stream, "\n%s%s: %s%s\n", text_colour(stream, COLOUR_BOLD), title,
		memory_text(kind), text_colour(stream, COLOUR_NONE));
}

static void print_groups(
	const Measurement *measurement, PassKind kind, gboolean attack, Table *table, FILE *stream)
{
	void (*add)(Table *, const char *, const Tally *) = attack ? add_attack : add_honest;
	const GPtrArray *groups = measurement->corpus->groups;
	guint count = 0;
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		if (group->attack != attack)
			continue;
		add(table, group->name, &measurement->passes[kind].tallies[i]);
		count++;
	}
	Tally sum = measurement_sum(measurement, kind, attack);
	if (count > 1)
		add(table, _("all"), &sum);
	if (count > 0)
		table_print(table, stream);
	else
		fprintf(stream, "  %s\n", _("none"));
}

static void print_attacks(const Measurement *measurement, PassKind kind, FILE *stream)
{
	static const char *const heads[] = {N_("profile"), N_("messages"), N_("found (%)"),
		N_("hijacked (%)"), N_("victim (%)"), N_("top 3 (%)"), N_("side (%)"),
		N_("one rule (%)")};
	g_autoptr(Table) table = table_new(G_N_ELEMENTS(heads));
	print_title(stream, _("Attacks"), kind);
	add_heads(table, heads, G_N_ELEMENTS(heads));
	print_groups(measurement, kind, TRUE, table, stream);
}

static void print_honest(const Measurement *measurement, PassKind kind, FILE *stream)
{
	static const char *const heads[] = {N_("class"), N_("messages"),
		N_("false alarms per 100,000"), N_("hijacked per 100,000"), N_("unverified (%)"),
		N_("one rule (%)")};
	g_autoptr(Table) table = table_new(G_N_ELEMENTS(heads));
	print_title(stream, _("Honest mail"), kind);
	add_heads(table, heads, G_N_ELEMENTS(heads));
	print_groups(measurement, kind, FALSE, table, stream);
}

static void add_attributed(
	Table *table, const char *name, const Attribution *attribution, const Group *group)
{
	table_add(table, text_safe(name));
	for (guint size = 0; size < AFTER_COUNT; size++)
		table_add(table,
			with_interval(attribution_of(attribution, group, size).first, hundred));
	Attributed ten = attribution_of(attribution, group, AFTER_TEN);
	table_add(table, alone(ten.three));
	table_add(table, alone(ten.side));
}

static void print_robbed(const Measurement *measurement, PassKind kind, FILE *stream)
{
	static const char *const heads[] = {N_("profile"), N_("after 1 (%)"), N_("after 3 (%)"),
		N_("after 10 (%)"), N_("10 among 20 (%)"), N_("top 3 of 10 (%)"),
		N_("side of 10 (%)")};
	const Attribution *attribution = measurement->passes[kind].attribution;
	const GPtrArray *groups = measurement->corpus->groups;
	g_autoptr(Table) table = table_new(G_N_ELEMENTS(heads));
	if (attribution_of(attribution, NULL, AFTER_THREE).first.total == 0)
		return;
	print_title(stream, _("Whose mailbox was robbed"), kind);
	add_heads(table, heads, G_N_ELEMENTS(heads));
	for (guint i = 0; i < groups->len; i++) {
		const Group *group = groups->pdata[i];
		if (group->attack)
			add_attributed(table, group->name, attribution, group);
	}
	add_attributed(table, _("all"), attribution, NULL);
	table_print(table, stream);
}

static void print_reliability(const Measurement *measurement, PassKind kind, FILE *stream)
{
	static const char *const heads[] = {N_("said (%)"), N_("right after 1 (%)"),
		N_("right after 3 (%)"), N_("right after 10 (%)")};
	const Attribution *attribution = measurement->passes[kind].attribution;
	g_autoptr(Table) table = table_new(G_N_ELEMENTS(heads));
	if (reliability_total(attribution_reliability(attribution, AFTER_ONE)) == 0)
		return;
	print_title(stream, _("How often the mailbox named first is the robbed one"), kind);
	add_heads(table, heads, G_N_ELEMENTS(heads));
	for (guint bin = 0; bin < RELIABILITY_BINS; bin++) {
		table_add(table, g_strdup_printf("%u-%u", bin * 100 / RELIABILITY_BINS,
					 (bin + 1) * 100 / RELIABILITY_BINS));
		for (guint size = 0; size <= AFTER_TEN; size++)
			table_add(table,
				with_interval(attribution_reliability(attribution, size)->bins[bin],
					hundred));
	}
	table_add(table, g_strdup(_("error")));
	for (guint size = 0; size <= AFTER_TEN; size++)
		table_add(table, with_error(attribution_reliability(attribution, size)));
	table_print(table, stream);
}

static void print_pass(const Measurement *measurement, PassKind kind, FILE *stream)
{
	const Pass *pass = &measurement->passes[kind];
	print_attacks(measurement, kind, stream);
	print_honest(measurement, kind, stream);
	print_robbed(measurement, kind, stream);
	print_reliability(measurement, kind, stream);
	guint64 messages = measurement_sum(measurement, kind, TRUE).messages +
			   measurement_sum(measurement, kind, FALSE).messages;
	g_autofree char *judged = text_number(messages);
	double area = roc_area(pass->roc);
	fputc('\n', stream);
	if (isfinite(area))
		fprintf(stream, _("  area under the ROC curve %.4f\n"), area);
	fprintf(stream, _("  %s messages in %.1f s, %.0f a second\n"), judged, pass->seconds,
		pass->seconds > 0 ? (double)messages / pass->seconds : 0);
}

static void print_lesson(const Measurement *measurement, FILE *stream)
{
	g_autofree char *messages = text_number(measurement->lesson.messages);
	g_autofree char *learned = text_number(measurement->lesson.learned);
	g_autofree char *known = text_number(measurement->lesson.known);
	g_autofree char *skipped = text_number(measurement->lesson.skipped);
	fprintf(stream, _("%s messages read: %s learned, %s known before, %s skipped (%.1f s)\n"),
		messages, learned, known, skipped, measurement->lesson.seconds);
}

static void print_legend(FILE *stream)
{
	fprintf(stream, "\n%s\n",
		_("Found, and false alarms: suspicious or hijacked. Victim and side: right among "
		  "those "
		  "found; top 3: the victim is one of the first three.\n"
		  "One rule: what FAKE_REPLY alone would accuse, a reply's subject without "
		  "In-Reply-To "
		  "and References.\n"
		  "In parentheses: the interval (Wilson, 95 %)."));
}

void report_text(const Measurement *measurement, FILE *stream)
{
	if (measurement->lesson.done)
		print_lesson(measurement, stream);
	for (guint kind = 0; kind < PASS_COUNT; kind++)
		if (measurement->passes[kind].done)
			print_pass(measurement, kind, stream);
	if (measurement->unscannable > 0) {
		g_autofree char *number = text_number(measurement->unscannable);
		fputc('\n', stream);
		fprintf(stream,
			_("%s messages could not be scanned; in the curve they count as missed or "
			  "as falsely accused\n"),
			number);
	}
	print_legend(stream);
}
