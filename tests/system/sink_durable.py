#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a sinkhole promises with 250: sink_durable.py TASK ARGUMENT....

kill PORT ROUNDS COMMAND...: COMMAND, a sinkhole, is killed at random while clients send; marks of the
    messages that were answered with 250 go to the file "answered".
missing EXPORT: each of them is in the exported ledger, exactly once.
order PORT PROCESS: the system calls of one message: written, synced, answered."""

import collections
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

from sink import Talk, letter, receiver_of

CLIENTS = 8


def send_on(port, number, stop, answered):
    """Messages, each for somebody of its own, in several connections, until STOP."""
    count = 0
    while not stop.is_set():
        try:
            talk = Talk(port)
            talk.wants(250, "EHLO client.example")
            for _ in range(5):
                mark = f"k{os.getpid()}.{number}.{count}"
                count += 1
                if talk.message(letter(mark), recipients=[f"{mark}@taken.example"]).startswith("250"):
                    answered.append(mark)
        except (OSError, EOFError):
            time.sleep(0.05)


def kill_tree(process):
    for child in subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True,
            check=False).stdout.split():
        os.kill(int(child), signal.SIGKILL)
    process.kill()
    process.wait()


def kill(port, rounds, *command):
    answered, stop = [], threading.Event()
    senders = [threading.Thread(target=send_on, args=(int(port), number, stop, answered)) for number in range(CLIENTS)]
    for sender in senders:
        sender.start()
    for _ in range(int(rounds)):
        with open("sink.json", "a", encoding="utf-8") as out, open("sink.log", "a", encoding="utf-8") as log:
            process = subprocess.Popen(command, stdout=out, stderr=log)
            time.sleep(random.uniform(0.3, 2))
            kill_tree(process)
    stop.set()
    for sender in senders:
        sender.join()
    with open("answered", "w", encoding="utf-8") as file:
        file.write("".join(mark + "\n" for mark in answered))
    print(f"{len(answered)} messages answered in {rounds} rounds")
    return 0 if len(answered) > 10 * int(rounds) else 1


def missing(export):
    with open("answered", encoding="utf-8") as file:
        answered = {line.strip() for line in file}
    found = collections.Counter()
    with open(export, encoding="utf-8") as file:
        for line in file:
            found.update(re.findall(r"k[0-9]+\.[0-9]+\.[0-9]+(?=@taken\.example)",
                " ".join(person["address"] for person in json.loads(line).get("recipients", []))))
    lost = [mark for mark in answered if found[mark] == 0]
    twice = [mark for mark in answered if found[mark] > 1]
    print(f"{len(answered)} answered, {sum(found.values())} in the ledger, {len(lost)} lost {lost[:3]}, "
        f"{len(twice)} twice {twice[:3]}")
    return 1 if lost or twice or not answered else 0


def order(port, process):
    calls = "calls.strace"
    tracer = subprocess.Popen(["strace", "-f", "-o", calls, "-e", "trace=write,writev,fdatasync,fsync,sendto", "-s", "4096",
        "-p", str(receiver_of(int(process)))], stderr=subprocess.DEVNULL)
    time.sleep(1)
    talk = Talk(int(port))
    talk.wants(250, "EHLO client.example")
    talk.message(letter("order"), recipients=["order@taken.example"])
    time.sleep(0.5)
    tracer.terminate()
    tracer.wait()
    with open(calls, encoding="utf-8", errors="replace") as file:
        seen = [line.split(None, 1)[1] for line in file]
    steps = [at for at, line in enumerate(seen) if line.startswith("writev(") and "order@" in line or
        line.startswith("fdatasync(") and line.rstrip().endswith("= 0") or
        line.startswith("sendto(") and "250 2.0.0 Ok: queued" in line]
    names = [re.match(r"\w+", seen[at])[0] for at in steps]
    print(names)
    while names and names[0] != "writev":
        del names[0]
    return 0 if names[:3] == ["writev", "fdatasync", "sendto"] and names.count("sendto") == 1 else 1


if __name__ == "__main__":
    sys.exit({"kill": kill, "missing": missing, "order": order}[sys.argv[1]](*sys.argv[2:]))
