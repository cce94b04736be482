#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Memory now beside memory as it was before its rows were packed: bench/before.py --build build [--rounds 3]
[--messages 5000] [--against FOLDER].

Takes the program of that time out of the history of git and builds it, once, in BUILD/before. Both programs learn
and scan the same mail in turn: a made-up archive, and each mailing list under $KITH_DATA. The table shows medians.
Without the history (an archive of the sources, a shallow clone) it says so and measures nothing. With --against
the program before is that in the build FOLDER."""

import argparse
import glob
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import run
import sample

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# The commit that packed them, by its subject: that stays when a history is written anew.
PACKED = "store: pack the rows of sets into blocks of a page"
ROWS = (("state, bytes a message", "{:,.0f}"), ("learning, messages/s", "{:,.0f}"), ("learning, CPU s", "{:.2f}"),
    ("scanning, messages/s", "{:,.0f}"), ("scanning, CPU s", "{:.2f}"))


def git(*arguments):
    """What git prints; empty when it fails or is not there."""
    try:
        return subprocess.run(["git", "-C", TOP, *arguments], capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def last_before():
    """The commit before the packed rows, "" when this is no clone that has it."""
    if os.path.realpath(git("rev-parse", "--show-toplevel") or "/") != TOP:
        return ""
    packed = git("log", "--format=%H", "--fixed-strings", f"--grep={PACKED}").splitlines()
    return git("rev-parse", "--verify", f"{packed[-1]}^") if packed else ""


def build(commit, folder):
    """The build folder of the program at COMMIT below FOLDER."""
    source, built = os.path.join(folder, "source"), os.path.join(folder, "build")
    if not os.path.exists(os.path.join(built, "kith")):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(source)
        archive = subprocess.run(["git", "-C", TOP, "archive", commit], capture_output=True, check=True).stdout
        subprocess.run(["tar", "-x", "-C", source], input=archive, check=True)
        subprocess.run(["meson", "setup", built, source], stdout=subprocess.DEVNULL, check=True)
        subprocess.run(["ninja", "-C", built, "--quiet", "kith"], stdout=subprocess.DEVNULL, check=True)
    return built


def state_bytes(state):
    """The bytes of the memory's files."""
    return sum(os.path.getsize(path) for path in glob.glob(os.path.join(state, "*.mdb")))


def once(bench):
    """One round of one program: (messages, values in the order of ROWS)."""
    state = bench.state()
    learned, messages = bench.learn(state, 1)
    scanned, verdicts = bench.scan(state, 1)
    if verdicts != messages:
        raise SystemExit(f"{bench.kith}: {verdicts} verdicts on {messages} messages")
    return messages, (state_bytes(state) / messages, messages / learned.wall, learned.cpu,
        messages / scanned.wall, scanned.cpu)


def compare(builds, paths, rounds):
    """(messages, medians before, medians now); the two take turns."""
    with tempfile.TemporaryDirectory(prefix="kith-before-") as scratch:
        benches, results = [], ([], [])
        for name, folder in zip(("before", "now"), builds):
            own = os.path.join(scratch, name)
            os.mkdir(own)
            benches.append(run.Bench(folder, paths, own))
        for _ in range(rounds):
            for bench, values in zip(benches, results):
                messages, row = once(bench)
                values.append(row)
    return messages, *([statistics.median(column) for column in zip(*values)] for values in results)


def show(name, messages, before, now):
    print(f"\n{name + f', {messages:,} messages':42}{'before':>12}{'now':>12}{'ratio':>8}")
    for (title, form), old, new in zip(ROWS, before, now):
        print(f"  {title:40}{form.format(old):>12}{form.format(new):>12}{new / old:8.2f}")


def archives(scratch, messages):
    """(name, paths) of what there is to learn; MESSAGES are made up."""
    made_up = os.path.join(scratch, "sample.mbox")
    sample.write(made_up, messages)
    yield "made-up archive", [made_up]
    data = os.environ.get("KITH_DATA", "")
    for path in sorted(glob.glob(os.path.join(data, "lists", "*.mbox.zst"))) if data else []:
        name = os.path.basename(path).removesuffix(".mbox.zst")
        unpacked = os.path.join(scratch, name + ".mbox")
        subprocess.run(["zstd", "-dqf", path, "-o", unpacked], check=True)
        yield name, [unpacked]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--messages", type=int, default=5000, help="made up")
    parser.add_argument("--against", metavar="FOLDER")
    arguments = parser.parse_args()
    commit = "" if arguments.against else last_before()
    if not commit and not arguments.against:
        print("memory before its rows were packed: not measured, for there is no history of git with that commit")
        return
    now = os.path.abspath(arguments.build)
    before = os.path.abspath(arguments.against) if arguments.against else build(commit, os.path.join(now, "before", commit))
    name = git("log", "-1", "--format=%h, %as", commit) if commit else before
    print(f"memory before its rows were packed ({name}) and now; medians of {arguments.rounds} rounds, 1 worker")
    with tempfile.TemporaryDirectory(prefix="kith-before-") as scratch:
        for name, paths in archives(scratch, arguments.messages):
            show(name, *compare((before, now), paths, arguments.rounds))
            sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
