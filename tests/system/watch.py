#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What tests/system/watch.sh needs besides the shell.

watch.py send PORT COUNT PASSWORD  COUNT sessions with a login, a message in all but the last
watch.py season                    a season as lines of a ledger whose surge at ours.example goes on now
watch.py report SAMPLE ID          a sandbox's report.json"""

import json
import smtplib
import sys
import time

DAY = 86400
QUIET, LOUD = 60, 12


def send(port, count, password):
    for number in range(int(count)):
        with smtplib.SMTP("127.0.0.1", int(port), timeout=20) as client:
            client.ehlo("bot.example")
            client.user, client.password = "robbed@org.example", password
            client.auth("PLAIN", client.auth_plain)
            if number + 1 < int(count):
                client.sendmail("a@b.example", ["x@ours.example", "y@ours.example"],
                    f"From: a@b.example\r\nMessage-ID: <m{number}@b.example>\r\nSubject: {number}\r\n\r\ntext\r\n")


def season():
    now = int(time.time())
    print('{"format":"kith-ledger","version":2}')
    number = 0
    for day in range(QUIET + LOUD):
        for _ in range(2 if day < QUIET else 40):
            number += 1
            print(json.dumps({"identity": f"{number:032x}", "verdict": "hijacked", "score": 5.0,
                "time": now - (QUIET + LOUD - 1 - day) * DAY, "recorded": now, "message_id": "", "source": "mail",
                "event": "", "recipients": [{"address": "x@ours.example", "organisation": "ours.example"}]}))


def report(sample, number):
    print(json.dumps({"info": {"id": int(number), "custom": ""}, "target": {"category": "file",
        "file": {"name": "a.exe", "sha256": sample}}, "network": {"hosts": []}}))


if __name__ == "__main__":
    {"send": send, "season": season, "report": report}[sys.argv[1]](*sys.argv[2:])
