/* SPDX-License-Identifier: Apache-2.0
 *
 * The zygote: a child forked at the very start that forks all workers. Requests and replies are
 * small packets on one socket pair. When the parent dies, however it dies, the zygote and its
 * workers end; signals that a terminal or a service manager sends to the whole group are left to
 * the parent.
 */
#include "worker/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.h"
#include "mail/message.h"
#include "worker/editor.h"
#include "worker/pool.h"
#include "worker/sandbox.h"

#define PAGE            4096
#define REPLY_SECONDS   60 /* warming up included */
#define WELCOME_SECONDS 20

typedef enum {
	REQUEST_MAKE,        /* number: slot; reply: number is the pid, with the socket */
	REQUEST_MAKE_EDITOR, /* the same */
	REQUEST_END,         /* number: pid; reply: number is the wait status */
} RequestKind;

typedef struct Request {
	guint32 kind;
	gint32 number;
} Request;

typedef struct Reply {
	gint32 number;
	gint32 error; /* an errno, 0 when all went well */
} Reply;

/* The first thing a worker says. */
typedef struct Welcome {
	gint32 step; /* SandboxStep */
	gint32 error;
} Welcome;

/* The parent's view. */
static struct {
	int socket;
	pid_t pid;
	guint8 *pages; /* ZYGOTE_WORKERS pages, shared with the workers, one each */
	gboolean taken[ZYGOTE_WORKERS];
	gint lost;    /* atomic */
	GMutex mutex; /* a request and its reply, and what is taken */
} zygote = {.socket = -1};

/* The zygote's view. */
typedef struct Nursery {
	int socket;
	pid_t pid;
	WorkerAnswer answer;
	GArray *children; /* of pid_t, not yet waited for */
} Nursery;

static guint8 *page_of(guint slot)
{
	return zygote.pages + (gsize)slot * PAGE;
}

/* ---- in the zygote and its workers ---- */

static gboolean send_reply(int socket, Reply reply, int descriptor)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec vector = {.iov_base = &reply, .iov_len = sizeof reply};
	struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
	if (descriptor >= 0) {
		message.msg_control = &control;
		message.msg_controllen = sizeof control;
		struct cmsghdr *header = CMSG_FIRSTHDR(&message);
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
	}
	return sendmsg(socket, &message, MSG_NOSIGNAL) == (gssize)sizeof reply;
}

/* Keep SLOT's page and give up the pages of the other workers. */
static guint32 *keep_page(guint slot)
{
	if (slot > 0)
		munmap(page_of(0), (gsize)slot * PAGE);
	if (slot + 1 < ZYGOTE_WORKERS)
		munmap(page_of(slot + 1), (gsize)(ZYGOTE_WORKERS - slot - 1) * PAGE);
	return (guint32 *)(gpointer)page_of(slot);
}

static _Noreturn void be_worker(WorkerAnswer answer, int socket, guint slot)
{
	Welcome welcome = {0};
	int error = 0;
	prctl(PR_SET_NAME, "kith-worker");
	guint32 *started = keep_page(slot);
	welcome.step = (gint32)sandbox_enter(socket, &error);
	welcome.error = error;
	int place = welcome.step == SANDBOX_DESCRIPTORS ? socket : SANDBOX_SOCKET;
	gboolean said = write(place, &welcome, sizeof welcome) == (gssize)sizeof welcome;
	if (!said || welcome.step != SANDBOX_ENTERED)
		_exit(EXIT_FAILURE);
	worker_run(SANDBOX_SOCKET, answer, started);
}

static pid_t fork_worker(const Nursery *nursery, WorkerAnswer answer, int socket, guint slot)
{
	pid_t pid = fork();
	if (pid != 0)
		return pid;
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != nursery->pid)
		_exit(EXIT_FAILURE);
	be_worker(answer, socket, slot);
}

static void make_worker(Nursery *nursery, WorkerAnswer answer, guint slot)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
		send_reply(nursery->socket, (Reply){.error = errno}, -1);
		return;
	}
	pid_t pid = fork_worker(nursery, answer, ends[1], slot);
	int error = errno;
	if (pid > 0) {
		g_array_append_val(nursery->children, pid);
		send_reply(nursery->socket, (Reply){.number = pid}, ends[0]);
	} else {
		send_reply(nursery->socket, (Reply){.error = error}, -1);
	}
	close(ends[0]);
	close(ends[1]);
}

static int reap(pid_t pid)
{
	int status = 0;
	kill(pid, SIGKILL); /* without effect on one that is dead already */
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}

static void end_worker(Nursery *nursery, pid_t pid)
{
	for (guint i = 0; i < nursery->children->len; i++) {
		if (g_array_index(nursery->children, pid_t, i) != pid)
			continue;
		g_array_remove_index_fast(nursery->children, i);
		send_reply(nursery->socket, (Reply){.number = reap(pid)}, -1);
		return;
	}
	send_reply(nursery->socket, (Reply){.error = ESRCH}, -1);
}

static _Noreturn void serve(Nursery *nursery)
{
	Request request;
	for (;;) {
		gssize n = recv(nursery->socket, &request, sizeof request, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n != (gssize)sizeof request)
			break;
		if (request.kind == REQUEST_END)
			end_worker(nursery, request.number);
		else if ((guint)request.number < ZYGOTE_WORKERS)
			make_worker(nursery,
				request.kind == REQUEST_MAKE ? nursery->answer : editor_answer,
				(guint)request.number);
	}
	for (guint i = 0; i < nursery->children->len; i++)
		reap(g_array_index(nursery->children, pid_t, i));
	_exit(EXIT_SUCCESS);
}

/* The parent decides when to end; a worker never dies of a signal that was meant for the program.
 */
static void leave_signals_to_parent(void)
{
	static const int ignored[] = {
		SIGINT, SIGTERM, SIGQUIT, SIGHUP, SIGTSTP, SIGPIPE, SIGUSR1, SIGUSR2};
	sigset_t none;
	for (gsize i = 0; i < G_N_ELEMENTS(ignored); i++)
		signal(ignored[i], SIG_IGN);
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Keep stderr for complaints and SOCKET, which moves to 3; return it. */
static int drop_descriptors(int socket)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int standard = 0; null >= 0 && standard < 2; standard++)
		dup2(null, standard);
	int place = STDERR_FILENO + 1;
	if (socket != place)
		dup3(socket, place, O_CLOEXEC);
	close_range((unsigned)place + 1, ~0u, 0);
	return place;
}

static _Noreturn void be_zygote(int socket, pid_t parent, void (*warm)(void), WorkerAnswer answer)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
		_exit(EXIT_FAILURE);
	prctl(PR_SET_NAME, "kith-zygote");
	leave_signals_to_parent();
	Nursery nursery = {.socket = drop_descriptors(socket), .pid = getpid(), .answer = answer};
	nursery.children = g_array_new(FALSE, FALSE, sizeof(pid_t));
	if (warm != NULL)
		warm();
	serve(&nursery);
}

/* ---- in the parent ---- */

static gboolean fail(GError **error, int number, const char *what)
{
	g_set_error(error, KITH_ERROR, KITH_ERROR_WORKER, "%s: %s", what, g_strerror(number));
	return FALSE;
}

static void set_timeout(int socket, int seconds)
{
	struct timeval time = {.tv_sec = seconds};
	setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
}

/* Where /proc is not mounted nobody knows. */
static gboolean has_threads(void)
{
	guint n = 0;
	g_autoptr(GDir) tasks = g_dir_open("/proc/self/task", 0, NULL);
	while (tasks != NULL && g_dir_read_name(tasks) != NULL)
		n++;
	return n > 1;
}

static gboolean fork_zygote(int ends[2], void (*warm)(void), WorkerAnswer answer, GError **error)
{
	pid_t parent = getpid();
	pid_t pid = fork();
	if (pid == 0)
		be_zygote(ends[1], parent, warm, answer);
	int number = errno;
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return fail(error, number, "cannot make a process");
	}
	zygote.pid = pid;
	zygote.socket = ends[0];
	set_timeout(zygote.socket, REPLY_SECONDS);
	return TRUE;
}

gboolean zygote_start_with(void (*warm)(void), WorkerAnswer answer, GError **error)
{
	int ends[2];
	if (zygote.pid != 0)
		return TRUE;
	/* A lock that another thread holds now would stay locked in every worker. */
	if (has_threads())
		return fail(error, EBUSY, "threads run before there are workers");
	if (zygote.pages == NULL) {
		void *pages = mmap(NULL, (gsize)ZYGOTE_WORKERS * PAGE, PROT_READ | PROT_WRITE,
			MAP_SHARED | MAP_ANONYMOUS, -1, 0);
		if (pages == MAP_FAILED)
			return fail(error, errno, "cannot share memory");
		zygote.pages = pages;
	}
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return fail(error, errno, "cannot make a socket pair");
	/* An ignored SIGCHLD, which exec hands down, would leave nothing to wait for. */
	signal(SIGCHLD, SIG_DFL);
	return fork_zygote(ends, warm, answer, error);
}

gboolean zygote_start(GError **error)
{
	return zygote_start_with(message_warm, worker_answer, error);
}

void zygote_stop(void)
{
	if (zygote.pid == 0)
		return;
	close(zygote.socket);
	while (waitpid(zygote.pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	zygote.pid = 0;
	zygote.socket = -1;
	memset(zygote.taken, 0, sizeof zygote.taken);
}

pid_t zygote_pid(void)
{
	return zygote.pid;
}

/* The descriptor that came with MESSAGE, or -1. */
static int received_descriptor(struct msghdr *message)
{
	int descriptor = -1;
	struct cmsghdr *header = CMSG_FIRSTHDR(message);
	if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
		header->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
	return descriptor;
}

/* Receive one reply; an errno, or 0. */
static int receive_reply(Reply *ret_reply, int *ret_descriptor)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec vector = {.iov_base = ret_reply, .iov_len = sizeof *ret_reply};
	struct msghdr message = {.msg_iov = &vector,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof control};
	gssize n;
	do {
		n = recvmsg(zygote.socket, &message, MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	if (n != (gssize)sizeof *ret_reply)
		return n < 0 ? errno : EPIPE;
	*ret_descriptor = received_descriptor(&message);
	return 0;
}

gboolean zygote_is_lost(void)
{
	return g_atomic_int_get(&zygote.lost) != 0;
}

/* Send REQUEST and wait for its reply; an errno, or 0. The mutex is held. */
static int ask(Request request, Reply *ret_reply, int *ret_descriptor)
{
	gssize n;
	do {
		n = send(zygote.socket, &request, sizeof request, MSG_NOSIGNAL);
	} while (n < 0 && errno == EINTR);
	int number = n < 0 ? errno : receive_reply(ret_reply, ret_descriptor);
	if (number == 0)
		return ret_reply->error;
	/* A reply that comes late must not pass for the next one's. */
	shutdown(zygote.socket, SHUT_RDWR);
	g_atomic_int_set(&zygote.lost, 1);
	return number;
}

static gboolean find_slot(guint *ret_slot)
{
	for (guint slot = 0; slot < ZYGOTE_WORKERS; slot++) {
		if (zygote.taken[slot])
			continue;
		*ret_slot = slot;
		return TRUE;
	}
	return FALSE;
}

/* Wait until WORKER says that it is in its sandbox. */
static gboolean await_welcome(const ZygoteWorker *worker, GError **error)
{
	Welcome welcome;
	gssize n;
	set_timeout(worker->socket, WELCOME_SECONDS);
	do {
		n = recv(worker->socket, &welcome, sizeof welcome, MSG_WAITALL);
	} while (n < 0 && errno == EINTR);
	if (n != (gssize)sizeof welcome)
		return fail(error, n < 0 ? errno : EPIPE, "a worker died while it was made");
	if (welcome.step != SANDBOX_ENTERED) {
		const char *step = sandbox_step_name((SandboxStep)welcome.step);
		g_set_error(error, KITH_ERROR, KITH_ERROR_WORKER,
			"no sandbox for reading mail, so none is read: %s: %s", step,
			g_strerror(welcome.error));
		return FALSE;
	}
	int flags = fcntl(worker->socket, F_GETFL);
	if (flags < 0 || fcntl(worker->socket, F_SETFL, flags | O_NONBLOCK) != 0)
		return fail(error, errno, "cannot set up a worker's socket");
	return TRUE;
}

/* Fork WORKER, which is not in its sandbox yet. */
static gboolean make(ZygoteWorker *worker, ZygoteRole role, GError **error)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&zygote.mutex);
	Reply reply = {0};
	if (zygote.pid == 0)
		return fail(error, ECHILD, "no process that makes workers");
	if (!find_slot(&worker->slot))
		return fail(error, EAGAIN, "too many workers");
	worker->started = (const guint32 *)(gpointer)page_of(worker->slot);
	memset(page_of(worker->slot), 0, PAGE);
	Request request = {.kind = role == ZYGOTE_READER ? REQUEST_MAKE : REQUEST_MAKE_EDITOR,
		.number = (gint32)worker->slot};
	int number = ask(request, &reply, &worker->socket);
	if (number != 0 || worker->socket < 0)
		return fail(error, number != 0 ? number : EPIPE, "cannot make a worker");
	worker->pid = reply.number;
	zygote.taken[worker->slot] = TRUE;
	return TRUE;
}

gboolean zygote_make(ZygoteWorker *ret_worker, ZygoteRole role, GError **error)
{
	ZygoteWorker worker = {.socket = -1};
	if (!make(&worker, role, error))
		return FALSE;
	if (!await_welcome(&worker, error)) {
		zygote_end(&worker);
		return FALSE;
	}
	*ret_worker = worker;
	return TRUE;
}

int zygote_end(ZygoteWorker *worker)
{
	g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&zygote.mutex);
	Reply reply = {0};
	int none = -1;
	Request request = {.kind = REQUEST_END, .number = worker->pid};
	/* Before its socket closes, or it might end by itself and the status be another. */
	int number = zygote.pid != 0 ? ask(request, &reply, &none) : ECHILD;
	close(worker->socket);
	worker->socket = -1;
	if (number != 0)
		return -1;
	zygote.taken[worker->slot] = FALSE;
	return reply.number;
}
