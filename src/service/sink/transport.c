/* SPDX-License-Identifier: Apache-2.0
 *
 * A socket, or TLS upon it.
 */
#include "service/sink/transport.h"

#include <errno.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

gboolean transport_begin_tls(Transport *transport, SSL_CTX *context)
{
	transport->tls = SSL_new(context);
	if (transport->tls == NULL || SSL_set_fd(transport->tls, transport->socket) != 1)
		return FALSE;
	SSL_set_accept_state(transport->tls);
	transport->shaking = TRUE;
	return TRUE;
}

/* What became of an operation of TLS that returned RESULT, not more than 0. */
static gssize tls_outcome(Transport *transport, int result)
{
	int reason = SSL_get_error(transport->tls, result);

	transport->writes = reason == SSL_ERROR_WANT_WRITE;
	if (reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE)
		return TRANSPORT_WAIT;
	/* After a failure nothing more may be sent through it. */
	if (reason != SSL_ERROR_ZERO_RETURN)
		SSL_set_quiet_shutdown(transport->tls, 1);
	return TRANSPORT_ENDED;
}

static gssize socket_outcome(gssize result)
{
	if (result > 0)
		return result;
	if (result < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
		return TRANSPORT_WAIT;
	return TRANSPORT_ENDED;
}

gssize transport_handshake(Transport *transport)
{
	ERR_clear_error();
	int result = SSL_do_handshake(transport->tls);

	if (result != 1)
		return tls_outcome(transport, result);
	transport->shaking = transport->writes = FALSE;
	return 1;
}

gssize transport_read(Transport *transport, void *buffer, gsize size)
{
	if (transport->tls == NULL)
		return socket_outcome(recv(transport->socket, buffer, size, 0));
	ERR_clear_error();
	int result = SSL_read(transport->tls, buffer, (int)MIN(size, G_MAXINT));

	return result > 0 ? result : tls_outcome(transport, result);
}

gssize transport_write(Transport *transport, const void *bytes, gsize size)
{
	if (transport->tls == NULL)
		return socket_outcome(send(transport->socket, bytes, size, MSG_NOSIGNAL));
	ERR_clear_error();
	int result = SSL_write(transport->tls, bytes, (int)MIN(size, G_MAXINT));

	return result > 0 ? result : tls_outcome(transport, result);
}

void transport_close(Transport *transport)
{
	if (transport->tls != NULL && !transport->shaking)
		(void)SSL_shutdown(transport->tls);
	g_clear_pointer(&transport->tls, SSL_free);
	(void)close(transport->socket);
	transport->socket = -1;
}
