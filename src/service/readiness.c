/* SPDX-License-Identifier: Apache-2.0
 *
 * One datagram.
 */
#include "service/readiness.h"

#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char ready[] = "READY=1";

/* "@" begins a name that is in no folder. */
static gboolean address_of(const char *name, struct sockaddr_un *ret, socklen_t *ret_length)
{
	gsize length = strlen(name);

	if ((name[0] != '/' && name[0] != '@') || length < 2 || length >= sizeof ret->sun_path) {
		errno = EINVAL;
		return FALSE;
	}
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(ret->sun_path, name, length);
	if (name[0] == '@')
		ret->sun_path[0] = '\0';
	*ret_length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
	return TRUE;
}

static gboolean say_to(const struct sockaddr_un *address, socklen_t length)
{
	int socket_file = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), reason;
	gssize sent;

	if (socket_file < 0)
		return FALSE;
	sent = sendto(socket_file, ready, strlen(ready), MSG_NOSIGNAL,
		(const struct sockaddr *)address, length);
	reason = errno;
	close(socket_file);
	errno = reason;
	return sent == (gssize)strlen(ready);
}

gboolean readiness_tell(void)
{
	const char *name = g_getenv("NOTIFY_SOCKET");
	struct sockaddr_un address;
	socklen_t length;

	if (name == NULL || name[0] == '\0')
		return TRUE;
	return address_of(name, &address, &length) && say_to(&address, length);
}
