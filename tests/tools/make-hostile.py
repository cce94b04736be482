#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes input that is meant to break its reader: make-hostile.py FOLDER [--huge].

FOLDER/letters holds single messages, FOLDER/boxes containers; FOLDER/huge, on request, what takes a
gigabyte. FOLDER/expected names each file, how many messages kith must answer for, and whether it has
to complain of the file. The same bytes every time, but for what the compressors choose."""

import argparse
import gzip
import lzma
import os
import re
import struct
import sys
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "system"))
sys.dont_write_bytecode = True
import hostile

FROM = b"From relay@elsewhere.example Mon Apr 29 00:00:00 2019\n"
UTF8 = b"Content-Type: text/plain; charset=utf-8\n"
# In an mbox of everything: what is longer is tried as a file of its own.
BOX_LETTER_MAXIMUM = 3000000


def head(name):
    return hostile.HEAD % name.encode()


def plain(number):
    """One good letter; its text does not compress to nothing."""
    words = b" ".join(b"%x" % zlib.crc32(b"%d.%d" % (number, word)) for word in range(60))
    return head(f"plain-{number}") + b"\n" + words + b"\n"


# Single messages, besides those that hostile.py has.
LETTERS = {
    "bad-quoted-printable": lambda: head("qp") + UTF8 + b"Content-Transfer-Encoding: quoted-printable\n\n"
        + b"=\n=Z=4=\r=\n==41=ZZ=E3=81 \t=" * 20000,
    "bad-base64": lambda: head("b64") + UTF8 + b"Content-Transfer-Encoding: base64\n\n"
        + b"QUJD===QUJD\x00!?QQ=\n====\n" * 20000 + b"Q",
    "wrong-labels": lambda: head("label") + hostile.MIXED + b"".join(
        b"--b\nContent-Type: text/plain; charset=%s\n\n\x82\xb1\x93\xfa\xe3\x81\x93\xff\xfe\x1b$B$3\n" % label
        for label in (b"us-ascii", b"utf-16", b"utf-7", b"hz-gb-2312", b"ebcdic-us", b"shift_jis", b"euc-jp",
            b"iso-2022-kr", b"utf-32be", b"x-user-defined")) + b"--b--\n",
    "overlong-utf8": lambda: head("overlong") + UTF8
        + b"\n" + b"\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf\xf8\x80\x80\x80\xaf\xf4\x90\x80\x80 " * 10000,
    "cut-iso-2022-jp": lambda: b"Subject: =?iso-2022-jp?B?GyRCRnxLXA==?= =?iso-2022-jp?B?GyRC\n" + head("cut-jp")
        + b"Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$BF|K\\8l\x1b$",
    "long-line": lambda: head("long") + b"\n" + b"x" * 20000000,
    "quote-levels": lambda: head("levels") + b"\n" + b">" * 1000000 + b" deep\n",
    "from-headers": lambda: b"".join(b"From: P%d <p%d@partner.example>\n" % (n, n) for n in range(5000))
        + head("froms") + b"\nbody\n",
    "nul-headers": lambda: b"\0From: \0A\0 <a\0@partner.example>\0\n\0\nSubject: \0\n" + head("nuls") + b"\n\0",
    "folded-header": lambda: b"Subject: x\n" + b" y\n" * 500000 + head("folded") + b"\nbody\n",
    "no-end": lambda: head("no-end")[:-1],
}
LETTERS.update(hostile.LETTERS)


def mboxrd(letters):
    return b"".join(FROM + re.sub(rb"(?m)^(>*From )", rb">\1", letter) + b"\n" for letter in letters)


def stored_zstd(data):
    """A zstd frame of blocks that are not compressed: the standard library has no zstd."""
    out = [b"\x28\xb5\x2f\xfd\x00\x38"]
    blocks = [data[at:at + 100000] for at in range(0, len(data), 100000)] or [b""]
    for number, block in enumerate(blocks):
        last = number == len(blocks) - 1
        out.append(struct.pack("<I", len(block) << 3 | last)[:3] + block)
    return b"".join(out)


def stored_content(packed):
    """What stored_zstd put into PACKED, as far as it goes."""
    out, at = [], 6
    while at + 3 <= len(packed):
        length = struct.unpack("<I", packed[at:at + 3] + b"\0")[0] >> 3
        out.append(packed[at + 3:at + 3 + length])
        at += 3 + length
    return b"".join(out)


def count_messages(box):
    """How many messages the mbox holds that have any content."""
    return sum(1 for part in re.split(rb"(?m)^From .*\n", box)[1:] if part)


def truncated_boxes():
    box = mboxrd(plain(number) for number in range(1000))
    packers = {
        "gz": (lambda: gzip.compress(box, mtime=0), lambda cut: zlib.decompressobj(31).decompress(cut)),
        "xz": (lambda: lzma.compress(box), lambda cut: lzma.LZMADecompressor().decompress(cut)),
        "zst": (lambda: stored_zstd(box), stored_content),
    }
    for suffix, (pack, unpack) in packers.items():
        packed = pack()
        yield f"whole.mbox.{suffix}", packed, 1000, False
        cut = packed[:len(packed) // 2]
        yield f"cut.mbox.{suffix}", cut, count_messages(unpack(cut)), True


def damaged_boxes():
    good = plain(1)
    undated = b"From damaged\n"
    yield "broken-from.mbox", (FROM + good + b"\n" + undated + good + b"\nFrom ??? 99 2019 99:99\n" + good
        + undated + b"no blank line before it: text\n\nFrom then on: text as well\nand no header\n"
        + FROM + good), 4, False
    yield "no-blank.mbox", (FROM + good) * 10, 10, False
    yield "only-from.mbox", FROM * 100000 + good, 1, False
    yield "lost-head.mbox", good[len(good) // 2:] + b"\n" + mboxrd([good] * 3), 4, True
    yield "length.mbox", (FROM + b"Content-Length: 4000000000\n" + good + b"\n") * 5, 5, False
    yield "crlf.mbox", mboxrd([good] * 5).replace(b"\n", b"\r\n"), 5, False
    yield "quoted-from.mbox", FROM + good + b">" * 1000000 + b"From x\n" + b">From \n" * 100000, 1, False
    yield "long-from.mbox", FROM + good + b"\nFrom " + b"x" * 5000000 + b"\nA: b\n", 1, False
    yield "noise.gz", gzip.compress(b"", mtime=0)[:10] + bytes(range(7, 256)) * 100, 0, True
    yield "greedy.zst", b"\x28\xb5\x2f\xfd\x00\xa0\x29\0\0hello", 0, True
    yield "greedy.xz", lzma.compress(good, filters=[
        {"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 30}]), 0, True
    yield "empty", b"", 1, False
    yield "empty.gz", gzip.compress(b"", mtime=0), 1, False


def letters_box(letters):
    chosen = [letter for letter in letters.values() if 0 < len(letter) <= BOX_LETTER_MAXIMUM]
    return "letters.mbox", mboxrd(chosen), len(chosen), False


class Writer:
    def __init__(self, folder):
        self.folder = folder
        self.expected = []

    def path(self, name, results, complains):
        """Where NAME goes, with what is expected of it noted down."""
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        self.expected.append(f"{name}\t{results}\t{int(complains)}\n")
        return path

    def write(self, name, data, results, complains):
        with open(self.path(name, results, complains), "wb") as file:
            file.write(data)

    def write_sparse(self, name, before, hole, after, results):
        """HOLE zero bytes in the middle take no room on the disk."""
        with open(self.path(name, results, False), "wb") as file:
            file.write(before)
            file.seek(hole, os.SEEK_CUR)
            file.write(after)

    def finish(self):
        with open(os.path.join(self.folder, "expected"), "w", encoding="utf-8") as file:
            file.writelines(self.expected)


def write_huge(writer):
    good, gigabyte = plain(1), 1 << 30
    writer.write_sparse("huge/message.eml", good, gigabyte, b"\nend\n", 1)
    writer.write_sparse("huge/box.mbox", mboxrd([good]) + FROM + good, gigabyte, b"\n\n" + mboxrd([good]), 3)
    with gzip.GzipFile(writer.path("huge/bomb.mbox.gz", 3, False), "wb", 1, mtime=0) as file:
        file.write(mboxrd([good]) + FROM + good)
        for _ in range(1024):
            file.write(bytes(1 << 20))
        file.write(b"\n\n" + mboxrd([good]))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--huge", action="store_true", help="also what takes a gigabyte")
    arguments = parser.parse_args()
    writer = Writer(arguments.folder)
    letters = {name: make() for name, make in LETTERS.items()}
    for name, letter in letters.items():
        writer.write(f"letters/{name}.eml", letter, 1, False)
    for name, *rest in (*damaged_boxes(), *truncated_boxes(), letters_box(letters)):
        writer.write(f"boxes/{name}", *rest)
    if arguments.huge:
        write_huge(writer)
    writer.finish()


if __name__ == "__main__":
    main()
