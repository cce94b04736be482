# SPDX-License-Identifier: Apache-2.0
"""Crashes commands that write to a state, and looks at what is left: crash.py KITH FOLDER COUNT.

In FOLDER are faults.so and memory-format (tests/tools), first.mbox, second.mbox, third.mbox, all of these
as all.mbox, genuine.eml, hijacked.eml and attacks.mbox. After each crash the state must open and be consistent, must still hold every message of
first.mbox, whose learning had ended well, and must be, once the command is run to its end, as if nothing
had happened. A line "crash COMMAND HOW: WHAT" for each; ends with 1 at the first that went wrong. COUNT
crashes are chance; besides, commands of few calls are crashed at each of them."""

import errno
import glob
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

PERSON = "chie.doi@partner.example"
OTHERS = ["ben.carter@example.com", "nobody@example.org", "gita.hari@supplier.example"]
COMMANDS = {
    "learn": ["learn", "--json", "second.mbox"],
    "record": ["scan", "--record", "--json", "attacks.mbox"],
    "forget": ["forget", "--json", PERSON],
    "forget-several": ["forget", "--json", PERSON, *OTHERS],
    "expire": ["expire", "--json", "2020-01-03"],
    "mark": ["mark", "hijacked", "--json", "genuine.eml"],
    "benign": ["mark", "benign", "--json", "hijacked.eml"],
    "undo": ["mark", "benign", "--undo", "--json", "hijacked.eml"],
    "acquit": ["mark", "hijacked", "--undo", "--json", "genuine.eml"],
    "compact": ["learn", "--json", "third.mbox"],
    "migrate-memory": ["learn", "--json", "second.mbox"],
    "backup": ["state", "backup", "--replace", "away"],
    "migrate": ["scan", "--record", "--json", "attacks.mbox"],
}
# What a command begins with, where that is not "base".
BASES = {"migrate": "old", "undo": "marked", "acquit": "convicted", "compact": "large", "migrate-memory": "old-memory"}
# Those that learn; what was learned before must not be lost by them.
LEARNERS = ("learn", "record", "migrate", "compact", "migrate-memory")
# Those that are crashed at every call, as what is new in them takes few.
EVERY_CALL = ("compact", "migrate-memory")
SCHEMA = os.path.join(os.environ["TOP"], "src", "ledger", "schema")
TABLES = ("mailbox", "message", "sighting", "candidate", "indicator", "message_indicator", "track")


class Wrong(Exception):
    pass


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def command(self, state, words):
        return [self.program, words[0], "--state", os.path.join(self.folder, state), "--secret",
            os.path.join(self.folder, "secret"), "--jobs", "1", *words[1:]]

    def run(self, state, words, good=(0, 1)):
        done = subprocess.run(self.command(state, words), cwd=self.folder, capture_output=True, text=True,
            stdin=subprocess.DEVNULL)
        if done.returncode not in good:
            raise Wrong(f"{' '.join(words)} ended with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}")
        return done.stdout

    def crash(self, state, words, seconds=None, **fault):
        """Runs WORDS until it ends or is killed after SECONDS; how it ended."""
        environment = dict(os.environ, LD_PRELOAD=os.path.join(self.folder, "faults.so"),
            **{name: str(value) for name, value in fault.items()})
        process = subprocess.Popen(self.command(state, words), cwd=self.folder, env=environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if seconds is not None:
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
        return process.wait()

    def copy(self, state, name):
        shutil.rmtree(os.path.join(self.folder, state), ignore_errors=True)
        shutil.copytree(os.path.join(self.folder, BASES.get(name, "base")),
            os.path.join(self.folder, state))

    def derive(self, name, words, base="base"):
        """The state NAME: what the command WORDS makes of another."""
        shutil.copytree(os.path.join(self.folder, base), os.path.join(self.folder, name))
        self.run(name, words)

    def memory(self, state):
        """The number of the newest file of memory, and the path."""
        paths = glob.glob(os.path.join(self.folder, state, "memory.*.mdb"))
        return max((int(path.rsplit(".", 2)[1]), path) for path in paths)

    def memory_format(self, state, *words):
        path = self.memory(state)[1]
        return subprocess.run([os.path.join(self.folder, "memory-format"), path, *words], check=True,
            capture_output=True, text=True).stdout.strip()

    def make_old(self):
        """The same state with the ledger as the first version of its schema had it."""
        shutil.copytree(os.path.join(self.folder, "base"), os.path.join(self.folder, "old"))
        path = os.path.join(self.folder, "old", "ledger", "ledger.db")
        self.run("old", ["state", "check"], good=(0,))
        for name in ("", "-wal", "-shm"):
            if os.path.exists(path + name):
                os.rename(path + name, path + ".new" + name)
        old = sqlite3.connect(path)
        with open(os.path.join(SCHEMA, "001-first.sql"), encoding="utf-8") as schema:
            old.executescript(schema.read())
        old.execute("ATTACH ? AS new", (path + ".new",))
        for table in TABLES:
            stored = [row[1] for row in old.execute(f"PRAGMA main.table_info({table})")]
            old.execute(f"INSERT OR IGNORE INTO main.{table} ({','.join(stored)}) "
                f"SELECT {','.join(stored)} FROM new.{table}")
        old.execute("UPDATE progress SET generation = 1")
        old.execute("PRAGMA application_id = 0x6b697468")
        old.execute("PRAGMA user_version = 1")
        old.commit()
        old.close()
        for name in ("", "-wal", "-shm"):
            if os.path.exists(path + ".new" + name):
                os.remove(path + ".new" + name)

    def summary(self, state):
        """What can be asked of a state, the same however it came about."""
        verdicts = [json.loads(line) for line in self.run(state, ["scan", "--json", "all.mbox", "genuine.eml",
            "hijacked.eml"]).splitlines()]
        ledger = sorted(line.split('"recorded":')[0] for line in self.run(state, ["ledger", "export"]).splitlines())
        return [(one["verdict"], one["score"], one["conversation"]) for one in verdicts], ledger

    def check(self, state):
        self.run(state, ["state", "check"], good=(0,))


def two_writers(bench, call):
    """A learner is killed when its CALLth call that writes is done, while another has memory open and goes on: it
    must go on from what the first had written, and neither may lose what it acknowledged."""
    bench.copy("crashed", "learn")
    with open(os.path.join(bench.folder, "third.mbox"), "rb") as file:
        half, rest = file.read(100000), file.read()
    other = subprocess.Popen(bench.command("crashed", ["learn", "--json", "-"]), cwd=bench.folder, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    other.stdin.write(half)
    other.stdin.flush()
    time.sleep(0.5)
    ended = bench.crash("crashed", COMMANDS["learn"], FAULT_AT=call, FAULT_AFTER=1)
    told = json.loads(other.communicate(rest)[0].splitlines()[-1])
    print(f"crash beside killed after call {call}: {'ended early' if ended < 0 else 'went on'}, {told}", flush=True)
    bench.check("crashed")
    for mail in ("first.mbox", "third.mbox"):
        again = json.loads(bench.run("crashed", ["learn", "--json", mail]).splitlines()[-1])
        if again["learned"] != 0:
            raise Wrong(f"{again['learned']} messages of {mail} were lost")
    bench.run("crashed", COMMANDS["learn"])
    bench.check("crashed")


def how_to_crash(calls, seconds):
    kind = random.choice(["killed", "killed at a call", "failing once", "failing"])
    if kind == "killed":
        return kind, {"seconds": random.uniform(0.02, seconds * 1.1)}
    return at_call(kind, random.randint(1, calls))


def at_call(kind, number):
    fault = {"FAULT_AT": number}
    if kind != "killed at a call":
        fault["FAULT_ERRNO"] = random.choice([errno.EIO, errno.ENOSPC])
    if kind == "failing":
        fault["FAULT_ONWARDS"] = 1
    return kind, fault


def measure(bench, name):
    """How many calls that write the command makes, how long it takes, and what it leaves."""
    count = os.path.join(bench.folder, "count")
    words = COMMANDS[name]
    bench.copy("whole", name)
    begun = time.monotonic()
    bench.crash("whole", words, FAULT_COUNT=count)
    seconds = time.monotonic() - begun
    with open(count, encoding="ascii") as file:
        calls = int(file.read())
    look_at_memory(bench, name)
    return calls, seconds, bench.summary("whole")


def look_at_memory(bench, name):
    """Did the command NAME do to memory what it is here for?"""
    base, before = BASES.get(name, "base"), bench.memory(BASES.get(name, "base"))[0]
    after = bench.memory("whole")[0]
    if name in ("compact", "forget", "forget-several", "expire", "mark", "undo") and after != before + 1:
        raise Wrong(f"{name}: memory.{before}.mdb is followed by memory.{after}.mdb")
    if name == "migrate-memory" and not int(bench.memory_format(base)) < int(bench.memory_format("whole")):
        raise Wrong(f"{name}: memory has format {bench.memory_format('whole')} still")


def one_crash(bench, name, whole, kind, fault):
    bench.copy("crashed", name)
    ended = bench.crash("crashed", COMMANDS[name], **fault)
    early = ended < 0 or ended > 1
    drafts = glob.glob(os.path.join(bench.folder, "crashed", "memory.draft"))
    print(f"crash {name} {kind} {fault}: {'ended early' if early else 'went on'}"
        f"{', writing memory anew' if drafts else ''}", flush=True)
    bench.check("crashed")
    if name in LEARNERS:
        # What was acknowledged before is there: learning it again finds all of it.
        again = json.loads(bench.run("crashed", ["learn", "--json", "first.mbox"]).splitlines()[-1])
        if again["learned"] != 0:
            raise Wrong(f"{again['learned']} messages were lost")
    bench.run("crashed", COMMANDS[name])
    bench.check("crashed")
    if bench.summary("crashed") != whole:
        raise Wrong(f"{name}: not the state that an undisturbed run leaves")


def main(program, folder, count):
    random.seed(4711)
    bench = Bench(program, folder)
    bench.run("base", ["init", "--org", "ours.example"])
    bench.run("base", ["learn", "first.mbox", "genuine.eml"])
    bench.run("base", ["scan", "--record", "hijacked.eml"])
    bench.make_old()
    bench.derive("marked", COMMANDS["benign"])
    bench.derive("convicted", COMMANDS["mark"])
    bench.derive("large", COMMANDS["learn"])
    bench.derive("old-memory", ["state", "check"])
    bench.memory_format("old-memory", "2")
    measured = {name: measure(bench, name) for name in COMMANDS}
    for name, (calls, seconds, _) in measured.items():
        print(f"round {name}: {calls} calls that write, {seconds:.2f} s", flush=True)
    names = list(COMMANDS)
    for number in range(count):
        calls, seconds, whole = measured[names[number % len(names)]]
        one_crash(bench, names[number % len(names)], whole, *how_to_crash(calls, seconds))
    for call in range(1, measured["learn"][0] + 1):
        two_writers(bench, call)
    for name in EVERY_CALL:
        for number in range(1, measured[name][0] + 1):
            kind = random.choice(["killed at a call", "failing once", "failing"])
            one_crash(bench, name, measured[name][2], *at_call(kind, number))


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
    except Wrong as wrong:
        print(wrong)
        sys.exit(1)
