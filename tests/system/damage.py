# SPDX-License-Identifier: Apache-2.0
"""Damages a memory and uses it: damage.py KITH FOLDER COUNT.

In FOLDER are the state "whole", its "secret", genuine.eml and hijacked.eml. COUNT times a copy gets a byte,
a page's head, a whole page, or the file's head overwritten, or loses its end. Whatever it is, every command
ends by itself with a status of its own, soon, and one that fails says why; where the check finds nothing, a
scan gives what it gave. A line "damage HOW: STATUSES" for each; ends with 1 at the first that went wrong."""

import os
import random
import shutil
import subprocess
import sys

SECONDS = 60
PAGE = 4096
HEAD = 64  # bytes at the beginning of a page that say what is in it
META = 168  # and of the two first ones


def damage_byte(data):
    at = random.randrange(len(data))
    data[at] ^= 1 << random.randrange(8)
    return f"byte {at}"


def damage_head(data):
    at = random.randrange(2, len(data) // PAGE) * PAGE + random.randrange(HEAD)
    data[at] = random.randrange(256)
    return f"head {at // PAGE}+{at % PAGE}"


def damage_meta(data):
    at = random.randrange(2) * PAGE + random.randrange(META)
    data[at] = random.randrange(256)
    return f"meta {at // PAGE}+{at % PAGE}"


def damage_page(data):
    pages = len(data) // PAGE
    page, other = random.randrange(2, pages), random.randrange(pages)
    content = random.choice([bytes(PAGE), random.randbytes(PAGE), bytes(data[other * PAGE:(other + 1) * PAGE])])
    data[page * PAGE:(page + 1) * PAGE] = content
    return f"page {page}"


def damage_end(data):
    length = random.choice([0, random.randrange(len(data)), len(data) // PAGE * PAGE - PAGE])
    del data[length:]
    return f"end {length}"


DAMAGES = [damage_byte, damage_head, damage_page, damage_page, damage_meta, damage_end]


class Bench:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.seen = None

    def path(self, name):
        return os.path.join(self.folder, name)

    def memory(self, state):
        return next(self.path(os.path.join(state, name)) for name in os.listdir(self.path(state))
            if name.startswith("memory.") and name.endswith(".mdb"))

    def run(self, state, *words):
        done = subprocess.run([self.program, words[0], "--state", self.path(state), "--secret", self.path("secret"),
            "--jobs", "1", *words[1:]], cwd=self.folder, capture_output=True, text=True, stdin=subprocess.DEVNULL,
            timeout=SECONDS)
        if done.returncode not in (0, 1, 2):
            sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr[-300:]}")
        if done.returncode == 2 and "restore" not in done.stderr and "kith state check" not in done.stderr:
            sys.exit(f"{' '.join(words)} does not say what to do: {done.stderr[-300:]}")
        return done

    def scan(self, state):
        done = self.run(state, "scan", "--json", "genuine.eml", "hijacked.eml")
        return done.returncode, done.stdout

    def damage(self, how):
        shutil.rmtree(self.path("hurt"), ignore_errors=True)
        shutil.copytree(self.path("whole"), self.path("hurt"))
        with open(self.memory("hurt"), "r+b") as file:
            data = bytearray(file.read())
            what = how(data)
            file.seek(0)
            file.write(data)
            file.truncate()
        return what

    def one(self, how, changes):
        what = self.damage(how)
        check = self.run("hurt", "state", "check").returncode
        status, said = self.scan("hurt")
        if check == 0 and how is not damage_byte and (status, said) != self.seen:
            sys.exit(f"{what}: the check found nothing, the scan gave {status}: {said[-500:]}")
        statuses = [check, status]
        if changes:
            shutil.rmtree(self.path("away"), ignore_errors=True)
            backup = self.run("hurt", "state", "backup", self.path("away")).returncode
            learned = self.run("hurt", "learn", "hijacked.eml", "--trust").returncode
            forgotten = self.run("hurt", "forget", "chie.doi@partner.example").returncode
            statuses += [backup, learned, forgotten]
        print(f"damage {what}: {statuses}", flush=True)
        return check != 0


def main(program, folder, count):
    random.seed(815)
    bench = Bench(program, folder)
    bench.seen = bench.scan("whole")
    found = sum(bench.one(DAMAGES[i % len(DAMAGES)], i % 3 == 0) for i in range(count))
    print(f"found {found} of {count}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
