#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Take each signal away and judge again: what it gains, and whether a verdict rests on an artefact.

    eval/ablate.py WORK [--program build/kith] [--signals a,b+c]

WORK is run.py's --work folder: its memories, forged replies and look-alikes are used again. One row a signal
(several joined by + are taken away together): recall of each profile in points against all signals, and alarms
among look-alikes. The last row takes away all that the form of a message shows and its words and people do
not: what a generator could give away without knowing.
"""

import argparse
import collections
import glob
import os

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

    def judge(self, removed):
        """({profile: (alarms, n)}, {class: (alarms, n)}) without the signals REMOVED."""
        result = {"attacks": collections.Counter(), "look-alikes": collections.Counter()}
        totals = {"attacks": collections.Counter(), "look-alikes": collections.Counter()}
        for folder, memory in self.trials:
            for kind in result:
                for path in sorted(glob.glob(os.path.join(folder, kind, "*.mbox"))):
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


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work")
    parser.add_argument("--program", default=os.path.join(run.TOP, "build", "kith"))
    parser.add_argument("--weights", default=table.SHIPPED)
    parser.add_argument("--trial", action="append", help="only this archive or view; repeatable")
    parser.add_argument("--signals", default="", help="only these; + joins several")
    arguments = parser.parse_args()
    ablation = Ablation(arguments)
    wanted = arguments.signals.split(",") if arguments.signals else [
        name for name in table.read(arguments.weights) if name != "prior"]
    whole, totals = ablation.judge([])
    profiles = sorted(totals["attacks"], key=lambda p: int(p[1:]))
    print(f"{'without':<30}" + "".join(f"{profile:>6}" for profile in profiles) + f"{'alike':>8}")
    show("(all signals)", whole, totals, None)
    for name in [*wanted, "+".join(FORM)]:
        result, _ = ablation.judge(name.split("+"))
        show("form of the message" if "+" in name else name, result, totals, whole)


if __name__ == "__main__":
    main()
