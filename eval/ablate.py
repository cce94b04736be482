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
        self.trials = []
        for path in sorted(glob.glob(os.path.join(arguments.work, "*/attacks/truth.jsonl"))):
            folder = os.path.dirname(os.path.dirname(path))
            if arguments.trial and os.path.basename(folder) not in arguments.trial:
                continue
            memory = kith.Kith(arguments.program, os.path.join(folder, "memory"), ["archive.example"])
            self.trials.append((folder, memory))

    def forge(self, without):
        """Make the forged replies of every trial again WITHOUT some artefacts; the folder's name."""
        data = argparse.Namespace(data=self.arguments.data, work=self.arguments.work,
                                  archive=None, views=run.VIEWS)
        name = "attacks-without-" + "-".join(without or ["nothing"])
        for trial, mail, domain, _ in run.mails(data):
            folder = os.path.join(self.arguments.work, trial)
            if folder not in [path for path, _ in self.trials]:
                continue
            forger = generate.Forger(mail, mail.cut_at(0.7), 0.25, domain, without)
            generate.write(forger, argparse.Namespace(
                out=os.path.join(folder, name), seed="1", eml=False, count=self.arguments.count,
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


def show(name, result, totals, whole):
    """One row: points of recall lost by profile, alarms among look-alikes."""
    attacks, alike = result["attacks"], result["look-alikes"]
    cells = []
    for profile in sorted(totals["attacks"], key=lambda p: int(p[1:])):
        rate = 100 * attacks[profile] / totals["attacks"][profile]
        cells.append(f"{rate:6.1f}" if whole is None else
                     f"{rate - 100 * whole['attacks'][profile] / totals['attacks'][profile]:+6.1f}")
    print(f"{name:<30}" + "".join(cells) + f"{sum(alike.values()):8d}", flush=True)


def show_signals(ablation, signals):
    """One row for each of SIGNALS taken away, and one for the form of the message."""
    whole, totals = ablation.judge([])
    show_head(totals)
    show("(all signals)", whole, totals, None)
    for name in [*signals, "+".join(FORM)]:
        result, _ = ablation.judge(name.split("+"))
        show("form of the message" if "+" in name else name, result, totals, whole)


def show_artefacts(ablation):
    """One row for each artefact of the generator taken away, and one for all of them."""
    whole, totals = ablation.judge([], ablation.forge([]))
    show_head(totals)
    show("(as generated)", whole, totals, None)
    for names in [*([name] for name in generate.ARTEFACTS), list(generate.ARTEFACTS)]:
        result, _ = ablation.judge([], ablation.forge(names))
        show(names[0] if len(names) == 1 else "all of them", result, totals, whole)


def show_head(totals):
    """The table's head."""
    profiles = sorted(totals["attacks"], key=lambda p: int(p[1:]))
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
