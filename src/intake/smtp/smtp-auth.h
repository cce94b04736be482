/* SPDX-License-Identifier: Apache-2.0
 *
 * The client's side of an AUTH exchange (RFC 4954): PLAIN, LOGIN, CRAM-MD5 and XOAUTH2 tell the
 * user. A password leaves only through SmtpPassword and is wiped here; it is kept nowhere.
 */
#pragma once

#include "base/limits.h"
#include "base/span.h"

typedef enum SmtpMechanism {
	SMTP_MECHANISM_NONE,
	SMTP_MECHANISM_PLAIN,
	SMTP_MECHANISM_LOGIN,
	SMTP_MECHANISM_CRAM_MD5,
	SMTP_MECHANISM_XOAUTH2,
	SMTP_MECHANISM_OTHER, /* its user is not read */
} SmtpMechanism;

/* Takes a clear password, to hash it and do nothing else with it. All is borrowed, and wiped when
 * this returns. Not called for mechanisms that do not send one. */
typedef void (*SmtpPassword)(const char *user, Span password, gpointer user_data);

typedef struct SmtpAuth {
	SmtpMechanism mechanism;
	guint lines;       /* of the client, the one with the command too when it held a response */
	gboolean complete; /* the client has sent all that the mechanism asks for */
	gboolean cancelled;          /* it sent "*" instead (RFC 4954, 4) */
	char user[LIMIT_STRING + 1]; /* valid UTF-8; "" when not known */
	SmtpPassword password;       /* may be NULL */
	gpointer user_data;
} SmtpAuth;

/* Begin with ARGUMENT, what follows AUTH. PASSWORD and USER_DATA are set by the caller. */
void smtp_auth_begin(SmtpAuth *auth, Span argument);
/* One more line of the client, without its line end. */
void smtp_auth_line(SmtpAuth *auth, Span line);
/* Something that the client sent is missing: what comes now may be the password, and nothing more
 * is read until the next beginning. */
void smtp_auth_gap(SmtpAuth *auth);
/* "PLAIN", "LOGIN" …, "other"; NULL for none. Static. */
const char *smtp_auth_mechanism_name(SmtpMechanism mechanism);
