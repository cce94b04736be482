#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Hostile clients of a sinkhole, all at once: sink_hostile.py PORT TLS_PORT PROCESS. Prints the memory of
the receiver and how long an honest client waited; fails when either is out of bounds."""

import base64
import os
import random
import resource
import socket
import subprocess
import sys
import threading
import time

from sink import Talk, letter, receiver_of

IDLE, BUSY = 2000, 200
MOST_MIB = 288  # 223 measured; one address may hold 192 of LIMIT_SINK_MEMORY, hashing a password takes 64
MOST_SECONDS = 10.0  # 4 measured on two cores that had other work


def pour(port, head, chunk, count, tail=b""):
    """Say HEAD, then CHUNK so many times, and read nothing; until it is done or cut off."""
    try:
        talk = Talk(port, source="127.0.0.3")
        talk.socket.settimeout(20)
        talk.send(head)
        for _ in range(count):
            talk.send(chunk)
        talk.send(tail)
        return talk
    except OSError:
        return None


def endless_line(port):
    pour(port, b"", b"A" * 65536, 1000)


def long_line(port):
    pour(port, b"EHLO x\r\n", b"A" * 65536, 1600, b"\r\nNOOP\r\n")


def long_content_line(port):
    pour(port, b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n", b"A" * 65536, 1600, b"\r\n.\r\n")


def false_chunks(port):
    head = b"EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n"
    pour(port, head + b"BDAT 9223372036854775000 LAST\r\n", b"B" * 65536, 1600)
    pour(port, head + b"BDAT 99999999999999999999999 LAST\r\nBDAT -1\r\nBDAT\r\nBDAT 5 FIRST\r\n", b"BDAT 1\r\nx", 20000)
    pour(port, head + b"BDAT 10\r\nabc", b"", 0)


def unread_answers(port):
    pour(port, b"", b"EHLO x\r\n" * 8192, 200)


def garbage(port):
    maker = random.Random(7)
    for _ in range(10):
        talk = Talk(port, source="127.0.0.4")
        for mechanism in ("PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2", "NTLM", "", "\xff\xfe"):
            noise = maker.randbytes(maker.randrange(12000))
            for text in (noise, base64.b64encode(noise), b"=", b"*", b""):
                talk.send(b"AUTH " + mechanism.encode("latin-1") + b" " + text.replace(b"\n", b"") + b"\r\n")
        talk.socket.close()


def many_recipients(port):
    pour(port, b"EHLO x\r\nMAIL FROM:<a@b.example>\r\n", b"RCPT TO:<%s@d.example>\r\n" % (b"r" * 900) * 50, 200)


def names(port):
    """A certificate for each of many names."""
    for number in range(400):
        Talk(port, True, source="127.0.0.5", name=f"host{number}.example").socket.close()


def broken_tls(port):
    for _ in range(200):
        talk = socket.create_connection(("127.0.0.1", port), 10)
        talk.sendall(b"\x16\x03\x01\x02\x00" + os.urandom(512))
        talk.close()


def memory(process):
    with open(f"/proc/{process}/status", encoding="ascii") as file:
        return int(next(line.split()[1] for line in file if line.startswith("VmHWM:"))) / 1024


def probe(port, stop, waits):
    """An honest client, again and again."""
    while not stop.is_set():
        begun = time.monotonic()
        talk = Talk(port, source="127.0.0.2")
        talk.wants(250, "EHLO honest.example")
        if not talk.message(letter("honest")).startswith("250"):
            os._exit(3)
        talk.wants(221, "QUIT")
        waits.append(time.monotonic() - begun)
        time.sleep(0.1)


def main():
    port, tls_port, process = map(int, sys.argv[1:])
    receiver = receiver_of(process)
    resource.setrlimit(resource.RLIMIT_NOFILE, (8192, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    idle = [Talk(port, source=f"127.0.1.{1 + number % 8}") for number in range(IDLE)]
    print(f"{len(idle)} idle connections: {memory(receiver):.0f} MiB")
    stop, waits = threading.Event(), []
    threading.Thread(target=probe, args=(port, stop, waits), daemon=True).start()
    attacks = [threading.Thread(target=attack, args=(tls_port if attack in (names, broken_tls) else port,))
        for attack in (endless_line, long_line, false_chunks, unread_answers, garbage, many_recipients, names,
            broken_tls) + (long_content_line,) * 8]
    for attack in attacks:
        attack.start()
    busy = subprocess.run(["smtp-source", "-s", str(BUSY), "-m", "10000", "-l", "4096", "-f", "a@x.example",
        "-t", "b@y.example", f"127.0.0.1:{port}"], check=False)
    for attack in attacks:
        attack.join()
    stop.set()
    alive = sum(1 for talk in idle if talk.say("NOOP").startswith("250"))
    used = memory(receiver)
    print(f"{BUSY} busy connections: status {busy.returncode}; {alive} idle ones alive; {used:.0f} MiB at most; "
        f"an honest client had to wait {max(waits):.2f} s at most, {sum(waits) / len(waits):.2f} s on average of {len(waits)}")
    good = busy.returncode == 0 and alive == IDLE and used < MOST_MIB and max(waits) < MOST_SECONDS
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
