/* SPDX-License-Identifier: Apache-2.0
 *
 * mail/subject: a row for each language and kind of tag.
 */
#include "mail/header/subject.h"

static const struct {
	const char *text;
	const char *base;
	guint replies;
	guint forwards;
	gboolean tagged;
} rows[] = {
	{"Lunch on Friday?", "lunchonfriday", 0, 0, FALSE},
	{"", "", 0, 0, FALSE},
	{"Re:", "", 1, 0, FALSE},
	{"RE: Lunch", "lunch", 1, 0, FALSE},
	{"Re: Re: RE: Lunch", "lunch", 3, 0, FALSE},
	{"Re[2]: Lunch", "lunch", 1, 0, FALSE},
	{"Re^3: Lunch", "lunch", 1, 0, FALSE},
	{"Re(4): Lunch", "lunch", 1, 0, FALSE},
	{"Re2: Lunch", "lunch", 1, 0, FALSE},
	{"Re : Lunch", "lunch", 1, 0, FALSE},
	{"Re：Lunch", "lunch", 1, 0, FALSE},
	{"ＲＥ：Lunch", "lunch", 1, 0, FALSE},
	{"Fwd: Lunch", "lunch", 0, 1, FALSE},
	{"FW: Re: Lunch", "lunch", 1, 1, FALSE},
	{"[Fwd: Lunch]", "lunch", 0, 1, FALSE},
	{"[Fwd: Re: Lunch]", "lunch", 1, 1, FALSE},
	{"Lunch (fwd)", "lunch", 0, 1, FALSE},
	{"AW: Mittag", "mittag", 1, 0, FALSE},
	{"Antwort: Mittag", "mittag", 1, 0, FALSE},
	{"WG: Mittag", "mittag", 0, 1, FALSE},
	{"Antw: Betr: x", "x", 2, 0, FALSE},
	{"SV: Lunsj", "lunsj", 1, 0, FALSE},
	{"VB: Lunch", "lunch", 0, 1, FALSE},
	{"VL: Lounas", "lounas", 0, 1, FALSE},
	{"VS: Lounas", "lounas", 1, 0, FALSE},
	{"TR : déjeuner", "déjeuner", 0, 1, FALSE},
	{"RÉF: x", "x", 1, 0, FALSE},
	{"RV: almuerzo", "almuerzo", 0, 1, FALSE},
	{"R: I: pranzo", "pranzo", 1, 1, FALSE},
	{"RIF: pranzo", "pranzo", 1, 0, FALSE},
	{"RES: ENC: almoço", "almoço", 1, 1, FALSE},
	{"Odp: PD: obiad", "obiad", 1, 1, FALSE},
	{"YNT: İLT: x", "x", 1, 1, FALSE},
	{"Vá: x", "x", 1, 0, FALSE},
	{"Odg: x", "x", 1, 0, FALSE},
	{"ΑΠ: ΠΡΘ: x", "x", 1, 1, FALSE},
	{"Отв: Пересл: x", "x", 1, 1, FALSE},
	{"НА: x", "x", 1, 0, FALSE},
	{"回复: 转发: 午餐", "午餐", 1, 1, FALSE},
	{"答复：午餐", "午餐", 1, 0, FALSE},
	{"返信: 転送: 昼食", "昼食", 1, 1, FALSE},
	{"회신: 전달: 점심", "점심", 1, 1, FALSE},
	{"BLS: TRS: x", "x", 1, 1, FALSE},
	/* lists */
	{"[usrp-users] Re: Re: [x] y", "y", 2, 0, FALSE},
	{"Re: [usrp-users] Lunch", "lunch", 1, 0, FALSE},
	{"[a] [b] Lunch", "lunch", 0, 0, FALSE},
	{"[PATCH v2 3/5] md: fix it", "mdfixit", 0, 0, FALSE},
	{"[ml:00123] Lunch", "ml00123lunch", 0, 0, FALSE},
	/* tickets stay */
	{"Re: [Ticket#123456] Printer", "ticket123456printer", 1, 0, FALSE},
	{"[#77] Printer", "77printer", 0, 0, FALSE},
	{"[JIRA-4711] Printer", "jira4711printer", 0, 0, FALSE},
	{"[only a tag]", "onlyatag", 0, 0, FALSE},
	/* filters */
	{"[EXTERNAL] Re: Lunch", "lunch", 1, 0, TRUE},
	{"Re: [EXT] Lunch", "lunch", 1, 0, TRUE},
	{"***SPAM*** Lunch", "lunch", 0, 0, TRUE},
	{"*****SPAM***** Lunch", "lunch", 0, 0, TRUE},
	{"[SPAM] Lunch", "lunch", 0, 0, TRUE},
	{"{Spam?} Lunch", "lunch", 0, 0, TRUE},
	{"SPAM: Lunch", "lunch", 0, 0, TRUE},
	{"[外部] 昼食", "昼食", 0, 0, TRUE},
	{"【注意喚起】昼食", "昼食", 0, 0, TRUE},
	{"【重要】昼食", "昼食", 0, 0, FALSE},
	{"Re: [[SPAM]] Lunch", "lunch", 1, 0, TRUE},
	/* what only looks like a prefix */
	{"md: fix it", "mdfixit", 0, 0, FALSE},
	{"R2: the robot", "r2therobot", 0, 0, FALSE},
	{"Report: done", "reportdone", 0, 0, FALSE},
	{"12:30 lunch", "1230lunch", 0, 0, FALSE},
	{": x", "x", 0, 0, FALSE},
	/* renamed */
	{"Dinner (was: Lunch)", "dinner", 0, 0, FALSE},
	{"Re: Dinner [was: Re: Lunch]", "dinner", 1, 0, FALSE},
	{"(was: Lunch)", "waslunch", 0, 0, FALSE},
};

static void test_rows(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(Subject) subject = subject_read(rows[i].text);
		g_test_message("%s", rows[i].text);
		g_assert_cmpstr(subject->base, ==, rows[i].base);
		g_assert_cmpuint(subject->replies, ==, rows[i].replies);
		g_assert_cmpuint(subject->forwards, ==, rows[i].forwards);
		g_assert_cmpint(subject->tagged, ==, rows[i].tagged);
	}
}

/* However many there are, it ends. */
static void test_many(void)
{
	GString *text = g_string_new(NULL);
	for (guint i = 0; i < 300; i++)
		g_string_append(text, "Re:");
	g_autoptr(Subject) subject = subject_read(text->str);
	g_assert_cmpuint(subject->replies, >=, 20);
	g_string_free(text, TRUE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/subject/rows", test_rows);
	g_test_add_func("/subject/many", test_many);
	return g_test_run();
}
