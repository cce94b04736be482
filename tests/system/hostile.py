# SPDX-License-Identifier: Apache-2.0
"""Writes mail that is meant to break its reader: hostile.py FOLDER."""

import base64
import io
import os
import sys
import zipfile

HEAD = b"From: A <a@partner.example>\nTo: b@ours.example\nSubject: x\nMessage-ID: <%s@partner.example>\n"
MIXED = b'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n'


def nested(depth):
    out = [HEAD % b"nested"]
    for level in range(depth):
        out.append(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level))
    out.append(b"Content-Type: text/plain\n\nat the bottom\n")
    return b"".join(out)


LETTERS = {
    "empty": lambda: b"",
    "newlines": lambda: b"\n" * 100000,
    "no-headers": lambda: b"just some words, and no header at all\n" * 10,
    "only-headers": lambda: HEAD % b"only",
    "binary": lambda: bytes(range(256)) * 4096,
    "nul": lambda: HEAD % b"nul" + b"X-Nul: a\0b\n\nbefore\0after\n" * 100,
    "truncated-base64": lambda: HEAD % b"cut" + MIXED + b"--b\nContent-Type: application/msword; name=a.doc\n"
        b"Content-Transfer-Encoding: base64\n\n" + base64.b64encode(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 5000)[:4001],
    "nested": lambda: nested(10000),
    "empty-parts": lambda: HEAD % b"parts" + MIXED + b"--b\n\n" * 1000000 + b"--b--\n",
    "header-lines": lambda: HEAD % b"lines" + b"X-A: b\n" * 1000000 + b"\nbody\n",
    "header-line": lambda: HEAD % b"line" + b"X-A: " + b"y" * 20000000 + b"\n\nbody\n",
    "addresses": lambda: HEAD % b"many" + b"Cc: " + b"c@d.example, " * 500000 + b"e@f.example\n\nbody\n",
    "references": lambda: HEAD % b"refs" + b"References: " + b"<a@b.example> " * 500000 + b"\n\nbody\n",
    "received": lambda: b"Received: from a (b [192.0.2.1]) by c; Thu, 30 Jan 2020 10:00:00 +0000\n" * 100000 + HEAD % b"hops" + b"\nbody\n",
    "quotes": lambda: HEAD % b"quotes" + b"\n" + (b">" * 5000 + b" deep\n") * 200,
    "broken-utf8": lambda: HEAD % b"utf8" + b"Content-Type: text/plain; charset=utf-8\n\n" + b"\xc3\x28\xf0\x9f\xff\xed\xa0\x80" * 10000,
    "broken-iso-2022-jp": lambda: HEAD % b"jp" + b"Content-Type: text/plain; charset=iso-2022-jp\n\n" + b"\x1b$B" * 100000 + b"\x1b",
    "unknown-charset": lambda: HEAD % b"cs" + b"Content-Type: text/plain; charset=x-\xff\xfe-none\n\nwords\n",
    "encoded-words": lambda: HEAD % b"ew" + b"X-A: " + b"=?utf-8?q?=41?= " * 200000 + b"\nSubject: " + b"=?iso-2022-jp?b?GyRC?=" * 20000 + b"\n\nbody\n",
    "html-deep": lambda: HEAD % b"html" + b"Content-Type: text/html\n\n" + b"<div><table><tr><td>" * 200000,
    "html-attributes": lambda: HEAD % b"attr" + b"Content-Type: text/html\n\n<a " + b"x=y " * 1000000 + b">",
    "html-entities": lambda: HEAD % b"ent" + b"Content-Type: text/html\n\n" + b"&amp;lt;&#x41;&bogus;" * 300000,
    "boundaries": lambda: HEAD % b"bound" + MIXED + b"--b" * 2000000,
    "zip-bomb": lambda: HEAD % b"zip" + MIXED + b'--b\nContent-Type: application/zip; name="a.zip"\n'
        b"Content-Transfer-Encoding: base64\n\n" + bomb() + b"\n--b--\n",
}


def bomb():
    """A zip of a few hundred KiB that holds 300 MB of zeros."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.doc", bytes(100000000))
    return base64.encodebytes(held.getvalue())


def main(folder):
    for name, make in LETTERS.items():
        with open(os.path.join(folder, name + ".eml"), "wb") as file:
            file.write(make())


if __name__ == "__main__":
    main(sys.argv[1])
