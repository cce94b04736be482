/* SPDX-License-Identifier: Apache-2.0
 *
 * Passwords that are given, and talk about passwords.
 */
#include "mail/text/password.h"

static void test_given(void)
{
	static const char *const samples[] = {
		"Password: 1234",
		"password:infected",
		"The password is 7643",
		"Password for the file is \"Abc99\"",
		"archive password - 764",
		"Password 20200903",
		"PW: abc!x",
		"pwd=Qwerty",
		"PASS: 00123",
		"passcode: 889900.",
		"Zip password: VZ33",
		"Hello,\nsee attached.\nPassword: x7Yq\nBob",
		"*Password:* abc1",
		"Password:\n8812AB",
		"パスワード：abc123",
		"パスワードは abc123 です。",
		"解凍パスワード : 20ab",
		"【パスワード】ab12cd",
		"解凍パスは次の通りです：xyz987",
		"Das Passwort lautet: 4711ab",
		"Das Passwort ist 4711ab",
		"Kennwort: geheim",
		"Mot de passe : tata55",
		"Contraseña: hola22",
		"La clave: 9912",
		"La password è 99xx",
		"Senha: 4455",
		"Wachtwoord: hallo1",
		"Пароль: 1122qq",
		"密码：8899",
		"비밀번호: 4455",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_test_message("%s", samples[i]);
		g_assert_true(password_given(span_new(samples[i], strlen(samples[i]))));
	}
}

static void test_not_given(void)
{
	static const char *const samples[] = {
		"",
		"password",
		"Password:",
		"Forgot password?",
		"Please reset your password",
		"Your password is required",
		"Password: required",
		"Password is not what I meant",
		"The password has expired, see http://a.example",
		"Password: http://a.example/reset",
		"password manager",
		"passwords: are old",
		"bypass: the filter",
		"spwd=abc",
		"code review is 50 % done",
		"Let it pass 1234",
		"The key clave 12",
		"パスワードを変更してください",
		"パスワードは別途お知らせします",
		"Passwort vergessen?",
		"Password: ********************************",
		"Password: aaaaaaaaaaaaaaaaaaaaaaaaa",
		"Password: ab",
	};
	for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
		g_test_message("%s", samples[i]);
		g_assert_false(password_given(span_new(samples[i], strlen(samples[i]))));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/password/given", test_given);
	g_test_add_func("/password/not-given", test_not_given);
	return g_test_run();
}
