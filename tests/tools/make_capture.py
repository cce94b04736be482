#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Captures of SMTP sessions that never took place, for tests and measurements.

make_capture.py OUT [--seed N --sessions N --messages N --size BYTES --trouble KIND… --link KIND --file KIND]
writes a capture to OUT and what must be found in it to OUT.expected, a JSON object a message. The
kinds of trouble: loss, reorder, overlap, conflict, fragments, vlan, ipv6, client-only, no-handshake."""

import argparse
import base64
import hashlib
import json
import random
import struct

MSS = 1460
CLIENT, SERVER = 0, 1
FIN, SYN, PUSH, ACK = 1, 2, 8, 16
CAPABILITIES = b"250-mx.test.example\r\n250-PIPELINING\r\n250-AUTH PLAIN LOGIN\r\n250 CHUNKING\r\n"
PASSWORD = "never-in-clear-9f27"


def content(rand, size):
    """A message of about SIZE bytes, with what a reader of DATA can get wrong."""
    lines = [b"From: a@client.example", b"To: b@test.example", b"Message-ID: <%x@client.example>" % rand.getrandbits(64),
        b"Subject: number %d" % rand.getrandbits(32), b""]
    length = sum(map(len, lines))
    odd = (b".", b"..", b".dot", b"QUIT", b"", b"MAIL FROM:<x@y>", b"\xff\xfe", b"a\rb")
    while length < size:
        line = rand.choice(odd) if rand.random() < 0.05 else b"%x" % rand.getrandbits(4 * rand.randint(8, 76))
        lines.append(line)
        length += len(line) + 2
    return b"\r\n".join(lines) + b"\r\n"


def stuffed(message):
    body = message.replace(b"\r\n.", b"\r\n..")
    return (b"." + body if body.startswith(b".") else body) + b".\r\n"


KINDS = ["plain", "pipelined", "chunks"]
PORTS = [25, 587, 2525, 8025]


def transaction(rand, message, sender, recipients):
    """Turns of (side, bytes): one message by DATA, pipelined or not, or by BDAT."""
    commands = [b"MAIL FROM:<%s>\r\n" % sender] + [b"RCPT TO:<%s>\r\n" % each for each in recipients]
    kind = rand.choice(KINDS)
    if kind == "chunks":
        middle = rand.randint(0, len(message))
        chunks = b"".join(commands) + b"BDAT %d\r\n" % middle + message[:middle]
        chunks += b"BDAT %d LAST\r\n" % (len(message) - middle) + message[middle:]
        return [(CLIENT, chunks), (SERVER, b"250 ok\r\n" * (len(commands) + 2))]
    if kind == "pipelined":
        turns = [(CLIENT, b"".join(commands) + b"DATA\r\n"), (SERVER, b"250 ok\r\n" * len(commands) + b"354 go on\r\n")]
    else:
        turns = [turn for command in commands for turn in ((CLIENT, command), (SERVER, b"250 ok\r\n"))]
        turns += [(CLIENT, b"DATA\r\n"), (SERVER, b"354 go on\r\n")]
    return turns + [(CLIENT, stuffed(message)), (SERVER, b"250 queued\r\n")]


def login(rand, user):
    both = base64.b64encode(b"\0%s\0%s" % (user, PASSWORD.encode()))
    if rand.random() < 0.5:
        return [(CLIENT, b"AUTH PLAIN " + both + b"\r\n"), (SERVER, b"235 welcome\r\n")]
    return [(CLIENT, b"AUTH LOGIN\r\n"), (SERVER, b"334 VXNlcm5hbWU6\r\n"),
        (CLIENT, base64.b64encode(user) + b"\r\n"), (SERVER, b"334 UGFzc3dvcmQ6\r\n"),
        (CLIENT, base64.b64encode(PASSWORD.encode()) + b"\r\n"), (SERVER, b"235 welcome\r\n")]


GREETING = [(SERVER, b"220 mx.test.example ESMTP\r\n"), (CLIENT, b"EHLO client.example\r\n"), (SERVER, CAPABILITIES)]


def encrypted(rand):
    """A session that turns to TLS."""
    records = [b"\x16\x03\x01\x00\x20\x01" + rand.randbytes(31), b"\x16\x03\x03\x00\x20\x02" + rand.randbytes(31)]
    return GREETING + [(CLIENT, b"STARTTLS\r\n"), (SERVER, b"220 go on\r\n"), (CLIENT, records[0]), (SERVER, records[1])]


def letters(paths):
    """The messages in the files PATHS, with the line ends of SMTP."""
    for path in paths:
        with open(path, "rb") as file:
            yield b"\r\n".join(file.read().replace(b"\r\n", b"\n").split(b"\n"))


def dialogue(rand, number, messages, size, given=()):
    """A whole session, and what must be found in it."""
    turns = list(GREETING)
    user = b"user%d@client.example" % number if rand.random() < 0.5 else None
    turns += login(rand, user) if user else []
    expected = []
    given = list(given)
    for _ in range(len(given) or messages):
        message = given.pop(0) if given else content(rand, rand.randint(min(200, size), size))
        sender = b"s%d@client.example" % rand.randint(0, 99)
        recipients = [b"r%d@test.example" % rand.randint(0, 99) for _ in range(rand.randint(1, 4))]
        turns += transaction(rand, message, sender, recipients)
        expected.append({"sha256": hashlib.sha256(message).hexdigest(), "mail_from": sender.decode(),
            "rcpt_to": [each.decode() for each in recipients], "account": user and user.decode()})
    return turns + [(CLIENT, b"QUIT\r\n"), (SERVER, b"221 bye\r\n")], expected


class Segment:
    def __init__(self, side, sequence, acknowledged, flags, data=b""):
        self.side, self.sequence, self.acknowledged, self.flags, self.data = side, sequence, acknowledged, flags, data


def segments(rand, turns, mss):
    """The segments of a connection without any trouble; sequence numbers wrap in most."""
    following = [rand.choice((rand.getrandbits(32), 2**32 - rand.randint(1, 5000))) for _ in range(2)]
    yield Segment(CLIENT, following[CLIENT], 0, SYN)
    yield Segment(SERVER, following[SERVER], following[CLIENT] + 1, SYN | ACK)
    following = [number + 1 for number in following]
    yield Segment(CLIENT, following[CLIENT], following[SERVER], ACK)
    for side, data in turns:
        for at in range(0, len(data), mss):
            part = data[at:at + mss]
            yield Segment(side, following[side], following[1 - side], ACK | PUSH, part)
            following[side] += len(part)
        yield Segment(1 - side, following[1 - side], following[side], ACK)
    for side in (CLIENT, SERVER):
        yield Segment(side, following[side], following[1 - side], FIN | ACK)
        following[side] += 1
        yield Segment(1 - side, following[1 - side], following[side], ACK)


def spoil(segment):
    """The same segment with other bytes."""
    return Segment(segment.side, segment.sequence, segment.acknowledged, segment.flags,
        bytes(byte ^ 1 for byte in segment.data))


def lose(rand, line):
    """Every tenth segment with data is lost on its way and sent again later; some come twice."""
    moved = []
    for place, segment in enumerate(line):
        late = bool(segment.data) and rand.random() < 0.1
        moved.append((place + rand.randint(1, 12) + 0.5 if late else place, segment))
        if segment.data and rand.random() < 0.05:
            moved.append((place + 0.6 + (13 if late else rand.randint(0, 8)), segment))
    return [segment for _, segment in sorted(moved, key=lambda pair: pair[0])]


def reorder(rand, line):
    return [line[at] for at in sorted(range(len(line)), key=lambda at: at + rand.uniform(0, 6))]


def overlap(rand, line):
    """Segments that bring what was sent before once more, together with what follows it."""
    out = []
    for before, segment in zip([None] + line, line):
        if before and before.data and segment.data and before.side == segment.side and rand.random() < 0.3:
            back = rand.randint(1, len(before.data))
            segment = Segment(segment.side, segment.sequence - back, segment.acknowledged, segment.flags,
                before.data[-back:] + segment.data)
        out.append(segment)
    return out


def contradict(rand, line):
    """Copies with other bytes behind true segments, in their turn or before what was sent before them."""
    out = []
    for segment in line:
        out.append(segment)
        if len(segment.data) > 1 and rand.random() < 0.3:
            out.append(spoil(segment))
            before = out[-3] if len(out) > 2 else segment
            if before.side == segment.side and rand.random() < 0.5:
                out[-3:] = [segment, out[-1], before]
    return out


def trouble(rand, line, kinds):
    if "overlap" in kinds:
        line = overlap(rand, line)
    if "loss" in kinds:
        line = lose(rand, line)
    if "reorder" in kinds:
        line = reorder(rand, line)
    # Last: a copy with other bytes must come behind the true one to lose.
    if "conflict" in kinds:
        line = contradict(rand, line)
    if "client-only" in kinds:
        line = [segment for segment in line if segment.side == CLIENT]
    if "no-handshake" in kinds:
        line = line[3:]
    return line


class Network:
    """IP packets of one connection."""

    def __init__(self, rand, number, kinds):
        self.rand, self.six, self.fragmented = rand, "ipv6" in kinds, "fragments" in kinds
        self.ports = (1024 + number % 60000, rand.choice(PORTS))
        if self.six:
            self.addresses = (bytes.fromhex("20010db8") + struct.pack(">QI", 0, number), bytes.fromhex("20010db8") + bytes(11) + b"\1")
        else:
            self.addresses = (struct.pack(">I", 0x0A000000 + number % 0xFFFFFF), bytes((192, 0, 2, 1)))

    def packets(self, segment):
        side = segment.side
        tcp = struct.pack(">HHIIBBHHH", self.ports[side], self.ports[1 - side], segment.sequence & 0xFFFFFFFF,
            segment.acknowledged & 0xFFFFFFFF, 5 << 4, segment.flags, 65535, 0, 0) + segment.data
        parts = [(0, tcp)]
        if self.fragmented and len(tcp) > 64:
            cut = self.rand.randint(1, len(tcp) // 8 - 1) * 8
            parts = [(0, tcp[:cut]), (cut, tcp[cut:])]
            self.rand.shuffle(parts)
        identification = self.rand.getrandbits(16)
        for offset, part in parts:
            more = len(parts) > 1 and offset + len(part) < len(tcp)
            yield (self.v6 if self.six else self.v4)(side, identification, offset, more, len(parts) > 1, part)

    def v4(self, side, identification, offset, more, fragment, part):
        return struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(part), identification, offset // 8 | (0x2000 if more else 0), 64, 6, 0) + \
            self.addresses[side] + self.addresses[1 - side] + part

    def v6(self, side, identification, offset, more, fragment, part):
        options = struct.pack(">BBBBI", 44 if fragment else 6, 0, 1, 4, 0)
        if fragment:
            options += struct.pack(">BBHI", 6, 0, offset | more, identification)
        return struct.pack(">IHBB", 6 << 28, len(options) + len(part), 0, 64) + self.addresses[side] + \
            self.addresses[1 - side] + options + part


LINKS = {"null": 0, "ethernet": 1, "raw": 101, "sll": 113, "sll2": 276}


def frame(link, packet, vlan):
    six = packet[0] >> 4 == 6
    ether = struct.pack(">H", 0x86DD if six else 0x0800)
    tags = bytes.fromhex("88a80064" "81000065") if vlan else b""
    if link == "ethernet":
        # Short frames are padded: IP's own length must be believed.
        return (bytes(12) + tags + ether + packet).ljust(60, b"\0")
    if link == "sll":
        return bytes(14) + tags + ether + packet if not vlan else bytes(14) + tags[:2] + tags[2:] + ether + packet
    if link == "sll2":
        return ether + bytes(18) + packet
    return struct.pack("<I", 30 if six else 2) + packet if link == "null" else packet


class PcapWriter:
    def __init__(self, file, kind, link):
        self.file, self.order = file, ">" if kind == "pcap-be" else "<"
        self.nano = kind == "pcap-ns"
        file.write(struct.pack(self.order + "IHHiIII", 0xA1B23C4D if self.nano else 0xA1B2C3D4, 2, 4, 0, 0, 262144, LINKS[link]))

    def write(self, time, data):
        fraction = time % 10**6 * (1000 if self.nano else 1)
        self.file.write(struct.pack(self.order + "IIII", time // 10**6, fraction, len(data), len(data)) + data)


class PcapngWriter:
    def __init__(self, file, link):
        self.file = file
        self.block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
        self.block(4, b"names that nobody needs")
        self.block(1, struct.pack("<HHI", LINKS[link], 0, 0) + struct.pack("<HHB3xHH", 9, 1, 9, 0, 0))

    def block(self, kind, body):
        body += bytes(-len(body) % 4)
        self.file.write(struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12))

    def write(self, time, data):
        ticks = time * 1000
        self.block(6, struct.pack("<IIIII", 0, ticks >> 32, ticks & 0xFFFFFFFF, len(data), len(data)) + data)


def connections(rand, options):
    """(time, packet) of all connections, several at a time, and what must be found."""
    for first in range(0, options.sessions, 8):
        out, expected = [], []
        for number in range(first, min(first + 8, options.sessions)):
            turns, found = dialogue(rand, number, options.messages, options.size, letters(options.letters))
            if number < options.tls:
                turns, found = encrypted(rand), []
            line = trouble(rand, list(segments(rand, turns, rand.choice((MSS, 536)) if options.trouble else MSS)), options.trouble)
            network, time = Network(rand, number, options.trouble), first * 10**6 + rand.randint(0, 10**5)
            for segment in line:
                time += rand.randint(1, 2000)
                out += [(time, packet) for packet in network.packets(segment)]
            expected += found
        yield sorted(out, key=lambda pair: pair[0]), expected


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--messages", type=int, default=3)
    parser.add_argument("--size", type=int, default=20000)
    parser.add_argument("--trouble", nargs="*", default=[])
    parser.add_argument("--link", choices=LINKS, default="ethernet")
    parser.add_argument("--file", choices=("pcap", "pcap-be", "pcap-ns", "pcapng"), default="pcap")
    parser.add_argument("--tls", type=int, default=0, help="so many sessions turn to TLS")
    parser.add_argument("--letters", nargs="*", default=[], help="messages to send instead of random ones")
    parser.add_argument("--plain", action="store_true", help="port 25 and DATA alone, which every reader knows")
    options = parser.parse_args()
    if options.plain:
        KINDS[:], PORTS[:] = ["plain"], [25]
    rand = random.Random(options.seed)
    with open(options.out, "wb") as file, open(options.out + ".expected", "w", encoding="utf-8") as expected:
        writer = PcapngWriter(file, options.link) if options.file == "pcapng" else PcapWriter(file, options.file, options.link)
        for packets, found in connections(rand, options):
            for time, packet in packets:
                writer.write(1580000000 * 10**6 + time, frame(options.link, packet, "vlan" in options.trouble))
            for message in found:
                expected.write(json.dumps(message) + "\n")


if __name__ == "__main__":
    main()
