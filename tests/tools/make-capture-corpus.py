#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make-capture-corpus.py FOLDER: the seeds of the fuzz targets that read captures and SMTP, which are
kept in fuzz/corpus."""

import os
import random
import struct
import subprocess
import sys

TOP = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, TOP)
sys.dont_write_bytecode = True
import make_capture as maker

CAPTURES = {
    "plain": [], "pcapng": ["--file", "pcapng"], "big-endian": ["--file", "pcap-be"], "nanoseconds": ["--file", "pcap-ns"],
    "sll": ["--link", "sll"], "sll2": ["--link", "sll2"], "loopback": ["--link", "null"], "raw": ["--link", "raw"],
    "vlan": ["--trouble", "vlan"], "fragments": ["--trouble", "fragments"], "ipv6-fragments": ["--trouble", "ipv6", "fragments"],
    "trouble": ["--trouble", "loss", "reorder", "conflict"], "one-side": ["--trouble", "client-only"],
    "no-handshake": ["--trouble", "no-handshake", "overlap"],
}


def write(folder, target, name, data):
    path = os.path.join(folder, target)
    os.makedirs(path, exist_ok=True)
    with open(os.path.join(path, name), "wb") as file:
        file.write(data)


def captures(folder):
    os.makedirs(os.path.join(folder, "capture"), exist_ok=True)
    for seed, (name, options) in enumerate(CAPTURES.items()):
        out = os.path.join(folder, "capture", name)
        subprocess.run([sys.executable, os.path.join(TOP, "make_capture.py"), out, "--sessions", "1", "--messages", "2",
            "--size", "400", "--seed", str(seed)] + options, check=True)
        os.remove(out + ".expected")


def dialogues(folder):
    for seed in range(6):
        rand = random.Random(seed)
        turns, _ = maker.dialogue(rand, seed, 2, 500)
        client = b"".join(data for side, data in turns if side == maker.CLIENT)
        write(folder, "smtp-session", f"dialogue-{seed}", bytes([seed]) + client)
        both = b"".join(bytes([len(data[at:at + 63]) | side << 6]) + data[at:at + 63]
            for side, data in turns for at in range(0, len(data), 63))
        write(folder, "smtp-replay", f"dialogue-{seed}", both)
        write(folder, "smtp-replay", f"gap-{seed}", both[:200] + bytes([200]) + both[200:])


def streams(folder):
    for seed in range(4):
        rand = random.Random(seed)
        out = b""
        for _ in range(20):
            data = rand.randbytes(rand.randint(0, 60))
            out += struct.pack(">HHBB", rand.randint(0, 600), rand.randint(0, 600), len(data), rand.getrandbits(8)) + data
        write(folder, "tcp-stream", f"random-{seed}", out)


def main():
    folder = sys.argv[1]
    captures(folder)
    dialogues(folder)
    streams(folder)


if __name__ == "__main__":
    main()
