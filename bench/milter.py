# SPDX-License-Identifier: Apache-2.0
"""The mail server's end of the milter protocol, version 6, as far as measuring a filter needs it:
what is agreed upon about steps and replies is kept to, what the filter wants changed is counted only."""

import socket
import struct
import time

ACTIONS, STEPS = 0x1FF, 0x1FFFFF
# Of each command: the flag by which a filter does without it, and the one by which it does not answer.
FLAGS = {b"C": (0x1, 0x1000), b"H": (0x2, 0x2000), b"M": (0x4, 0x4000), b"R": (0x8, 0x8000), b"T": (0x200, 0x10000),
    b"L": (0x20, 0x80), b"N": (0x40, 0x40000), b"B": (0x10, 0x80000)}
LEADING_SPACE = 0x100000
CHUNK = 65535
FINAL = b"acrtdy"


class Message:
    """The bytes of a message, taken apart once."""

    def __init__(self, data):
        head, _, self.body = data.replace(b"\r\n", b"\n").partition(b"\n\n")
        self.body = self.body.replace(b"\n", b"\r\n")
        self.size = len(data)
        self.fields = []
        for line in head.split(b"\n"):
            if line[:1] in b" \t" and self.fields:
                self.fields[-1][1] += b"\n" + line
            else:
                name, _, value = line.partition(b":")
                self.fields.append([name, value])


class Session:
    """One connection of a mail server to the filter at the socket PATH, for the client with ADDRESS."""

    def __init__(self, path, address="203.0.113.9"):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(60)
        self.socket.connect(path)
        self.input = self.socket.makefile("rb")
        self.put(b"O", struct.pack("!III", 6, ACTIONS, STEPS))
        _, answer = self.get()
        _, _, self.steps = struct.unpack("!III", answer[:12])
        self.say(b"C", b"client.elsewhere.example\0" + b"4" + struct.pack("!H", 4711) + address.encode() + b"\0")
        self.say(b"H", b"client.elsewhere.example\0")

    def put(self, command, data=b""):
        self.socket.sendall(struct.pack("!I", len(data) + 1) + command + data)

    def get(self):
        length, = struct.unpack("!I", self.input.read(4))
        packet = self.input.read(length)
        return packet[:1], packet[1:]

    def say(self, command, data=b""):
        without, silent = FLAGS[command]
        if self.steps & without:
            return
        self.put(command, data)
        if not self.steps & silent:
            answer, _ = self.get()
            if answer != b"c":
                raise OSError(f"{answer} is said to {command}")

    def send(self, message, sender=b"somebody@elsewhere.example", recipient=b"anybody@ours.example"):
        """Show the filter a message. Its last word, and the seconds from the end to it."""
        self.say(b"M", b"<" + sender + b">\0")
        self.say(b"R", b"<" + recipient + b">\0")
        self.say(b"T")
        for name, value in message.fields:
            self.say(b"L", name + b"\0" + (value if self.steps & LEADING_SPACE else value[1:]) + b"\0")
        self.say(b"N")
        for at in range(0, len(message.body), CHUNK):
            self.say(b"B", message.body[at:at + CHUNK])
        begun = time.perf_counter()
        self.put(b"E")
        answer = b""
        while answer not in FINAL or not answer:
            answer, _ = self.get()
        return answer, time.perf_counter() - begun

    def close(self):
        self.put(b"Q")
        self.input.close()
        self.socket.close()
