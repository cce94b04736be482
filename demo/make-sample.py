#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write the demo's mail: make-sample.py FOLDER. The same bytes every time; nothing is sent.

FOLDER/sent/          what the people of Hoshino Instruments sent in a year
FOLDER/archive.mbox   what they received
FOLDER/inbox/         new mail to judge; expected.json beside this script says what each is
"""

import json
import os
import random
import re
import sys

import attacks
import compose
import honest
import past

HERE = os.path.dirname(os.path.abspath(__file__))
CONVERSATIONS = 52


def year(rng):
    """(mail that we sent, mail that we received, the told conversations), oldest first."""
    told = past.told(rng)
    mails = [mail for thread in list(told.values()) + past.everyday(rng, CONVERSATIONS)
             for mail in thread]
    mails += past.mailing_list() + past.newsletters()
    mails.sort(key=lambda mail: mail.time)
    rendered = [(mail, compose.render(mail, rng)) for mail in mails]
    sent = [raw for mail, raw in rendered if mail.sender.is_ours and not mail.account]
    received = [raw for mail, raw in rendered if not mail.sender.is_ours or mail.account]
    return sent, received, told


def write_sent(folder, raws):
    """One file per message."""
    os.makedirs(folder, exist_ok=True)
    for number, raw in enumerate(raws, 1):
        write(os.path.join(folder, f"{number:04d}.eml"), raw)


def write(path, data):
    """DATA into a file."""
    with open(path, "wb") as stream:
        stream.write(data)


def write_archive(path, raws):
    """An mbox with quoted From lines."""
    pieces = [b"From archive@hoshino-instruments.example Mon Sep 15 00:00:00 2025\n"
              + re.sub(rb"(?m)^(>*From )", rb">\1", raw) + b"\n" for raw in raws]
    write(path, b"".join(pieces))


def write_inbox(folder, told, rng):
    """The new mail; every file must be in expected.json and no other."""
    os.makedirs(folder, exist_ok=True)
    mails = {**attacks.all_of(told), **honest.all_of(told)}
    with open(os.path.join(HERE, "expected.json"), encoding="utf-8") as stream:
        expected = json.load(stream)
    if set(expected) != set(mails):
        sys.exit(f"expected.json and the inbox differ: {sorted(set(expected) ^ set(mails))}")
    for name, mail in mails.items():
        write(os.path.join(folder, name), compose.render(mail, rng))


def main():
    """Write everything."""
    if len(sys.argv) != 2:
        sys.exit("usage: make-sample.py FOLDER")
    folder, rng = sys.argv[1], random.Random("hoshino")
    os.makedirs(folder, exist_ok=True)
    sent, received, told = year(rng)
    write_sent(os.path.join(folder, "sent"), sent)
    write_archive(os.path.join(folder, "archive.mbox"), received)
    write_inbox(os.path.join(folder, "inbox"), told, rng)
    print(f"{len(sent)} sent, {len(received)} received")


if __name__ == "__main__":
    main()
