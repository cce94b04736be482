/* SPDX-License-Identifier: Apache-2.0
 *
 * AUTH exchanges. What is decoded stands on the stack and is wiped. A response that is not what its
 * mechanism sends gives no user: it might be the password.
 */
#include "intake/smtp/smtp-auth.h"

#include <string.h>

#include "intake/smtp/smtp-command.h"

static const char *const names[] = {NULL, "PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "other"};

const char *smtp_auth_mechanism_name(SmtpMechanism mechanism)
{
	return names[mechanism];
}

static SmtpMechanism mechanism_of(Span name)
{
	for (guint at = SMTP_MECHANISM_PLAIN; at < SMTP_MECHANISM_OTHER; at++)
		if (strlen(names[at]) == name.length && smtp_command_begins(name, names[at]))
			return (SmtpMechanism)at;
	return SMTP_MECHANISM_OTHER;
}

static void keep_user(SmtpAuth *auth, Span user)
{
	gboolean readable = user.length > 0 && user.length <= LIMIT_STRING &&
			    memchr(user.data, 0, user.length) == NULL &&
			    g_utf8_validate(user.data, (gssize)user.length, NULL);

	if (readable)
		memcpy(auth->user, user.data, user.length);
	auth->user[readable ? user.length : 0] = '\0';
}

static void hand_on(SmtpAuth *auth, Span password)
{
	if (auth->password != NULL && password.length > 0)
		auth->password(auth->user, password, auth->user_data);
}

/* RFC 4616: [authzid] NUL authcid NUL passwd. */
static void read_plain(SmtpAuth *auth, Span response)
{
	const char *first = memchr(response.data, 0, response.length);

	auth->complete = TRUE;
	if (first == NULL)
		return;
	Span user = span_from(response, (gsize)(first - response.data) + 1);
	const char *second = user.length > 0 ? memchr(user.data, 0, user.length) : NULL;

	if (second == NULL)
		return;
	Span password = span_from(user, (gsize)(second - user.data) + 1);

	user.length = (gsize)(second - user.data);
	keep_user(auth, user);
	hand_on(auth, password);
}

static void read_login(SmtpAuth *auth, Span response)
{
	if (auth->lines == 1) {
		keep_user(auth, response);
		return;
	}
	hand_on(auth, response);
	auth->complete = TRUE;
}

/* RFC 2195: user SP digest. */
static void read_cram_md5(SmtpAuth *auth, Span response)
{
	const char *space = memrchr(response.data, ' ', response.length);

	auth->complete = TRUE;
	if (space != NULL)
		keep_user(auth, span_new(response.data, (gsize)(space - response.data)));
}

/* user=NAME ^A auth=Bearer TOKEN ^A ^A */
static void read_xoauth2(SmtpAuth *auth, Span response)
{
	const char *end = memchr(response.data, 1, response.length);

	auth->complete = TRUE;
	if (end == NULL || !smtp_command_begins(response, "user="))
		return;
	keep_user(auth, span_new(response.data + 5, (gsize)(end - response.data) - 5));
}

static void read_response(SmtpAuth *auth, Span response)
{
	if (auth->complete)
		return;
	switch (auth->mechanism) {
	case SMTP_MECHANISM_PLAIN:
		read_plain(auth, response);
		break;
	case SMTP_MECHANISM_LOGIN:
		read_login(auth, response);
		break;
	case SMTP_MECHANISM_CRAM_MD5:
		read_cram_md5(auth, response);
		break;
	case SMTP_MECHANISM_XOAUTH2:
		read_xoauth2(auth, response);
		break;
	default:
		break;
	}
}

void smtp_auth_line(SmtpAuth *auth, Span line)
{
	char decoded[LIMIT_SMTP_LINE + 4];
	gint state = 0;
	guint save = 0;
	Span text = smtp_command_trim(line);

	if (text.length == 1 && text.data[0] == '*') {
		auth->complete = auth->cancelled = TRUE;
		return;
	}
	text.length = MIN(text.length, LIMIT_SMTP_LINE);
	gsize length = text.length > 0 ? g_base64_decode_step(text.data, text.length,
						 (guchar *)decoded, &state, &save)
				       : 0;

	auth->lines++;
	read_response(auth, span_new(decoded, length));
	explicit_bzero(decoded, length);
}

void smtp_auth_begin(SmtpAuth *auth, Span argument)
{
	gsize length = 0;

	while (length < argument.length && argument.data[length] != ' ')
		length++;
	auth->mechanism = mechanism_of(span_new(argument.data, length));
	auth->lines = 0;
	auth->complete = auth->cancelled = FALSE;
	auth->user[0] = '\0';
	Span initial = smtp_command_trim(span_from(argument, length));

	if (initial.length > 0)
		smtp_auth_line(auth, initial);
}

void smtp_auth_gap(SmtpAuth *auth)
{
	auth->complete = TRUE;
}
