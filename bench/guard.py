#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What kith guard costs a mail server, beside a filter of libmilter that does nothing, in one run and
round by round in turn:

  * messages per second that Postfix takes and delivers into a Maildir, and the processor time that
    Postfix and the filter take for one, which does not depend on what else the machine does;
  * what the filter adds to a message, at the milter protocol: from its first step to the answer.

    bench/guard.py --build build [--messages 1500] [--sessions 10] [--rounds 5] [--learned 5000]

The messages are made up (sample.py); memory knows 5,000 that came before. Needs root, as Postfix does."""

import argparse
import mailbox
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time

import milter
import sample
from peer import free_port

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LARGEST = 100000
PER_CONNECTION = 20


def make_mail(scratch, learned, count):
    """LEARNED messages that memory knows as an mbox, and COUNT that come after as bytes."""
    path = os.path.join(scratch, "sample.mbox")
    sample.write(path, learned + count)
    box = mailbox.mbox(path)
    later = [box.get_bytes(key) for key in range(learned, learned + count)]
    box.close()
    sample.write(path, learned)
    return path, later


def await_socket(path):
    """Until there is a socket at PATH; then everybody may use it."""
    for _ in range(200):
        if os.path.exists(path):
            # Between bind and listen.
            time.sleep(0.1)
            os.chmod(path, 0o777)
            return
        time.sleep(0.1)
    raise OSError(path)


class Guard:
    """kith guard on a state of its own."""

    def __init__(self, program, scratch, settings=""):
        os.mkdir(os.path.join(scratch, "run"), 0o755)
        self.path = os.path.join(scratch, "run", "guard")
        self.state = os.path.join(scratch, "state")
        self.places = ["--state", self.state, "--secret", os.path.join(scratch, "secret")]
        self.program = program
        subprocess.run([program, "init", *self.places, "--org", "ours.example"], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.state, "kith.conf"), "a", encoding="utf-8") as file:
            file.write(settings)

    def learn(self, mbox):
        subprocess.run([self.program, "learn", *self.places, mbox], check=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)

    def start(self, log):
        subprocess.run(["chown", "-R", "nobody", self.state, self.places[3], os.path.dirname(self.path)], check=True)
        self.process = subprocess.Popen([self.program, "guard", *self.places, "--user", "nobody", "--listen",
            "unix:" + self.path], stderr=log)
        await_socket(self.path)

    def waiting(self):
        return len(os.listdir(os.path.join(self.state, "guard", "backlog")))

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Idle:
    """The filter that does nothing."""

    def __init__(self, program, scratch):
        self.path = os.path.join(scratch, "idle")
        self.process = subprocess.Popen([program, "unix:" + self.path])
        await_socket(self.path)

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Postfix:
    """The Postfix of the end-to-end tests, with a port for each of MILTERS."""

    def __init__(self, scratch, milters):
        self.scratch = scratch
        self.ports = [free_port() for _ in milters]
        self.shell(f"postfix_make mta {self.ports[0]} {milters[0]}")
        with open(os.path.join(scratch, "mta/etc/master.cf"), "a", encoding="utf-8") as file:
            for port, place in list(zip(self.ports, milters))[1:]:
                file.write(f"127.0.0.1:{port} inet n - n - - smtpd\n  -o smtpd_milters={place}\n")
        self.shell("postfix_start mta")
        self.delivered = os.path.join(scratch, "mta/mail/x/new")

    def shell(self, command):
        subprocess.run(["bash", "-c", f'. "{TOP}/tests/system/postfix.bash"; {command}'], check=True,
            env=os.environ | {"TMPDIR": self.scratch})

    def process(self):
        with open(os.path.join(self.scratch, "mta/queue/pid/master.pid"), encoding="ascii") as file:
            return int(file.read())

    def count(self):
        return len(os.listdir(self.delivered)) if os.path.exists(self.delivered) else 0

    def stop(self):
        self.shell("postfix_stop mta || true")


def processor_seconds(process):
    """Of PROCESS, all that it has, and all that it had."""
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        with open(f"/proc/{process}/task/{process}/children", encoding="ascii") as file:
            children = file.read().split()
    except OSError:
        return 0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK") + sum(map(processor_seconds, children))


def command(lines, data, wanted):
    lines.write(data)
    lines.flush()
    while True:
        answer = lines.readline()
        if answer[3:4] != b"-":
            break
    if not answer.startswith(wanted):
        raise OSError(answer)


def send(port, messages):
    """By one SMTP connection."""
    with socket.create_connection(("127.0.0.1", port), 60) as connection, connection.makefile("rwb") as lines:
        command(lines, b"", b"220")
        command(lines, b"EHLO client.example\r\n", b"250")
        for message in messages:
            command(lines, b"MAIL FROM:<somebody@elsewhere.example>\r\n", b"250")
            command(lines, b"RCPT TO:<anybody@ours.example>\r\n", b"250")
            command(lines, b"DATA\r\n", b"354")
            command(lines, message, b"250")
        command(lines, b"QUIT\r\n", b"221")


def rate(postfix, port, messages, sessions):
    """Messages per second, from the first connection until all are delivered."""
    batches = [messages[at:at + PER_CONNECTION] for at in range(0, len(messages), PER_CONNECTION)]
    wanted = postfix.count() + len(messages)

    def work():
        while True:
            try:
                batch = batches.pop()
            except IndexError:
                return
            send(port, batch)

    threads = [threading.Thread(target=work) for _ in range(sessions)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while postfix.count() < wanted:
        time.sleep(0.005)
    return len(messages) / (time.perf_counter() - begun)


def wire(message):
    """As it goes over SMTP."""
    lines = message.replace(b"\r\n", b"\n").replace(b"\n.", b"\n..").replace(b"\n", b"\r\n")
    return lines + b"\r\n.\r\n"


def latencies(path, messages):
    """Seconds that each takes, one after the other in one session."""
    session = milter.Session(path)
    taken = []
    for message in messages:
        begun = time.perf_counter()
        answer, _ = session.send(message)
        taken.append(time.perf_counter() - begun)
        if answer not in (b"a", b"c"):
            raise OSError(answer)
    session.close()
    return taken


def settle(guard):
    """Until the guard has learned what it took; the seconds."""
    begun = time.perf_counter()
    while guard.waiting() > 0:
        time.sleep(0.05)
    return time.perf_counter() - begun


def measure(arguments, postfix, guard, idle, mail):
    rates, costs, times, settled = {}, {}, {"idle": [], "kith": []}, []
    filters = {"none": [], "idle": [idle.process.pid], "kith": [guard.process.pid]}
    for turn in range(arguments.rounds):
        begin = turn * 2 * arguments.messages
        messages = [wire(each) for each in mail[begin:begin + arguments.messages]]
        names = list(filters)
        for name in names[turn % 3:] + names[:turn % 3]:
            processes = filters[name] + [postfix.process()]
            before = sum(map(processor_seconds, processes))
            reached = rate(postfix, postfix.ports[names.index(name)], messages, arguments.sessions)
            if name == "kith":
                settled.append(settle(guard))
            cost = sum(map(processor_seconds, processes)) - before
            rates.setdefault(name, []).append(reached)
            costs.setdefault(name, []).append(1000 * cost / len(messages))
        parsed = [milter.Message(each) for each in mail[begin + arguments.messages:begin + 2 * arguments.messages]
            if len(each) < LARGEST]
        pair = {"idle": idle.path, "kith": guard.path}
        for name in sorted(pair, reverse=turn % 2 == 1):
            times[name].append(latencies(pair[name], parsed))
            settle(guard)
    return rates, costs, times, settled


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def show(arguments, rates, costs, times, settled):
    print(f"\nguard: {arguments.messages:,} messages a round, {arguments.sessions} sessions, medians of {arguments.rounds} "
        f"rounds in turn; load of the machine at the end {os.getloadavg()[0]:.1f}, {os.cpu_count()} processors")
    names = {"none": "Postfix without a filter", "idle": "Postfix with a filter that does nothing",
        "kith": "Postfix with kith guard"}
    for key, name in names.items():
        print(f"{name:44}{statistics.median(rates[key]):8.0f} messages/s, {statistics.median(costs[key]):5.2f} ms of "
            f"processor each   ({', '.join(f'{each:.0f}' for each in rates[key])})")
    ratios = [kith / idle for kith, idle in zip(rates["kith"], rates["idle"])]
    print(f"{'kith guard against it, round by round':44}{statistics.median(ratios):8.2f}"
        f"              ({', '.join(f'{each:.2f}' for each in ratios)})")
    print(f"{'the same by processor time':44}{statistics.median(costs['idle']) / statistics.median(costs['kith']):8.2f}")
    print(f"{'learned so long after the last was delivered':44}{statistics.median(settled):8.1f} s")
    for key in times:
        values = [1000 * statistics.median(percentile(each, share) for each in times[key]) for share in (0.5, 0.99)]
        print(f"{'a message under 100 KB at the protocol, ' + key:44}{values[0]:8.1f} ms p50 {values[1]:8.1f} ms p99")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--messages", type=int, default=1500)
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--learned", type=int, default=5000)
    arguments = parser.parse_args()
    if os.geteuid() != 0 or not shutil.which("postfix"):
        print("\nguard: skipped, this needs root and Postfix")
        return
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as scratch, open(os.path.join(scratch, "log"), "wb") as log:
        os.chmod(scratch, 0o755)
        mbox, mail = make_mail(scratch, arguments.learned, 2 * arguments.rounds * arguments.messages)
        guard = Guard(os.path.join(arguments.build, "kith"), scratch)
        guard.learn(mbox)
        guard.start(log)
        idle = Idle(os.path.join(arguments.build, "bench", "bench-idle-filter"), scratch)
        postfix = Postfix(scratch, ["", "unix:" + idle.path, "unix:" + guard.path])
        try:
            show(arguments, *measure(arguments, postfix, guard, idle, mail))
        finally:
            postfix.stop()
            guard.stop()
            idle.stop()


if __name__ == "__main__":
    main()
