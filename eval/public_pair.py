# SPDX-License-Identifier: Apache-2.0
"""The one public pair: a genuine mail and the forged reply to it, published by Unit 42."""

import os
import re
import shutil

import archive
import kith

GENUINE, FORGED = "unit42-2020-09-03-legitimate.eml", "unit42-2020-09-03-hijacked.eml"
ORGANISATION = "yahoo.com"


def with_thread_headers(forged, genuine):
    """The forged reply with the true In-Reply-To and References put back."""
    parent = archive.Message(genuine, 0)
    chain = list(reversed(parent.parents)) + [parent.message_id]
    unique = list(dict.fromkeys(chain))
    fields = (f"In-Reply-To: <{parent.message_id}>\nReferences: "
              + " ".join(f"<{item}>" for item in unique) + "\n")
    return re.sub(rb"(?m)^Subject:", fields.encode() + b"Subject:", forged, count=1)


def victim_is_right(record):
    """Whether the first victim is the masked outlook.com mailbox, outside."""
    victims = record.get("victim") or [{}]
    address = victims[0].get("address") or ""
    return (address.startswith("k") and address.endswith("@outlook.com")
            and victims[0].get("side") == "outside")


def check(program, folder, data):
    """[(what, passed, seen)] of all that must hold for the pair."""
    source = os.path.join(data, "emotet")
    genuine = archive.read_bytes(os.path.join(source, GENUINE))
    forged = archive.read_bytes(os.path.join(source, FORGED))
    restored = os.path.join(folder, "restored.eml")
    with open(restored, "wb") as stream:
        stream.write(with_thread_headers(forged, genuine))
    for name in ("pair", "pair-cold"):
        shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    warm = kith.Kith(program, os.path.join(folder, "pair"), [ORGANISATION])
    cold = kith.Kith(program, os.path.join(folder, "pair-cold"), [ORGANISATION])
    paths = {"genuine": os.path.join(source, GENUINE), "forged": os.path.join(source, FORGED),
             "restored": restored}
    warm.learn(paths["genuine"])
    seen = {("warm", name): warm.scan(path)[0] for name, path in paths.items()}
    seen |= {("cold", name): cold.scan(path)[0] for name, path in paths.items()}
    return judged(seen)


def judged(seen):
    """The list of checks on what was SEEN."""
    verdict = {key: record["verdict"] for key, record in seen.items()}
    rules = [
        ("forged reply, mail learned: hijacked", verdict["warm", "forged"] == "hijacked",
         verdict["warm", "forged"]),
        ("its first victim is k*@outlook.com, outside", victim_is_right(seen["warm", "forged"]),
         seen["warm", "forged"].get("victim")),
        ("with thread headers restored: hijacked", verdict["warm", "restored"] == "hijacked",
         verdict["warm", "restored"]),
        ("nothing learned: at least suspicious", verdict["cold", "forged"] in (
            "suspicious", "hijacked"), verdict["cold", "forged"]),
        ("genuine mail, learned: clean", verdict["warm", "genuine"] == "clean",
         verdict["warm", "genuine"]),
        ("genuine mail, nothing learned: at most unverified", verdict["cold", "genuine"] in (
            "clean", "unverified"), verdict["cold", "genuine"]),
    ]
    return [{"check": what, "passed": bool(passed), "seen": value} for what, passed, value in rules]
