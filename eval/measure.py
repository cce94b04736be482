# SPDX-License-Identifier: Apache-2.0
"""Count what verdicts are worth: rates with Wilson intervals, victims and sides that are right."""

import collections
import math
import re

import archive
import kith

REPLY = re.compile(r"^\s*(\[[^]]*\]\s*)*(antw|atb|aw|bls|odp|re|res|rif|sv|ynt)\s*(\[\d+\])?"
                   r"\s*[:：]", re.IGNORECASE)
ALARMS = ("suspicious", "hijacked", "unscannable")


def wilson(hits, total, z=1.959964):
    """The 95 % interval of a rate by Wilson's score, (0, 1) when nothing was counted."""
    if not total:
        return 0.0, 1.0
    rate = hits / total
    scale = 1 + z * z / total
    middle = rate + z * z / (2 * total)
    spread = z * math.sqrt(rate * (1 - rate) / total + z * z / (4 * total * total))
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def rate(hits, total):
    """A count as a dictionary: hits, total, rate and its interval."""
    low, high = wilson(hits, total)
    return {"hits": hits, "total": total, "rate": hits / total if total else None,
            "low": low, "high": high}


def fake_reply(message):
    """The one-line baseline: a reply's subject without any reply header."""
    return bool(REPLY.match(message.subject)) and not (
        message.first("in-reply-to") or message.first("references"))


def benign(records, raws):
    """What a stream of honest mail was taken for; RAWS gives the baseline's share."""
    counts = kith.tally(records)
    total = len(records)
    alarms = [summary(record) for record in records if record["verdict"] in ALARMS]
    hits = sum(fake_reply(archive.Message(raw, 0)) for raw in raws)
    return {"total": total, "counts": counts,
            "rates": {verdict: rate(count, total) for verdict, count in counts.items()},
            "baseline_fake_reply": rate(hits, len(raws)), "signals": signals(records),
            "alarms": alarms}


def summary(record):
    """What the report keeps of an alarm."""
    return {"path": record.get("path"), "message_id": record.get("message_id"),
            "verdict": record["verdict"], "score": record.get("score"),
            "sender": record.get("sender"), "claimed": record.get("claimed"),
            "evidence": [{"id": e.get("id"), "weight": e.get("weight"), "detail": e.get("detail")}
                         for e in record.get("evidence") or []],
            "payload": [p.get("kind") for p in record.get("payload") or []],
            "error": record.get("error")}


def lookalikes(records, truths):
    """How one class of honest look-alikes was judged."""
    if len(records) != len(truths):
        raise kith.RunFailed(f"{len(truths)} look-alikes given, {len(records)} judged")
    total = len(records)
    alarms = [{**truth, **summary(record)} for record, truth in zip(records, truths)
              if record["verdict"] in ALARMS]
    return {"total": total, "counts": kith.tally(records),
            "hijacked": rate(sum(r["verdict"] == "hijacked" for r in records), total),
            "suspicious_or_worse": rate(len(alarms), total), "alarms": alarms}


def weights(record):
    """{signal: weight} of a verdict."""
    return {item["id"]: item["weight"] for item in record.get("evidence") or []}


def strengths(record):
    """{signal: strength} of a verdict."""
    return {item["id"]: item["strength"] for item in record.get("evidence") or []}


def signals(records):
    """How many of RECORDS each signal speaks in, most frequent first."""
    counts = collections.Counter(name for record in records for name in weights(record))
    return dict(counts.most_common())


def is_right(victim, truth, by="address"):
    """Whether one reported victim is the robbed mailbox, or its organisation."""
    if by == "address":
        return victim.get("address") == truth["victim"]["address"]
    return victim.get("organisation") == archive.organisation(truth["victim"]["address"])


def named(found, places, by):
    """In how many of FOUND one of the first PLACES victims is right."""
    hits = sum(any(is_right(victim, truth, by) for victim in (record.get("victim") or [])[:places])
               for record, truth in found)
    return rate(hits, len(found))


def sided(found):
    """In how many of FOUND the first victim's side is right, where it is known."""
    known = [(record.get("victim") or [{}], truth) for record, truth in found if truth["side"]]
    return rate(sum(vs[0].get("side") == truth["side"] for vs, truth in known), len(known))


def attacks(records, truths, raws):
    """How one profile was judged. Victim and side count among what is suspicious or worse."""
    by_number = {kith.number_of(record): record for record in records}
    pairs = [(by_number.get(truth["number"]), truth) for truth in truths]
    if any(record is None for record, _ in pairs):
        raise kith.RunFailed("a forged message was not judged")
    found = [(r, t) for r, t in pairs if r["verdict"] in ALARMS]
    return {
        "total": len(pairs), "counts": kith.tally([record for record, _ in pairs]),
        "hijacked": rate(sum(r["verdict"] == "hijacked" for r, _ in pairs), len(pairs)),
        "suspicious_or_worse": rate(len(found), len(pairs)),
        "victim_first": named(found, 1, "address"),
        "victim_three": named(found, 3, "address"),
        "organisation_first": named(found, 1, "organisation"),
        "side": sided(found),
        "baseline_fake_reply": rate(sum(fake_reply(archive.Message(raw, 0)) for raw in raws),
                                    len(raws)),
        "burst": later_in_burst(pairs), "breakdown": breakdown(pairs), "signals": signals([record for record, _ in pairs]),
        "missed": [{"id": t["id"], **summary(r)} for r, t in pairs if r["verdict"] != "hijacked"],
    }


def later_in_burst(pairs):
    """The rate of what is suspicious or worse from the third message of a burst on."""
    later = [r for r, t in pairs if t.get("place", 0) >= 3]
    return rate(sum(r["verdict"] in ALARMS for r in later), len(later))


def breakdown(pairs):
    """What is suspicious or worse by route, language, rendering, payload and sender form."""
    result = {}
    for key in ("route", "language", "rendering", "structure", "payload", "sender_form",
                "thread_headers"):
        groups = {}
        for record, truth in pairs:
            group = groups.setdefault(str(truth.get(key)), [0, 0])
            group[0] += record["verdict"] in ALARMS
            group[1] += 1
        result[key] = {name: rate(*group) for name, group in sorted(groups.items())}
    return result


def percent(value):
    """A rate for a table, with its interval."""
    if value["rate"] is None:
        return "-"
    return f"{100 * value['rate']:.1f} ({100 * value['low']:.1f}-{100 * value['high']:.1f})"


def short(value):
    """A rate for a table, alone."""
    return "-" if value["rate"] is None else f"{100 * value['rate']:.1f}"
