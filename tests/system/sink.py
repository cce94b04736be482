#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Clients of a sinkhole on the loopback, for sink.sh and its like: sink.py TASK PORT [ARGUMENT...].

Polite ones and hostile ones. A task prints what it found and ends with a status."""

import base64
import os
import re
import socket
import ssl
import subprocess
import sys
import time

HOST = "127.0.0.1"


class Talk:
    """A connection that says lines and reads answers."""

    def __init__(self, port, tls=False, source=None, name="mx.victim.example", host=HOST):
        self.socket = socket.create_connection((host, port), 30, (source, 0) if source else None)
        self.name = name
        if tls:
            self.wrap()
        self.buffer = b""
        self.greeting = self.answer()

    def wrap(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket, server_hostname=self.name)

    def line(self):
        while b"\n" not in self.buffer:
            more = self.socket.recv(65536)
            if not more:
                raise EOFError(self.buffer)
            self.buffer += more
        line, self.buffer = self.buffer.split(b"\n", 1)
        return line.decode().rstrip("\r")

    def answer(self):
        while True:
            line = self.line()
            if line[3:4] != "-":
                return line

    def send(self, data):
        self.socket.sendall(data.encode() if isinstance(data, str) else data)

    def say(self, text):
        self.send(text + "\r\n")
        return self.answer()

    def wants(self, code, text):
        got = self.say(text)
        if not got.startswith(str(code)):
            sys.exit(f"{text[:60]!r}: {got}, not {code}")
        return got

    def starttls(self):
        self.wants(220, "STARTTLS")
        self.wrap()

    def login(self, mechanism, user, password, initial=True):
        """AUTH as far as its answer."""
        coded = {"PLAIN": [f"\0{user}\0{password}"], "LOGIN": [user, password],
            "XOAUTH2": [f"user={user}\1auth=Bearer {password}\1\1"]}[mechanism]
        lines = [base64.b64encode(text.encode()).decode() for text in coded]
        if initial:
            lines[0] = f"AUTH {mechanism} {lines[0]}"
        else:
            lines.insert(0, f"AUTH {mechanism}")
        for line in lines[:-1]:
            self.wants(334, line)
        self.wants(235, lines[-1])

    def message(self, content, sender="a@x.example", recipients=("b@y.example",)):
        self.wants(250, f"MAIL FROM:<{sender}>")
        for recipient in recipients:
            self.wants(250, f"RCPT TO:<{recipient}>")
        self.wants(354, "DATA")
        return self.say(content + "\r\n.")


def letter(mark, size=300):
    body = "\r\n".join(["x" * 70] * (size // 72))
    return f"From: a@x.example\r\nTo: b@y.example\r\nSubject: {mark}\r\n\r\n{mark}\r\n{body}"


# ---- polite clients ----

def task_letter(port, mark, host=HOST, other_port=0):
    talk = Talk(other_port or port, host=host)
    talk.wants(250, "EHLO client.example")
    answer = talk.message(letter(mark), recipients=[f"{mark}@taken.example"])
    talk.wants(221, "QUIT")
    print(answer)
    return 0 if answer.startswith("250") else 1


def task_login(port, mechanism, initial, mark):
    talk = Talk(port)
    talk.wants(250, "EHLO client.example")
    talk.login(mechanism, "user@victim.example", "pass-of-bot", bool(initial))
    answer = talk.message(letter(mark), recipients=[f"{mark}@taken.example"])
    return 0 if answer.startswith("250") else 1


def task_recipients(port, mark):
    """A thousand are taken, the next one is told to come with another message."""
    talk = Talk(port)
    talk.wants(250, "EHLO client.example")
    talk.wants(250, "MAIL FROM:<>")
    for number in range(1000):
        talk.wants(250, f"RCPT TO:<{mark}{number}@taken.example>")
    talk.wants(452, f"RCPT TO:<{mark}@taken.example>")
    talk.wants(354, "DATA")
    talk.wants(250, letter(mark) + "\r\n.")
    return 0


def task_chunks(port, mark):
    talk = Talk(port)
    text = letter(mark).encode()
    talk.wants(250, "EHLO client.example")
    talk.wants(250, "MAIL FROM:<a@x.example> BODY=8BITMIME SIZE=1000")
    talk.wants(250, f"RCPT TO:<{mark}@taken.example> NOTIFY=NEVER")
    talk.send(b"BDAT 10\r\n" + text[:10] + b"BDAT %d LAST\r\n" % (len(text) - 10) + text[10:])
    return 0 if talk.answer().startswith("250") and talk.answer().startswith("250") else 1


# ---- others ----

def task_bot(port, mark):
    """As a spambot does it: everything in two packets, no spaces where they belong, one bare LF."""
    talk = Talk(port)
    talk.send(f"ehlo [10.1.2.3]\r\nAUTH LOGIN dXNlckB2aWN0aW0uZXhhbXBsZQ==\r\ncGFzcy1vZi1ib3Q=\r\n"
        f"mail from: stolen@victim.example\r\nRCPT TO: <{mark}@taken.example>\nDATA\r\n")
    answers = [talk.answer()[:3] for _ in range(6)]
    talk.send(letter(mark) + "\r\n.\r\nQUIT\r\n")
    answers += [talk.answer()[:3] for _ in range(2)]
    print(answers)
    return 0 if answers == ["250", "334", "235", "250", "250", "354", "250", "221"] else 1


def task_refusals(port):
    talk = Talk(port)
    talk.wants(500, "LHLO client.example")
    talk.wants(500, "GET / HTTP/1.1")
    talk.wants(503, "RCPT TO:<a@taken.example>")
    talk.wants(503, "DATA")
    talk.wants(501, "MAIL FROM")
    talk.wants(504, "AUTH NTLM")
    talk.wants(334, "AUTH PLAIN")
    talk.wants(501, "*")
    talk.wants(501, "BDAT many")
    talk.wants(503, "BDAT 0 LAST")
    talk.wants(250, "NOOP")
    for _ in range(200):
        if talk.say("nonsense").startswith("421"):
            return 0
    return 1


def task_injection(port):
    """What follows STARTTLS in clear is not read (CVE-2011-0411)."""
    talk = Talk(port)
    talk.wants(250, "EHLO client.example")
    talk.send("STARTTLS\r\nMAIL FROM:<evil@client.example>\r\n")
    if not talk.answer().startswith("220"):
        return 1
    talk.wrap()
    talk.wants(250, "EHLO client.example")
    talk.wants(503, "RCPT TO:<a@taken.example>")
    talk.wants(503, "STARTTLS")
    return 0


def task_enormous(port, mark):
    talk = Talk(port)
    talk.wants(250, "EHLO client.example")
    talk.wants(250, "MAIL FROM:<a@x.example>")
    talk.wants(250, f"RCPT TO:<{mark}@taken.example>")
    talk.wants(354, "DATA")
    for _ in range(1100):
        talk.send((b"y" * 998 + b"\r\n") * 66)
    talk.wants(250, ".")
    return 0


def task_slow(port):
    """A byte now and then is no progress: the sinkhole of the test gives a command six seconds."""
    talk = Talk(port)
    begun = time.monotonic()
    try:
        for _ in range(50):
            talk.send("N")
            time.sleep(0.3)
    except OSError:
        pass
    seconds = time.monotonic() - begun
    print(f"{seconds:.1f} s")
    return 0 if talk.answer().startswith("421") and 5 < seconds < 15 else 1


# ---- passwords ----

def spellings(password):
    """PASSWORD in clear, and what base64 makes of it at each of three places."""
    found = [password.encode()]
    for skip in range(3):
        coded = base64.b64encode(b"?" * skip + password.encode())
        first = {0: 0, 1: 2, 2: 3}[skip]
        found.append(coded[first:len(coded) - 4])
    return found


def receiver_of(process):
    """The receiving process: the child of PROCESS that listens."""
    children = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=False)
    for child in map(int, children.stdout.split()):
        links = os.listdir(f"/proc/{child}/fd")
        if any(os.readlink(f"/proc/{child}/fd/{link}").startswith("anon_inode:[eventpoll]") for link in links):
            return child
    sys.exit("no receiver")


def search_core(process, words, options):
    subprocess.run(["gcore", *options, "-o", "core", str(process)], check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(f"core.{process}", "rb") as file:
        core = file.read()
    os.remove(f"core.{process}")
    if b"user3@victim.example" not in core:
        sys.exit("the core does not even hold the accounts")
    found = [word for word in words if any(text in core for text in spellings(word))]
    print(f"{len(words)} passwords, {len(core) >> 20} MiB of core: {found}")
    return found


def task_core(port, tls_port, process):
    """While sessions are busy after AUTH, a core of the receiver holds no password."""
    words = []
    talks = []
    for number, (mechanism, initial, wrapped) in enumerate((mechanism, initial, wrapped)
            for mechanism in ("PLAIN", "LOGIN", "XOAUTH2") for initial in (True, False)
            for wrapped in ("", "tls", "starttls")):
        talk = Talk(tls_port if wrapped == "tls" else port, wrapped == "tls")
        talk.wants(250, "EHLO client.example")
        if wrapped == "starttls":
            talk.starttls()
            talk.wants(250, "EHLO client.example")
        words.append(f"Never-{number:02}-in-{mechanism}-Clear-{os.getpid()}")
        talk.login(mechanism, f"user{number}@victim.example", words[-1], initial)
        talk.wants(250, "MAIL FROM:<a@x.example>")
        talk.send("RCPT TO:<b@y.exam")
        talks.append(talk)
    found = search_core(receiver_of(process), words, [])
    for talk in talks:
        talk.wants(250, "ple>")
    time.sleep(8)
    # By then all are hashed, and the memory that a core leaves out holds none either.
    found += search_core(receiver_of(process), words, ["-a"])
    return 1 if found else 0


if __name__ == "__main__":
    numbers = [int(text) if re.fullmatch(r"\d+", text) else text for text in sys.argv[2:]]
    sys.exit(globals()["task_" + sys.argv[1]](*numbers))
