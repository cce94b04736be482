#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What tests/system/pcap.sh needs besides the shell.

pcap.py compare EXPECTED JSON   the messages of a capture are those that make_capture.py wrote down
pcap.py split CAPTURE           CAPTURE.1 and CAPTURE.2, cut between two packets
pcap.py talk                    a generated session over the loopback, as a bot speaks it"""

import json
import os
import random
import socket
import struct
import sys
import threading

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools"))
sys.dont_write_bytecode = True
import make_capture as maker


def read_expected(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def read_found(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            found = json.loads(line)
            if "verdict" in found:
                yield {"sha256": found["sha256"], "mail_from": found["mail_from"], "rcpt_to": found["rcpt_to"],
                    "account": found["relay"]["account"]}


def compare(expected, found):
    wanted = sorted(json.dumps(each, sort_keys=True) for each in read_expected(expected))
    got = sorted(json.dumps(each, sort_keys=True) for each in read_found(found))
    if wanted != got or not wanted:
        print(f"{len(wanted)} expected, {len(got)} found, {len(set(wanted) - set(got))} missing")
        sys.exit(1)


def split(path):
    with open(path, "rb") as file:
        data = file.read()
    at = 24
    while at < len(data) // 2:
        at += 16 + struct.unpack("<I", data[at + 8:at + 12])[0]
    for name, part in ((path + ".1", data[:at]), (path + ".2", data[:24] + data[at:])):
        with open(name, "wb") as file:
            file.write(part)


def play(connection, turns, side):
    """One side of a session: sends its turns, and waits for those of the other."""
    waiting = b""
    for whose, data in turns:
        if whose == side:
            connection.sendall(data)
        else:
            while len(waiting) < len(data):
                waiting += connection.recv(65536)
            waiting = waiting[len(data):]


def talk():
    turns, expected = maker.dialogue(random.Random(5), 0, 2, 3000)
    listener = socket.create_server(("127.0.0.1", 0))
    server = threading.Thread(target=lambda: play(listener.accept()[0], turns, maker.SERVER))
    server.start()
    with socket.create_connection(listener.getsockname()) as client:
        play(client, turns, maker.CLIENT)
    server.join()
    for message in expected:
        print(json.dumps(message))


if __name__ == "__main__":
    {"compare": compare, "split": split, "talk": talk}[sys.argv[1]](*sys.argv[2:])
