#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""benign.py FOLDER COUNT: real harmless mail of $KITH_DATA for tests of what is exported. COUNT messages
(0: all), taken evenly out of the archives, become FOLDER/mail/*.eml; Japanese ones come all. The hosts, URLs
and addresses of clients that stand in any of the archives become the lines of FOLDER/hosts, urls and clients."""

import glob
import os
import re
import subprocess
import sys

ARCHIVES = ("lists/*.mbox.zst", "spamassassin/*ham*.mbox.zst")
NAME = re.compile(r"(?=.{1,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?")
URL = re.compile(rb"https?://([A-Za-z0-9.-]{4,200})(?::\d+)?(?:/[!-;=?-~]{0,500})?")
CLIENT = re.compile(rb"\[(\d{1,3}(?:\.\d{1,3}){3})\]")


def archives(data):
    return [path for pattern in ARCHIVES for path in sorted(glob.glob(os.path.join(data, pattern)))]


def messages(path):
    """The messages of an mboxrd file."""
    content = subprocess.run(["zstd", "-dc", path], capture_output=True, check=True).stdout
    for piece in re.split(rb"(?:^|\n)From [^\n]*\n", content):
        if piece:
            yield re.sub(rb"(?m)^>(>*From )", rb"\1", piece)


def write(folder, number, message):
    with open(os.path.join(folder, f"{number:06}.eml"), "wb") as file:
        file.write(message)


def main(folder, count):
    data = os.environ["KITH_DATA"]
    paths = archives(data)
    mail = os.path.join(folder, "mail")
    os.makedirs(mail)
    found = {"hosts": set(), "urls": set(), "clients": set()}
    number = 0
    for path in paths:
        whole = list(messages(path))
        step = max(1, len(whole) * len(paths) // count) if count else 1
        for place, message in enumerate(whole):
            for match in URL.finditer(message):
                host = match[1].decode().lower().rstrip(".")
                if NAME.fullmatch(host):
                    found["hosts"].add(host)
                    found["urls"].add(match[0].decode())
            found["clients"].update(match.decode() for match in CLIENT.findall(message))
            if place % step == 0:
                number += 1
                write(mail, number, message)
    for path in sorted(glob.glob(os.path.join(data, "japanese", "**", "*.eml"), recursive=True)):
        number += 1
        with open(path, "rb") as file:
            write(mail, number, file.read())
    found["clients"] = {one for one in found["clients"] if all(int(part) < 256 for part in one.split("."))}
    for name, values in found.items():
        with open(os.path.join(folder, name), "w", encoding="ascii") as file:
            file.writelines(value + "\n" for value in sorted(values))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
