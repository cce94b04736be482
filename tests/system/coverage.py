#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A ledger with given indicators: coverage.py KIND=VALUE... prints it for `kith ledger import`; KIND is
sha256, url, host, ip or account. Each indicator has two messages of its own, seen on the wire."""

import hashlib
import json
import sys

TIME = 1580349600
NOBODY = {"address": "", "organisation": ""}


def message(kind, value, number):
    seed = hashlib.sha256(f"{kind} {value} {number}".encode(errors="surrogateescape")).hexdigest()
    account = value if kind == "account" else ""
    return {"identity": seed[:32], "verdict": "hijacked", "score": 9.0, "time": TIME + number, "recorded": TIME,
        "message_id": f"{seed}@x.example", "sender": {"address": account, "organisation": ""},
        "claimed": NOBODY | {"name": ""}, "host": "", "client": "", "peer": value if kind == "ip" else "", "subject_key": "0" * 16,
        "conversation_key": "0" * 16, "source": "sinkhole", "event": "", "recipients": [], "candidates": [],
        "indicators": [] if kind == "account" else [{"kind": kind, "value": value}], "tracks": []}


def lines(indicators):
    yield json.dumps({"format": "kith-ledger", "version": 1})
    for kind, value in indicators:
        for number in (0, 1):
            yield json.dumps(message(kind, value, number))


if __name__ == "__main__":
    print("\n".join(lines(argument.split("=", 1) for argument in sys.argv[1:])))
