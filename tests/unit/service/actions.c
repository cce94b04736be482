/* SPDX-License-Identifier: Apache-2.0
 *
 * Which action a recipient gets, and settings that are refused.
 */
#include "service/guard/actions.h"

#include "base/error.h"
#include "service/guard/recipient.h"

static Actions *read_text(const char *text, GError **error)
{
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_assert_true(g_key_file_load_from_data(file, text, strlen(text), G_KEY_FILE_NONE, NULL));
	return actions_read(file, error);
}

static Action action_of(const Actions *actions, const char *recipient, VerdictKind kind)
{
	g_autofree char *mailbox = recipient_normalise(recipient);
	return actions_for(actions, mailbox, kind);
}

static void test_particular(void)
{
	g_autoptr(Actions) actions = read_text("[actions]\nhijacked=warn\nsuspicious=tag\n"
					       "[actions ours.example]\nhijacked=hold\n"
					       "[actions Boss@Ours.example]\nsuspicious=reject\n",
		NULL);
	g_assert_cmpint(action_of(actions, "<a@b.example>", VERDICT_HIJACKED), ==, ACTION_WARN);
	g_assert_cmpint(action_of(actions, "<a@OURS.example>", VERDICT_HIJACKED), ==, ACTION_HOLD);
	g_assert_cmpint(action_of(actions, "boss@ours.example", VERDICT_HIJACKED), ==, ACTION_HOLD);
	g_assert_cmpint(
		action_of(actions, "BOSS@ours.example", VERDICT_SUSPICIOUS), ==, ACTION_REJECT);
	g_assert_cmpint(action_of(actions, "<a@b.example>", VERDICT_CLEAN), ==, ACTION_OBSERVE);
	g_assert_cmpint(action_of(actions, "", VERDICT_SUSPICIOUS), ==, ACTION_TAG);
}

/* Whoever writes to a mailbox chooses how its address is written. */
static void test_spelling(void)
{
	g_autoptr(Actions) actions =
		read_text("[actions boss@ours.example]\nhijacked=hold\n"
			  "[actions \"Odd One\"@Ours.example.]\nhijacked=reject\n"
			  "[actions b\303\274cher.example]\nhijacked=tag\n"
			  "[actions BOSS@ours.example.]\nclean=tag\n",
			NULL);
	static const char *const held[] = {"<boss@ours.example.>", "<\"boss\"@ours.example>",
		"<\"b\\oss\"@OURS.example>", "<@a.example,@b.example:Boss@ours.example>",
		" <boss@ours.example> ", "boss@ours.example", "<boss(x)@ours.example>",
		"<boss@(x(y)z)ours.example>", "< boss @ ours.example >",
		"<\"boss\"@\"ours.example\">", "<boss@our\\s.example>", "<boss+x@ours.example>",
		"<\"boss+x\"@ours.example>"};
	for (gsize i = 0; i < G_N_ELEMENTS(held); i++) {
		g_assert_cmpint(action_of(actions, held[i], VERDICT_HIJACKED), ==, ACTION_HOLD);
		g_assert_cmpint(action_of(actions, held[i], VERDICT_CLEAN), ==, ACTION_TAG);
	}
	static const char *const others[] = {"<+boss@ours.example>", "<bos@ours.example>",
		"<(boss@ours.example)>", "<\"boss@ours.example\"@elsewhere.example>", "<>", "<",
		"\"", "<\"@x>", "<@>"};
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++)
		g_assert_cmpint(
			action_of(actions, others[i], VERDICT_HIJACKED), ==, ACTION_OBSERVE);
	g_assert_cmpint(action_of(actions, "<\"odd one\"@ours.example>", VERDICT_HIJACKED), ==,
		ACTION_REJECT);
	g_assert_cmpint(
		action_of(actions, "<a@xn--bcher-kva.example>", VERDICT_HIJACKED), ==, ACTION_TAG);
}

/* A host below a domain is of it. */
static void test_below(void)
{
	g_autoptr(Actions) actions = read_text("[actions ours.example]\nhijacked=hold\n"
					       "[actions sub.ours.example]\nhijacked=tag\n",
		NULL);
	g_assert_cmpint(action_of(actions, "a@x.ours.example", VERDICT_HIJACKED), ==, ACTION_HOLD);
	g_assert_cmpint(
		action_of(actions, "a@y.sub.ours.example", VERDICT_HIJACKED), ==, ACTION_TAG);
	g_assert_cmpint(
		action_of(actions, "a@notours.example", VERDICT_HIJACKED), ==, ACTION_OBSERVE);
}

/* A bracket in a mailbox hides neither its domain nor what it is a sub-address of. */
static void test_brackets(void)
{
	g_autoptr(Actions) actions = read_text(
		"[actions boss@ours.example]\nhijacked=hold\n[actions ours.example]\nclean=tag\n",
		NULL);
	static const char *const resolved[] = {
		"boss+(x@ours.example", "\"Boss+(x\"@Ours.example.", "boss+\\x\"@ours.example"};
	for (gsize i = 0; i < G_N_ELEMENTS(resolved); i++) {
		g_autofree char *mailbox = recipient_fold(resolved[i]);
		g_assert_cmpint(actions_for(actions, mailbox, VERDICT_HIJACKED), ==, ACTION_HOLD);
		g_assert_cmpint(actions_for(actions, mailbox, VERDICT_CLEAN), ==, ACTION_TAG);
	}
	g_assert_cmpint(action_of(actions, "<\"boss+(x\"@ours.example>", VERDICT_HIJACKED), ==,
		ACTION_HOLD);
}

/* What cannot be read is suspicious. */
static void test_unscannable(void)
{
	g_autoptr(Actions) actions = read_text("[actions]\nsuspicious=warn\n"
					       "[actions a.example]\nsuspicious=hold\n"
					       "[actions b.example]\nunscannable=tag\n",
		NULL);
	g_assert_cmpint(action_of(actions, "x@a.example", VERDICT_UNSCANNABLE), ==, ACTION_HOLD);
	g_assert_cmpint(action_of(actions, "x@b.example", VERDICT_UNSCANNABLE), ==, ACTION_TAG);
	g_assert_cmpint(action_of(actions, "x@c.example", VERDICT_UNSCANNABLE), ==, ACTION_WARN);
}

static void test_nothing_said(void)
{
	g_autoptr(Actions) actions = read_text("[guard]\nlisten=inet:1@x\n", NULL);
	g_assert_cmpint(action_of(actions, "a@b", VERDICT_HIJACKED), ==, ACTION_OBSERVE);
}

static void test_refused(void)
{
	static const char *const texts[] = {"[actions]\nhijacked=explode\n",
		"[actions]\nclaen=tag\n", "[actions a.example]\nclean=\n"};
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		g_assert_null(read_text(texts[i], &error));
		g_assert_error(error, KITH_ERROR, KITH_ERROR_USAGE);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/actions/particular", test_particular);
	g_test_add_func("/actions/spelling", test_spelling);
	g_test_add_func("/actions/below", test_below);
	g_test_add_func("/actions/brackets", test_brackets);
	g_test_add_func("/actions/unscannable", test_unscannable);
	g_test_add_func("/actions/nothing-said", test_nothing_said);
	g_test_add_func("/actions/refused", test_refused);
	return g_test_run();
}
