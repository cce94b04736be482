/* SPDX-License-Identifier: Apache-2.0
 *
 * Bytes from and to a client, in clear or through TLS, never waiting. What TLS took off is wiped
 * within OpenSSL as soon as it was read.
 */
#pragma once

#include <glib.h>
#include <openssl/ssl.h>

typedef struct Transport {
	int socket;       /* non-blocking; owned */
	SSL *tls;         /* NULL in clear */
	gboolean shaking; /* the handshake goes on */
	gboolean writes;  /* TLS waits for room to write, not for bytes */
} Transport;

/* What reading or writing gave, when not a number of bytes. */
enum {
	TRANSPORT_WAIT = 0,
	TRANSPORT_ENDED = -1,
};

/* From now on all goes through TLS as CONTEXT has it. FALSE when there is no memory. */
gboolean transport_begin_tls(Transport *transport, SSL_CTX *context);
/* Go on with the handshake: TRANSPORT_WAIT, TRANSPORT_ENDED, or 1 when it is done. */
gssize transport_handshake(Transport *transport);
gssize transport_read(Transport *transport, void *buffer, gsize size);
gssize transport_write(Transport *transport, const void *bytes, gsize size);
/* Says to the other side that this was all, as far as it goes without waiting. */
void transport_close(Transport *transport);
