# SPDX-License-Identifier: Apache-2.0
"""A ledger of two months for digests, invented, on standard output: twelve people of ours.example, five of
them in sales, one of them alone in a department, four never in it, a calm month and one with a campaign, and organisations
with hostile names."""

import json
import time

DAY = 86400
NOW = int(time.time())
HOSTILE = ("<script>alert(1)</script>.example", "\u202egro.evil.example", "a\nb.example")


def message(number, days, recipient, robbed=None, traits=()):
    candidates = [{"address": f"anna@{robbed}", "organisation": robbed, "name": "Anna Stolen", "weight": 0.95,
        "repaired": False, "claimed": True, "side": "outside"}] if robbed else []
    moment = NOW - days * DAY - 60
    return {"identity": f"{number:032x}", "verdict": "hijacked" if robbed else "unverified", "score": 5,
        "time": moment, "recorded": moment, "message_id": f"m{number}@relay.example",
        "sender": {"address": "relay@relay.example", "organisation": "relay.example"},
        "claimed": {"address": "", "organisation": "", "name": "Anna Stolen"}, "host": "", "client": "", "peer": "",
        "traits": list(traits), "subject_key": f"{number:016x}", "conversation_key": f"{number:016x}",
        "source": "mail", "event": "", "recipients": [{"address": recipient, "organisation": "ours.example"}],
        "candidates": candidates, "indicators": [], "tracks": []}


def messages():
    people = [f"seller{i}@sales.ours.example" for i in range(5)] + ["emi@ours.example", "ken@ours.example",
        "boss@ours.example"]
    others = [f"office{i}@ours.example" for i in range(4)]
    for i, person in enumerate(people + others):
        yield message(1 + i, 70, person)
    yield message(20, 40, "emi@ours.example", "partner.example", ["continues", "link"])
    for i in range(9):
        yield message(30 + i, 3 + i, people[i % len(people)], "partner.example",
            ["continues", "locked-archive", "password"])
    for i, name in enumerate(HOSTILE):
        for k in range(3):
            yield message(100 + 10 * i + k, 2, "emi@ours.example", name, ["macro-document"])


if __name__ == "__main__":
    print(json.dumps({"format": "kith-ledger", "version": 2}))
    for line in messages():
        print(json.dumps(line))
