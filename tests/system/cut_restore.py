# SPDX-License-Identifier: Apache-2.0
"""Cuts a restore off at every call that writes: cut_restore.py KITH FOLDER.

In FOLDER are faults.so (tests/tools/faults.c), few.mbox, mail to learn, the state "one", its "secret" and
the backup "copy". At each call the restore is killed, or the disk is full from there on. Afterwards the
state is consistent, and memory, ledger and configuration are all the old ones or all the new ones; a restore
that is begun again gives the new ones: the backup without FORGOTTEN, whom the old one was told to forget. Ends with 1 at the first that went wrong."""

import errno
import os
import shutil
import subprocess
import sys

FORGOTTEN = "chie.doi@partner.example"


def command(program, folder, state, *words):
    return [program, *words[:1], "--state", os.path.join(folder, state), "--secret",
        os.path.join(folder, "secret"), *words[1:]]


def run(program, folder, state, *words, good=0):
    done = subprocess.run(command(program, folder, state, *words), cwd=folder, capture_output=True, text=True,
        stdin=subprocess.DEVNULL)
    if done.returncode != good:
        sys.exit(f"{state}: {' '.join(words)} ended with {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout


def contents(program, folder, state):
    messages = run(program, folder, state, "state", "check")
    ledger = run(program, folder, state, "ledger", "export")
    with open(os.path.join(folder, state, "kith.conf"), encoding="utf-8") as file:
        return messages, ledger, file.read()


def restore(program, folder, fault):
    shutil.rmtree(os.path.join(folder, "interrupted"), ignore_errors=True)
    shutil.copytree(os.path.join(folder, "old"), os.path.join(folder, "interrupted"))
    environment = dict(os.environ, LD_PRELOAD=os.path.join(folder, "faults.so"),
        **{name: str(value) for name, value in fault.items()})
    return subprocess.run(command(program, folder, "interrupted", "state", "restore", "--replace", "copy"), cwd=folder,
        env=environment, capture_output=True, stdin=subprocess.DEVNULL, check=False).returncode


def main(program, folder):
    shutil.copytree(os.path.join(folder, "one"), os.path.join(folder, "old"))
    run(program, folder, "old", "learn", "hijacked.eml", "--trust", "genuine.eml")
    run(program, folder, "old", "forget", FORGOTTEN)
    run(program, folder, "old", "scan", "--record", "few.mbox", good=1)
    os.mkdir(os.path.join(folder, "nothing"))
    count = os.path.join(folder, "count")
    restore(program, folder, {"FAULT_COUNT": count})
    old, new = contents(program, folder, "old"), contents(program, folder, "interrupted")
    if any(one == other for one, other in zip(old, new)):
        sys.exit(f"the backup does not differ in everything: {old} {new}")
    if contents(program, folder, "copy")[:2] == new[:2] or any(FORGOTTEN in part for part in new):
        sys.exit(f"what was forgotten is back: {new}")
    with open(count, encoding="ascii") as file:
        calls = int(file.read())
    ends = {old: 0, new: 0}
    full = {"FAULT_ERRNO": errno.ENOSPC, "FAULT_ONWARDS": 1}
    for at in range(1, calls + 1):
        status = restore(program, folder, {"FAULT_AT": at} | (full if at % 3 == 0 else {}))
        # Whoever writes next removes what is left of it.
        run(program, folder, "interrupted", "learn", "nothing")
        left = contents(program, folder, "interrupted")
        print(f"cut {at}: {status}", "old" if left == old else "new" if left == new else "mixed", flush=True)
        ends[left] += 1
    run(program, folder, "interrupted", "state", "restore", "--replace", "copy")
    if contents(program, folder, "interrupted") != new:
        sys.exit("begun again, it does not give the backup")
    if not all(ends.values()):
        sys.exit(f"it was never cut off before and after it was bound to be done: {list(ends.values())}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
