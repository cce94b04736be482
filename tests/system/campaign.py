#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A season of a campaign as lines of a ledger, for `kith ledger import`: 60 days, twelve messages a day
through robbed accounts, with files, locked archives, links on robbed sites and addresses of clients. Every
tenth also brings what must never be exported: our own, large providers, public suffixes, private networks."""

import hashlib
import json
import random

START = 1567296000
DAYS, A_DAY = 60, 12
TEMPTING = (
    ("url", "https://drive.google.com/file/d/1"), ("host", "drive.google.com"), ("host", "www.google.com"),
    ("url", "https://www.dropbox.com/s/1/a.doc"), ("host", "com"), ("host", "co.uk"), ("host", "github.com"),
    ("url", "http://lists.ettus.com/mailman/listinfo"), ("host", "ettus.com"), ("host", "LISTS.ETTUS.COM."),
    ("url", "http://evil@lists.ettus.com/"), ("url", "https://bit.ly/1"), ("host", "localhost"), ("host", "org"),
    ("ip", "10.0.0.1"), ("ip", "127.0.0.1"), ("ip", "192.168.1.1"), ("ip", "::ffff:192.168.1.1"), ("url", "http://127.1/"),
    ("host", "sourceforge.net"), ("url", "http://"), ("url", "http://com/"), ("host", ""), ("url", ""),
    ("member", "*:*:.*"), ("member", "10:10:a.doc"), ("member", "2000:2000:."), ("md5", "d41d8cd98f00b204e9800998ecf8427e:0"))


def digest(*what):
    return hashlib.sha256(" ".join(map(str, what)).encode()).hexdigest()


def indicators(dice, number):
    site = f"{dice.choice(('shop', 'hotel', 'praxis', 'kogyo'))}-{dice.randrange(400)}.kith-season.com"
    yield "url", f"http://www.{site}/wp-content/{digest(number)[:8]}/"
    yield "host", f"www.{site}"
    file, size = digest("file", number // 3), 1024 + dice.randrange(10**6)
    yield "sha256", file
    yield "md5", f"{file}:{digest('md5', file)[:32]}:{size}"
    if number % 4 == 0:
        yield "member", f"{size + 200}:{size}:{dice.choice(('invoice', '請求書', 'document'))} {number % 90}.doc"
    if number % 10 == 0:
        yield from TEMPTING[number // 10 % 4 :: 4]


def line(dice, number):
    day, client = number // A_DAY, f"198.51.100.{number % 250 + 1}"
    found = [{"kind": kind, "value": value} for kind, value in indicators(dice, number)]
    account = f"account{dice.randrange(500)}@relay-{dice.randrange(90)}.kith-season.com"
    return {"identity": digest("id", number)[:32], "verdict": "hijacked", "score": 6.0,
        "time": START + day * 86400 + number % A_DAY * 3600, "recorded": START, "message_id": "",
        "sender": {"address": account, "organisation": ""}, "peer": client, "source": "sinkhole", "event": f"{number:08x}",
        "recipients": [{"address": "a@ours.example", "organisation": "ours.example"}],
        "indicators": found + [{"kind": "ip", "value": client}]}


if __name__ == "__main__":
    DICE = random.Random(1)
    print('{"format":"kith-ledger","version":3}')
    for one in range(DAYS * A_DAY):
        print(json.dumps(line(DICE, one)))
