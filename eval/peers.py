#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Judge the same forged and honest messages by rspamd, SpamAssassin, one rule, and kith, in one run.

    eval/peers.py WORK [--per-profile 25] [--honest 300]

WORK is run.py's --work folder: its forged replies and its honest later mail are drawn from, and what kith
said of them is read there. The peers run offline on the loopback. What tells of transport, DNS and lists is set aside, because
there is no network to ask and all this mail came through lists. FAKE_REPLY is the one rule: a reply's
subject without In-Reply-To and References.
"""

import argparse
import glob
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

import archive
import measure

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(TOP, "bench"))
import peer  # noqa: E402  bench/peer.py: private instances

# Symbols of transport, DNS, authentication, dates and lists, by prefix.
RSPAMD_ASIDE = re.compile(r"^(HFILTER|RDNS|R_SPF|R_DKIM|DKIM|DMARC|ARC|AUTH_NA|RCVD|RCPT|ONCE_REC|DIRECT_|MX_|RBL|"
                          r"DNS|ASN|DATE_IN|MAILLIST|HAS_LIST|PRECEDENCE|LIST|FORGED_(RECIPIENTS|SENDER)|FROM_NEQ_ENV|"
                          r"TO_|PREVIOUSLY|MID_RHS|NEURAL|BAYES|FUZZY|DBL|SURBL|URIBL)")
SPAMASSASSIN_ASIDE = re.compile(r"^(RDNS|HELO|SPF|DKIM|DMARC|ARC|RCVD|DATE_IN|NO_REL|ALL_TRUST|MAILING_LIST|DNS|URIBL|BAYES|"
                                r"UNPARSEABLE_RELAY|T_|KHOP_HELO|NO_RECEIVED|DOS_)")
AT_RATE = 0.01


def area(attacks, honest):
    """The area under the ROC curve: how often an attack scores above an honest message."""
    ranked = sorted([(s, 0) for s in honest] + [(s, 1) for s in attacks])
    total, below, at = 0.0, 0, 0
    while at < len(ranked):
        end = at
        while end < len(ranked) and ranked[end][0] == ranked[at][0]:
            end += 1
        hits = sum(kind for _, kind in ranked[at:end])
        misses = end - at - hits
        total += hits * (below + misses / 2)
        below, at = below + misses, end
    return total / (len(attacks) * len(honest))


def recall_at(attacks, honest, rate=AT_RATE):
    """The share of attacks that score above all but RATE of the honest messages."""
    allowed = int(rate * len(honest))
    limit = sorted(honest, reverse=True)[allowed]
    return sum(score > limit for score in attacks) / len(attacks)


def draw(work, per_profile, honest, rng):
    """[(label, raw, kith's score)] out of all trials of WORK."""
    found = []
    for path in sorted(glob.glob(os.path.join(work, "*/records.jsonl"))):
        folder = os.path.dirname(path)
        with open(path, encoding="utf-8") as stream:
            records = [json.loads(line) for line in stream]
        for profile in sorted({r["label"] for r in records if r["kind"] == "attack"}):
            raws = mails(os.path.join(folder, f"attacks/{profile}.mbox"))
            found += [(profile, raws[r["number"] - 1], r["score"]) for r in records
                      if r["kind"] == "attack" and r["label"] == profile]
        stream = [raw for part in sorted(glob.glob(os.path.join(folder, "judge-[0-9][0-9].mbox")))
                  for raw in mails(part)]
        judged = [r for r in records if r["kind"] == "benign"]
        found += [("", raw, r["score"]) for raw, r in zip(stream, judged)]
    groups = {}
    for item in found:
        groups.setdefault(item[0], []).append(item)
    return [item for label, group in sorted(groups.items())
            for item in rng.sample(group, min(per_profile if label else honest, len(group)))]


def mails(path):
    """The messages of an mbox."""
    return list(archive.split_mbox(archive.read_bytes(path)))


def by_rspamd(folder, raws):
    """(stripped score, whole score) of each message, None without rspamd."""
    if not shutil.which("rspamd") or os.getuid() != 0:
        return None
    own = os.path.join(folder, "rspamd")
    os.mkdir(own, 0o755)
    server = peer.Rspamd(own, folder, peer.free_port())
    try:
        return [rspamd_score(server.port, raw) for raw in raws]
    finally:
        server.stop()


def rspamd_score(port, raw):
    """One message to rspamd's scanner (its own JSON over HTTP)."""
    done = subprocess.run(["rspamc", "--json", "-h", f"127.0.0.1:{port}"], input=raw,
                          capture_output=True, check=False)
    text = done.stdout.decode("utf-8", "replace")
    answer = json.loads(text[text.index("{"):])
    kept = sum(symbol["score"] for name, symbol in answer["symbols"].items()
               if not RSPAMD_ASIDE.match(name))
    return kept, answer["score"]


def by_spamassassin(folder, raws):
    """The same by SpamAssassin."""
    if not shutil.which("spamd") or not shutil.which("spamc"):
        return None
    server = peer.Spamd(folder)
    try:
        return [stripped(*server.report(raw)) for raw in raws]
    finally:
        server.stop()


def stripped(whole, rules):
    """(score without what is set aside, WHOLE)."""
    return sum(score for score, name in rules if not SPAMASSASSIN_ASIDE.match(name)), whole


def show(name, labels, scores):
    """One row of the table."""
    attacks = [s for label, s in zip(labels, scores) if label]
    honest = [s for label, s in zip(labels, scores) if not label]
    profiles = sorted({label for label in labels if label}, key=lambda p: int(p[1:]))
    each = [recall_at([s for label, s in zip(labels, scores) if label == p], honest)
            for p in profiles]
    print(f"{name:<26}{area(attacks, honest):6.3f}{100 * recall_at(attacks, honest):8.1f}   "
          + " ".join(f"{100 * value:4.0f}" for value in each))


def compare(items, folder):
    """Judge ITEMS by everybody and print the table."""
    labels, raws = [item[0] for item in items], [item[1] for item in items]
    profiles = sorted({label for label in labels if label}, key=lambda p: int(p[1:]))
    print(f"{sum(1 for l in labels if l)} forged replies, {labels.count('')} honest messages; "
          f"recall in per cent at {AT_RATE:.0%} of honest mail")
    print(f"{'':26}{'area':>6}{'recall':>8}   " + " ".join(f"{p:>4}" for p in profiles))
    for name, judge in (("rspamd", by_rspamd), ("SpamAssassin", by_spamassassin)):
        scores = judge(folder, raws)
        if scores is None:
            print(f"{name}: skipped, not installed (tools/install-packages peers)")
            continue
        show(f"{name}, stripped", labels, [kept for kept, _ in scores])
        show(f"{name}, all symbols", labels, [whole for _, whole in scores])
    show("FAKE_REPLY", labels,
         [float(measure.fake_reply(archive.Message(raw, 0))) for raw in raws])
    show("kith, with memory", labels, [item[2] for item in items])


def measure_beside(work, per_profile, honest, seed):
    """Draw from the trials in WORK and compare."""
    items = draw(work, per_profile, honest, random.Random(seed))
    with tempfile.TemporaryDirectory(prefix="kith-peers-") as folder:
        os.chmod(folder, 0o755)
        compare(items, folder)


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work")
    parser.add_argument("--per-profile", type=int, default=25)
    parser.add_argument("--honest", type=int, default=300)
    parser.add_argument("--seed", default="1")
    arguments = parser.parse_args()
    measure_beside(arguments.work, arguments.per_profile, arguments.honest, arguments.seed)


if __name__ == "__main__":
    main()
