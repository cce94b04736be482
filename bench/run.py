#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Speed and size of kith, and of rspamd where it is installed, on the same mail in one run.

    bench/run.py --build build [--rounds 3] [PATH...]

Without paths the mail is the SpamAssassin corpus under $KITH_DATA, unpacked, else a made-up archive. Every
variant runs once per round, in turn; the table shows medians. CPU time is that of a program and of
all its children. A run that gives fewer results than there are messages is an error, not a result."""

import argparse
import glob
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

import peer
import sample

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Run:
    """One measured run of a command."""

    def __init__(self, command):
        self.command = command
        with tempfile.TemporaryFile("w+") as out:
            begun = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.PIPE)
            complaints = process.stderr.read().decode(errors="replace")
            _, status, usage = os.wait4(process.pid, 0)
            self.wall = time.monotonic() - begun
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            self.lines = out.read().splitlines()
        # Status 1 is a finding.
        if process.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)}: status {process.returncode}\n{complaints}")
        self.cpu = usage.ru_utime + usage.ru_stime
        self.peak = usage.ru_maxrss * 1024  # of the biggest process


class Bench:
    def __init__(self, build, paths, scratch):
        self.kith = os.path.join(build, "kith")
        self.programs = os.path.join(build, "bench")
        self.paths, self.scratch = paths, scratch
        self.secret = os.path.join(scratch, "secret")
        self.states = 0

    def state(self):
        """A new, empty state directory."""
        self.states += 1
        path = os.path.join(self.scratch, f"state-{self.states}")
        self.run("init", path, "--org", "example.com")
        return path

    def run(self, command, state, *arguments, program=None):
        return Run([program or self.kith, command, "--state", state, "--secret", self.secret, *arguments])

    def parse(self, program, jobs):
        """Facts only: (run, messages that came back, bytes)."""
        run = Run([os.path.join(self.programs, program), str(jobs), *self.paths])
        count = json.loads(run.lines[-1])
        if count["facts"] != count["messages"]:
            raise SystemExit(f"{program}: {count['facts']} results of {count['messages']} messages")
        return run, count["messages"], count["bytes"]

    def learn(self, state, jobs):
        run = self.run("learn", state, "--json", "--trust", "--jobs", str(jobs), *self.paths)
        count = json.loads(run.lines[-1])
        return run, count["learned"] + count["known"] + count["skipped"]

    def scan(self, state, jobs, program=None):
        run = self.run("scan", state, "--json", "--jobs", str(jobs), *self.paths, program=program)
        return run, sum('"verdict"' in line for line in run.lines)

    def footprint(self, state):
        """Rows of table, entries and bytes; the first is the whole."""
        run = Run([os.path.join(self.programs, "bench-footprint"), state, self.secret])
        return [(name, int(entries), int(size)) for name, entries, size in map(str.split, run.lines)]


    def ledger(self, sightings):
        """Rows of question, rows of its answer, CPU seconds and seconds; the first is the recording."""
        run = Run([os.path.join(self.programs, "bench-ledger"), self.state(), str(sightings)])
        return [(name, int(rows), float(cpu), float(time)) for name, rows, cpu, time in map(str.split, run.lines)]


class Table:
    """Medians of the runs of each variant."""

    def __init__(self, messages, size):
        self.messages, self.size = messages, size
        self.rows = {}

    def add(self, name, run, results):
        if results != self.messages:
            raise SystemExit(f"{name}: {results} results of {self.messages} messages")
        self.rows.setdefault(name, []).append((run.wall, run.cpu, run.peak))

    def median(self, name, column):
        return statistics.median(row[column] for row in self.rows[name])

    def show(self):
        print(f"{'':34}{'messages/s':>12}{'per CPU s':>12}{'MB/s':>9}{'peak MiB':>10}")
        for name in self.rows:
            wall, cpu, peak = (self.median(name, column) for column in range(3))
            print(f"{name:34}{self.messages / wall:12,.0f}{self.messages / cpu:12,.0f}"
                f"{self.size / wall / 1e6:9.1f}{peak / 2**20:10.0f}")


PARSE, PARSE_INLINE = "parse only, 1 worker", "parse only, no sandbox"
SCAN, SCAN_INLINE = "kith scan, 1 worker", "kith scan, no sandbox"
PEER = "rspamd, 1 worker"


def measure(bench, table, scanned, rspamd, rounds):
    """All variants, in turn, ROUNDS times; the state of the last learn is returned."""
    inline = os.path.join(bench.programs, "bench-kith-inline")
    state = None
    for _ in range(rounds):
        table.add(PARSE, *bench.parse("bench-parse", 1)[:2])
        table.add(PARSE_INLINE, *bench.parse("bench-parse-inline", 1)[:2])
        table.add(SCAN_INLINE, *bench.scan(scanned, 1, inline))
        for jobs in (1, 2):
            workers = f"{jobs} worker{'s' if jobs > 1 else ''}"
            state = bench.state()
            table.add(f"kith learn, {workers}", *bench.learn(state, jobs))
            table.add(f"kith scan, {workers}", *bench.scan(scanned, jobs))
        if rspamd:
            table.add(PEER, *rspamd.scan())
    return state


def show_ratios(table):
    for name, with_it, without in (("scan", SCAN, SCAN_INLINE), ("parse only", PARSE, PARSE_INLINE)):
        cpu, wall = (100 * (table.median(with_it, column) / table.median(without, column) - 1) for column in (1, 0))
        print(f"cost of the sandbox, {name}: {cpu:+.1f} % CPU time, {wall:+.1f} % time")
    if PEER in table.rows:
        ratio = table.median(PEER, 1) / table.median(SCAN, 1)
        print(f"kith scan against rspamd: {ratio:.1f} times as many messages per CPU second")


def show_footprint(rows):
    (_, messages, size), *tables = rows
    print(f"\nmemory: {messages:,} learned messages, {size:,} bytes, {size / max(messages, 1):,.0f} each")
    for name, entries, table_size in sorted(tables, key=lambda row: -row[2]):
        print(f"  {name:24}{entries:12,} entries{table_size:14,} bytes{table_size / max(messages, 1):9,.0f} each")


def show_ledger(rows):
    """What bench-ledger says: sightings a second, and seconds for each question."""
    (_, sightings, cpu, _), *questions = rows
    print(f"\nledger: {sightings:,} sightings, {sightings / cpu:,.0f} recorded per CPU second")
    for name, count, _, seconds in questions:
        print(f"  {name:24}{count:12,} rows{seconds:10.3f} s")


def default_paths(scratch):
    """What to measure with, and what it is called."""
    data = os.environ.get("KITH_DATA", "")
    corpus = sorted(glob.glob(os.path.join(data, "spamassassin", "*.mbox.zst"))) if data else []
    if corpus:
        path = os.path.join(scratch, "corpus.mbox")
        with open(path, "wb") as mbox:
            subprocess.run(["zstd", "-dcq", *corpus], stdout=mbox, check=True)
        return [path], "SpamAssassin corpus"
    path = os.path.join(scratch, "sample.mbox")
    sample.write(path, 5000)
    return [path], "made-up archive (KITH_DATA is not set)"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sightings", type=int, default=1000000, help="in the ledger that is measured")
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("paths", nargs="*")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as scratch:
        os.chmod(scratch, 0o755)
        paths, name = (arguments.paths, "given") if arguments.paths else default_paths(scratch)
        bench = Bench(os.path.abspath(arguments.build), paths, scratch)
        _, messages, size = bench.parse("bench-parse", 1)
        print(f"{name}: {messages:,} messages, {size:,} bytes; medians of {arguments.rounds} rounds")
        table = Table(messages, size)
        scanned = bench.state()
        bench.learn(scanned, 2)
        rspamd = None if arguments.no_peer else peer.start(scratch, paths)
        try:
            learned = measure(bench, table, scanned, rspamd, arguments.rounds)
        finally:
            if rspamd:
                rspamd.stop()
        table.show()
        show_ratios(table)
        show_footprint(bench.footprint(learned))
        show_ledger(bench.ledger(arguments.sightings))


if __name__ == "__main__":
    sys.exit(main())
