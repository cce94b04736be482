# SPDX-License-Identifier: Apache-2.0
"""Leaves in a state what a guard and a sinkhole leave that are killed at work: left.py KITH FOLDER STATE;
left.py KITH FOLDER STATE read has another guard and sinkhole read what waits there.

In FOLDER are the state, its "secret", and genuine.eml, own.eml and hijacked.eml, which the state is to hold
for hijacked and whose guard is to hold such. Afterwards own.eml waits in guard/backlog/outgoing, genuine.eml
and hijacked.eml in guard/backlog/incoming, hijacked.eml is in quarantine; a sinkhole has recorded genuine.eml,
which it keeps in raw, and has in its spool what it took of it again, unread."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

TOP = os.environ["TOP"]
sys.dont_write_bytecode = True
sys.path.append(os.path.join(TOP, "bench"))
import milter
import sink

NOBODY = 65534


def children_of(process):
    """Oldest first."""
    with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
        return [int(number) for number in file.read().split()]


def await_true(what, question):
    for _ in range(200):
        if question():
            return
        time.sleep(0.05)
    sys.exit(f"in vain: {what}")


def kill_all(process):
    """PROCESS and its children, which it is not to replace."""
    os.kill(process.pid, signal.SIGSTOP)
    for child in children_of(process.pid):
        os.kill(child, signal.SIGKILL)
    process.kill()
    process.wait()


def own(top, user):
    os.lchown(top, user, user)
    for path, folders, files in os.walk(top):
        for name in folders + files:
            os.lchown(os.path.join(path, name), user, user)


def read(folder, name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def show(path, folder):
    """The guard is shown our own mail, a stranger's and a forged answer."""
    for client, name in (("10.1.2.3", "own.eml"), ("203.0.113.9", "genuine.eml"), ("203.0.113.9", "hijacked.eml")):
        session = milter.Session(path, client)
        session.send(milter.Message(read(folder, name)), recipient=b"emi.fujita@ours.example")
        session.close()


@contextlib.contextmanager
def guard(program, folder, state):
    """A guard at work, and its socket. Root's state is nobody's meanwhile."""
    place, secret = os.path.join(folder, "run"), os.path.join(folder, "secret")
    user = ["--user", "nobody"] if os.getuid() == 0 else []
    os.mkdir(place)
    for path in (state, place, secret) if user else ():
        own(path, NOBODY)
    process = subprocess.Popen([program, "guard", "--state", state, "--secret", secret, "--listen", f"unix:{place}/guard",
        *user], stderr=subprocess.DEVNULL)
    await_true("the guard", lambda: os.path.exists(f"{place}/guard") and len(children_of(process.pid)) == 2)
    time.sleep(0.5)
    yield process, f"{place}/guard"
    for path in (state, secret) if user else ():
        own(path, 0)
    shutil.rmtree(place)


def leave_by_guard(program, folder, state):
    with guard(program, folder, state) as (process, place):
        os.kill(children_of(process.pid)[1], signal.SIGSTOP)
        show(place, folder)
        await_true("the quarantine", lambda: os.listdir(os.path.join(state, "guard", "quarantine")))
        kill_all(process)


def take(port, content):
    talk = sink.Talk(port)
    talk.wants(250, "EHLO client.example")
    answer = talk.message(content, "a@x.example", ["emi.fujita@ours.example"])
    if not answer.startswith("250"):
        sys.exit(answer)


def leave_by_sink(program, folder, state):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    content = read(folder, "genuine.eml").decode().replace("\r\n", "\n").replace("\n", "\r\n")
    process = subprocess.Popen([program, "sink", "--state", state, "--secret", os.path.join(folder, "secret"),
        "--listen", f"127.0.0.1:{port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def listens():
        with socket.socket() as tried:
            return tried.connect_ex(("127.0.0.1", port)) == 0
    await_true("the sinkhole", listens)
    take(port, content)
    await_true("the record", lambda: os.path.exists(f"{state}/recorder/cursor"))
    os.kill(process.pid, signal.SIGSTOP)
    take(port, content)
    kill_all(process)


def read_what_waits(program, folder, state):
    with guard(program, folder, state) as (process, _):
        await_true("the backlog", lambda: not os.listdir(os.path.join(state, "guard", "backlog")))
        process.terminate()
        process.wait()
    subprocess.run([program, "sink", "--drain", "--state", state, "--secret", os.path.join(folder, "secret")],
        stdout=subprocess.DEVNULL, check=True)


def main(program, folder, name, task="leave"):
    state = os.path.join(folder, name)
    if task == "read":
        read_what_waits(program, folder, state)
    else:
        leave_by_guard(program, folder, state)
        leave_by_sink(program, folder, state)


if __name__ == "__main__":
    main(*sys.argv[1:])
