#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure detection: learn the past of each archive, judge its future and forged replies.

Nothing that is judged was learned before: what is dated before the cut is learned, the rest is
judged as the stream it was, attacks are made of learned conversations and dated after the cut.
Archives are those in $KITH_DATA (lists/*.mbox*, spamassassin/*ham*), else the demo's own mail.
Exit status 0 unless a run failed.
"""

import argparse
import collections
import contextlib
import glob
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import archive
import fit
import generate
import kith
import lookalike
import measure
import peers
import poison
import public_pair
import tables
import view

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SHIPPED = "E1,E2,E3,E4,E5,E6,E7,E8,E9,E10,E11,E12"
VIEWS = "usrp-users:ettus.com,linux-raid:huawei.com,linux-raid:redhat.com"
CHUNKS = 10


def find_archives(data, work):
    """{name: [paths]} of what there is to judge."""
    found = {os.path.basename(path).partition(".")[0]: [path]
             for path in sorted(glob.glob(os.path.join(data, "lists", "*.mbox*")))} if data else {}
    ham = sorted(glob.glob(os.path.join(data, "spamassassin", "*ham*.mbox*"))) if data else []
    if ham:
        found["spamassassin"] = ham
    if not found:
        found["demo"] = demo_sample(work)
    return found


def demo_sample(work):
    """The demo's past mail as one archive."""
    folder = os.path.join(work, "demo-sample")
    maker = os.path.join(TOP, "demo", "make-sample.py")
    subprocess.run([sys.executable, maker, folder], check=True, stdout=subprocess.DEVNULL)
    sent = sorted(glob.glob(os.path.join(folder, "sent", "*")))
    merged = os.path.join(work, "demo-sent.mbox")
    archive.write_mbox(merged, (archive.read_bytes(path) for path in sent))
    return [os.path.join(folder, "archive.mbox"), merged]


def own_domain(mail):
    """The organisation that an archive's mail was delivered to."""
    counts = collections.Counter(
        archive.registrable(address.rpartition("@")[2]) for message in mail.messages
        for _, address in message.people("delivered-to", "x-original-to")[:1])
    domain = counts.most_common(1)[0][0] if counts else ""
    return domain if "." in domain else "archive.example"


def weights_for(arguments, name):
    """The table of weights for a trial on the archive NAME, or on a view of it."""
    return os.path.abspath(arguments.weights.replace("{}", name)) if arguments.weights else ""


class Trial:
    """One archive: split, forge, learn, judge."""

    def __init__(self, name, mail, arguments, domain="", is_view=False, source=""):
        self.name, self.mail, self.arguments = name, mail, arguments
        self.source = source or name
        self.is_view = is_view
        self.domain = domain or own_domain(mail)
        self.weights = weights_for(arguments, self.source)
        self.folder = os.path.join(arguments.work, name)
        self.clear()
        self.cut = mail.cut_at(arguments.share)

    def clear(self):
        """Remove what an earlier run left, but for the forged mail that is to be used again."""
        kept = {"attacks", "look-alikes", "campaigns", "candidates.jsonl"} if self.arguments.reuse else set()
        os.makedirs(self.folder, exist_ok=True)
        for name in set(os.listdir(self.folder)) - kept:
            path = self.path(name)
            (shutil.rmtree if os.path.isdir(path) else os.remove)(path)

    def path(self, name):
        """A file of this trial."""
        return os.path.join(self.folder, name)

    def kith(self, name):
        """A fresh state directory; the one called cold is never taught anything."""
        memory = kith.Kith(self.arguments.program, self.path(name), [self.domain],
                           self.arguments.jobs, self.weights)
        memory.is_cold = name == "cold"
        return memory

    def split(self, messages):
        """(sent by our own people, everything else); a list archive has no own people."""
        sent = [m for m in messages if self.is_view and m.author[1].endswith("@" + self.domain)]
        names = {id(m) for m in sent}
        return sent, [m for m in messages if id(m) not in names]

    def write(self, name, messages):
        """Write MESSAGES to an mbox of this trial."""
        archive.write_mbox(self.path(name), (m.raw for m in messages))
        return self.path(name)

    def forge(self):
        """{profile: [truth]}; the mboxes lie beside."""
        audience = self.domain if self.is_view else ""
        if not os.path.exists(self.path("attacks/truth.jsonl")):
            forger = generate.Forger(self.mail, self.cut, self.arguments.japanese, audience)
            generate.write(forger, argparse.Namespace(
                out=self.path("attacks"), seed=self.arguments.seed, eml=False, campaigns=False,
                count=self.arguments.count, profiles=self.arguments.profiles))
        return self.truths("attacks", "profile")

    def truths(self, folder, key):
        """{profile or class: [truth]} of a folder of forged mail."""
        truths = collections.defaultdict(list)
        with open(self.path(folder + "/truth.jsonl"), encoding="utf-8") as stream:
            for line in stream:
                truth = json.loads(line)
                truths[truth[key]].append(truth)
        return truths

    def make_lookalikes(self):
        """{class: [truth]} of honest mail that looks like a hijack."""
        if not os.path.exists(self.path("look-alikes/truth.jsonl")):
            maker = lookalike.Maker(self.mail, self.cut, 0, self.domain if self.is_view else "")
            lookalike.write(maker, self.path("look-alikes"), self.arguments.seed,
                            self.arguments.lookalikes)
        return self.truths("look-alikes", "class")

    def judge_lookalikes(self, memory, truths):
        """{class: figures}."""
        kind = "look-alike-cold" if memory.is_cold else "look-alike"
        result = {}
        for name, items in truths.items():
            if items:
                records = memory.scan(self.path(f"look-alikes/{name}.mbox"),
                                      alone=not self.arguments.together)
                result[name] = measure.lookalikes(self.keep(kind, name, records), items)
        return result

    def keep(self, kind, label, records):
        """Append what was said of each message to records.jsonl, for fitting and for ablation."""
        with open(self.path("records.jsonl"), "a", encoding="utf-8") as stream:
            for record in records:
                line = {"archive": self.name, "kind": kind, "label": label,
                        "number": kith.number_of(record), "verdict": record["verdict"],
                        "score": record.get("score"), "evidence": measure.weights(record),
                        "strength": measure.strengths(record),
                        "payload": sorted({p["kind"] for p in record.get("payload") or []})}
                stream.write(json.dumps(line) + "\n")
        return records

    def learn(self, memory, messages, name):
        """Learn MESSAGES, what our own people sent as outgoing; how many, and what was skipped."""
        sent, received = self.split(messages)
        skipped = []
        for mails, outgoing in ((sent, True), (received, False)):
            if mails:
                path = self.write(f"{name}-{'sent' if outgoing else 'received'}.mbox", mails)
                skipped += memory.learn(path, outgoing)[1]
        return {"messages": len(messages), "skipped": [measure.summary(r) for r in skipped]}

    def judge_attacks(self, memory, truths):
        """{profile: figures}."""
        results = {}
        for profile, items in truths.items():
            path = self.path(f"attacks/{profile}.mbox")
            raws = list(archive.split_mbox(archive.read_bytes(path)))
            kind = "attack-cold" if memory.is_cold else "attack"
            records = memory.scan(
                path, alone=profile != "E10" and not self.arguments.together)
            self.keep(kind, profile, records)
            results[profile] = measure.attacks(records, items, raws)
        return results

    def judge_stream(self, memory, messages):
        """Honest later mail in order; own people's mail is learned between, as it would be."""
        records, judged = [], []
        chunks = CHUNKS if self.is_view else 1
        for number in range(chunks):
            part = messages[len(messages) * number // chunks:len(messages) * (number + 1) // chunks]
            sent, received = self.split(part)
            if received:
                path = self.write(f"judge-{number:02d}.mbox", received)
                records += memory.scan(path, learn=True)
                judged += received
            if sent:
                memory.learn(self.write(f"judge-{number:02d}-sent.mbox", sent), outgoing=True)
        if len(records) != len(judged):
            raise kith.RunFailed(f"{len(judged)} messages given, {len(records)} judged")
        self.keep("benign", "", records)
        return measure.benign(records, [m.raw for m in judged])

    def run(self):
        """All figures of this archive."""
        say(f"{self.name}: {len(self.mail.messages)} messages, learning {self.cut}")
        truths = self.forge()
        result = {"archive": self.name, "organisation": self.domain, "view": self.is_view,
                  "learned": self.cut, "judged": len(self.mail.messages) - self.cut}
        memory, cold = self.kith("memory"), self.kith("cold")
        begun = time.monotonic()
        result["learning"] = self.learn(memory, self.mail.messages[:self.cut], "learn")
        result["learning"]["seconds"] = round(time.monotonic() - begun, 1)
        result["attacks"] = self.judge_attacks(memory, truths)
        if self.arguments.poison:
            result["poison"] = poison.compare(self, memory, self.arguments.poison)
        result["attacks_cold"] = self.judge_attacks(cold, truths)
        alike = self.make_lookalikes() if self.arguments.lookalikes else {}
        result["look_alikes"] = self.judge_lookalikes(memory, alike)
        result["look_alikes_cold"] = self.judge_lookalikes(cold, alike)
        begun = time.monotonic()
        result["benign"] = self.judge_stream(memory, self.mail.messages[self.cut:])
        result["benign"]["seconds"] = round(time.monotonic() - begun, 1)
        result["benign_cold"] = self.judge_cold(cold)
        if self.arguments.whole and not self.is_view:
            result["benign_whole"] = self.judge_whole()
        return result

    def judge_whole(self):
        """The whole archive as a stream into an empty memory."""
        path = self.write("whole.mbox", self.mail.messages)
        records = self.keep("benign-whole", "", self.kith("empty").scan(path, learn=True))
        return measure.benign(records, [m.raw for m in self.mail.messages])

    def judge_cold(self, cold):
        """Honest later mail with nothing learned."""
        _, received = self.split(self.mail.messages[self.cut:])
        records = self.keep("benign-cold", "", cold.scan(self.write("judge-cold.mbox", received)))
        return measure.benign(records, [m.raw for m in received])


def say(text):
    """Progress goes to standard error."""
    print(text, file=sys.stderr, flush=True)


def parse_arguments():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--program", "--kith", default=os.path.join(TOP, "build", "kith"))
    parser.add_argument("--archive", action="append", help="only this one, by name; repeatable")
    parser.add_argument("--views", default=VIEWS, help="ARCHIVE:DOMAIN,... or none")
    parser.add_argument("--profiles", default=SHIPPED)
    parser.add_argument("--count", type=int, default=200, help="messages per profile and archive")
    parser.add_argument("--lookalikes", type=int, default=100, help="per class, 0 for none")
    parser.add_argument("--together", action="store_true",
                        help="let campaigns help: forged replies and look-alikes of one kind share words and "
                        "files more than independent mail does")
    parser.add_argument("--peers", action="store_true",
                        help="judge a sample of the same messages by rspamd and SpamAssassin, too")
    parser.add_argument("--reuse", action="store_true",
                        help="use the forged mail that an earlier run left in the --work folder")
    parser.add_argument("--poison", type=float, default=0, metavar="SHARE",
                        help="also learn each archive seeded with this share of old attacks (0.01), and show "
                        "what is still found of later ones")
    parser.add_argument("--weights", default="",
                        help="a table of weights; {} in it stands for the archive's name")
    parser.add_argument("--held-out", action="store_true",
                        help="fit the weights first, and judge each archive by what the others taught")
    parser.add_argument("--whole", action="store_true",
                        help="judge each whole archive as a stream from an empty memory, too")
    parser.add_argument("--share", type=float, default=0.7, help="part that is learned")
    parser.add_argument("--japanese", type=float, default=0.25, help="share of Japanese lures")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--work", help="folder for everything that is made; kept when given")
    parser.add_argument("--output", help="JSON file (default: results.json in the work folder)")
    parser.add_argument("--jobs", type=int, default=0, help="workers that kith uses")
    parser.add_argument("--data", default=os.environ.get("KITH_DATA", ""))
    return parser.parse_args()


def mails(arguments):
    """(name, mail, domain of a view or "", archive) of all that was asked for, one at a time:
    archives are large."""
    found = find_archives(arguments.data, arguments.work)
    wanted = arguments.archive or list(found)
    views = [item.split(":") for item in arguments.views.split(",") if ":" in item]
    for name, paths in found.items():
        domains = [domain for archive_name, domain in views if archive_name == name]
        plain = name in wanted
        chosen = [domain for domain in domains if plain or f"{name}-{domain}" in wanted]
        if not plain and not chosen:
            continue
        mail = archive.Archive.load(paths)
        if plain:
            yield name, mail, "", name
        for domain in chosen:
            ours = archive.Archive(view.one_organisation(mail, domain), set())
            yield f"{name}-{domain}", ours, domain, name


def measure_all(arguments):
    """Run, print and write everything; the number of runs that failed."""
    results, failures, checks = [], 0, []
    for name, mail, domain, source in mails(arguments):
        is_view = domain != "" or name == "demo"
        try:
            results.append(Trial(name, mail, arguments, domain, is_view, source).run())
            tables.show(results[-1])
            if "poison" in results[-1]:
                poison.show(name, results[-1]["poison"])
        except (kith.RunFailed, OSError) as error:
            failures += 1
            print(f"\n{name}: FAILED: {error}")
    if arguments.data and os.path.isdir(os.path.join(arguments.data, "emotet")):
        try:
            checks = public_pair.check(arguments.program, arguments.work, arguments.data)
            tables.show_pair(checks)
        except (kith.RunFailed, OSError, IndexError) as error:
            failures += 1
            print(f"\npublic pair: FAILED: {error}")
    tables.show_pool(results)
    if arguments.peers and results:
        print("\nbeside the neighbours, on a sample of the same messages:")
        peers.measure_beside(arguments.work, 10, 200, arguments.seed)
    output = arguments.output or os.path.join(arguments.work, "results.json")
    with open(output, "w", encoding="utf-8") as stream:
        json.dump({"archives": results, "public_pair": checks}, stream, ensure_ascii=False,
                  indent=1)
    return failures


def measure_held_out(arguments):
    """Measure each archive with weights fitted on the others; the number of runs that failed."""
    if len(find_archives(arguments.data, arguments.work)) < 2:
        say("one archive only: nothing to fit on, the weights that ship are measured")
        return measure_all(arguments)
    say("first round, to fit on:")
    wanted, arguments.peers = arguments.peers, False
    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        failures = measure_all(arguments)
        fit.fit_each(arguments.work, os.path.join(arguments.work, "tables"))
    if failures:
        return failures
    say("second round, each archive by weights that never saw it:")
    arguments.peers, arguments.reuse = wanted, True
    arguments.weights = os.path.join(arguments.work, "tables", "{}.table")
    return measure_all(arguments)


def main():
    """Measure; status 1 when a run failed."""
    arguments = parse_arguments()
    arguments.program = os.path.abspath(arguments.program)
    run = measure_held_out if arguments.held_out else measure_all
    if arguments.work:
        os.makedirs(arguments.work, exist_ok=True)
        sys.exit(1 if run(arguments) else 0)
    with tempfile.TemporaryDirectory(prefix="kith-eval-") as arguments.work:
        failures = run(arguments)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
