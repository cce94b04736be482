#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""season.py [DAY]: a season as lines of a ledger, for `kith ledger import`: 120 days from 1 September
2019 on, until day 60 little at .mil, then much, none from day 80 on, much again from day 100 on; two a
day at each of the others. With DAY only that day, with twenty more at .mil."""

import json
import sys

START = 1567296000
OTHERS = ("b@mofa.go.jp", "c@brenner-optik.de", "person@gmail.com")


def at_mil(day):
    return 2 if day < 60 else 30 if day < 80 else 0 if day < 100 else 20


def line(number, day, address):
    domain = address.split("@")[1]
    organisation = address if domain == "gmail.com" else domain
    return {"identity": f"{number:032x}", "verdict": "hijacked", "score": 5.0,
        "time": START + day * 86400 + number % 86400, "recorded": START, "message_id": "", "source": "mail",
        "event": "", "recipients": [{"address": address, "organisation": organisation}]}


def recipients(day):
    yield from ["a@us.army.mil"] * at_mil(day)
    for other in OTHERS:
        yield from [other] * 2


print('{"format":"kith-ledger","version":1}')
if len(sys.argv) > 1:
    for number in range(20):
        print(json.dumps(line(500000 + number, int(sys.argv[1]), "a@us.army.mil")))
else:
    numbers = ((day, address) for day in range(120) for address in recipients(day))
    for number, (day, address) in enumerate(numbers):
        print(json.dumps(line(number, day, address)))
