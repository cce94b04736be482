#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Take each signal away and judge again: what it gains, and whether a verdict rests on an artefact.

    eval/ablate.py WORK [--program build/kith] [--signals a,b+c]
    eval/ablate.py WORK --artefacts

WORK is run.py's --work folder: its memories, forged replies and look-alikes are used again. One row a signal
(several joined by + are taken away together): recall of each profile in points against all signals, and alarms
among look-alikes. The last row takes away all that the form of a message shows and its words and people do
not: what a generator could give away without knowing.

With --artefacts the forged replies are made again, each time without one thing that the generator does in its own
way (generate.py, ARTEFACTS), and judged by all signals.
"""

import argparse
import collections
import glob
import os

import generate
import kith
import run
import table

FORM = ["mime-shape", "prefixes-piled", "message-id-elsewhere", "injected", "not-authenticated",
        "parent-elsewhere"]
ALARMS = ("suspicious", "hijacked")


class Ablation:
    """The trials of one WORK folder, judged with other weights."""

    def __init__(self, arguments):
        self.arguments = arguments
        self.trials, self.mails = [], []
        for path in sorted(glob.glob(os.path.join(arguments.work, "*/attacks/truth.jsonl"))):
            folder = os.path.dirname(os.path.dirname(path))
            if arguments.trial and os.path.basename(folder) not in arguments.trial:
                continue
            memory = kith.Kith(arguments.program, os.path.join(folder, "memory"), ["archive.example"])
            self.trials.append((folder, memory))

    def load(self):
        """Read the mail of every trial."""
        names = [os.path.basename(folder) for folder, _ in self.trials]
        wanted = argparse.Namespace(data=self.arguments.data, work=self.arguments.work,
                                    archive=names, views=run.VIEWS)
        self.mails = [(os.path.join(self.arguments.work, name), mail, domain)
                      for name, mail, domain, _ in run.mails(wanted) if name in names]

    def forge(self, without):
        """Make the forged replies of every trial again WITHOUT some artefacts; the folder's name."""
        name = "attacks-without-" + ("-".join(without) or "nothing")
        for folder, mail, domain in self.mails:
            forger = generate.Forger(mail, mail.cut_at(0.7), 0.25, domain, without)
            generate.write(forger, argparse.Namespace(
                out=os.path.join(folder, name), seed="1", eml=False, campaigns=False, count=self.arguments.count,
                profiles=run.SHIPPED))
        return name

    def judge(self, removed, attacks="attacks"):
        """Alarms and messages by profile and by class, without the signals REMOVED."""
        result = {"attacks": collections.Counter(), "look-alikes": collections.Counter()}
        totals = {"attacks": collections.Counter(), "look-alikes": collections.Counter()}
        for folder, memory in self.trials:
            for kind, place in (("attacks", attacks), ("look-alikes", "look-alikes")):
                if kind != "attacks" and attacks != "attacks":
                    continue
                for path in sorted(glob.glob(os.path.join(folder, place, "*.mbox"))):
                    name = os.path.basename(path)[:-len(".mbox")]
                    records = self.scan(memory, path, removed, name == "E10")
                    totals[kind][name] += len(records)
                    result[kind][name] += sum(r["verdict"] in ALARMS for r in records)
        return result, totals

    def scan(self, memory, path, removed, together):
        """Verdicts on PATH by the weights without REMOVED."""
        weights = table.without(table.read(self.arguments.weights), *removed) if removed else (
            table.read(self.arguments.weights))
        memory.alone = memory.configure("ablation.conf", weights if together else
                                        table.without(weights, "campaign-"))
        return memory.scan(path, alone=True)


def rates(judged):
    """{profile: recall in per cent} of what judge gave."""
    result, totals = judged
    return {profile: 100 * result["attacks"][profile] / count
            for profile, count in totals["attacks"].items()}


def show(name, judged, whole=None):
    """One row: recall by profile, or points of it against WHOLE; alarms among look-alikes."""
    base = rates(whole) if whole else {}
    cells = [f"{rate - base[profile]:+6.1f}" if whole else f"{rate:6.1f}" for profile, rate in
             sorted(rates(judged).items(), key=lambda item: int(item[0][1:]))]
    print(f"{name:<30}" + "".join(cells) + f"{sum(judged[0]['look-alikes'].values()):8d}", flush=True)


def show_signals(ablation, signals):
    """One row for each of SIGNALS taken away, and one for the form of the message."""
    whole = ablation.judge([])
    show_head(whole)
    show("(all signals)", whole)
    for name in [*signals, "+".join(FORM)]:
        show("form of the message" if "+" in name else name, ablation.judge(name.split("+")), whole)


def show_artefacts(ablation):
    """One row for each artefact of the generator taken away, and one for all of them."""
    ablation.load()
    whole = ablation.judge([], ablation.forge([]))
    show_head(whole)
    show("(as generated)", whole)
    for names in [*([name] for name in generate.ARTEFACTS), list(generate.ARTEFACTS)]:
        judged = ablation.judge([], ablation.forge(names))
        show(names[0] if len(names) == 1 else "all of them", judged, whole)


def show_head(judged):
    """The table's head."""
    profiles = sorted(judged[1]["attacks"], key=lambda p: int(p[1:]))
    print(f"{'without':<30}" + "".join(f"{profile:>6}" for profile in profiles) + f"{'alike':>8}")


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work")
    parser.add_argument("--program", default=os.path.join(run.TOP, "build", "kith"))
    parser.add_argument("--weights", default=table.SHIPPED)
    parser.add_argument("--trial", action="append", help="only this archive or view; repeatable")
    parser.add_argument("--signals", default="", help="only these; + joins several")
    parser.add_argument("--artefacts", action="store_true", help="take away artefacts of the generator")
    parser.add_argument("--count", type=int, default=200, help="messages per profile and artefact")
    parser.add_argument("--data", default=os.environ.get("KITH_DATA", ""))
    arguments = parser.parse_args()
    ablation = Ablation(arguments)
    if arguments.artefacts:
        show_artefacts(ablation)
        return
    show_signals(ablation, arguments.signals.split(",") if arguments.signals else [
        name for name in table.read(arguments.weights) if name != "prior"])


if __name__ == "__main__":
    main()
