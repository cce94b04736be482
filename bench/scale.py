#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What judging costs as memory grows: bench/scale.py --build build [--smallest 10000] [--largest 1000000]
[LEARN JUDGE].

Learns the mail in LEARN, fills copies of that memory up to 10,000, 100,000 … messages with rows under made-up
keys (bench-fill), and judges the mail in JUDGE in each (bench-judge), reading mail and the sandbox left out. Of five
rounds over it the fastest is told, and the first, in which the process touches each page of memory for the first
time. Without paths both are parts of a made-up archive. Ten million take 4 GB and half an hour."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile

import sample

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def output(*command):
    """What COMMAND prints, as rows of words."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


def made_up(scratch):
    """The halves of a made-up archive."""
    whole = os.path.join(scratch, "sample.mbox")
    sample.write(whole, 6000)
    with open(whole, "rb") as file:
        messages = file.read().split(b"\nFrom bench@")
    paths = []
    for name, part in (("learn", messages[:5000]), ("judge", messages[5000:])):
        paths.append(os.path.join(scratch, name + ".mbox"))
        with open(paths[-1], "wb") as file:
            file.write(b"\n".join(one if one.startswith(b"From ") else b"From bench@" + one for one in part))
    return paths


def measure(programs, scratch, secret, messages, judged):
    """(bytes, microseconds of CPU time for a message: in each round, KiB held besides the map, of these before)."""
    state = os.path.join(scratch, "filled")
    shutil.rmtree(state, ignore_errors=True)
    shutil.copytree(os.path.join(scratch, "state"), state)
    (_, size), = output(os.path.join(programs, "bench-fill"), state, str(messages))
    *rounds, (held, before) = output(os.path.join(programs, "bench-judge"), state, secret, judged)
    return int(size), [float(cpu) for _, cpu, _ in rounds], int(held), int(before)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--smallest", type=int, default=10000)
    parser.add_argument("--largest", type=int, default=1000000)
    parser.add_argument("paths", nargs="*", metavar="LEARN JUDGE")
    arguments = parser.parse_args()
    programs = os.path.join(arguments.build, "bench")
    with tempfile.TemporaryDirectory(prefix="kith-scale-") as scratch:
        learned, judged = arguments.paths or made_up(scratch)
        secret = os.path.join(scratch, "secret")
        places = ["--state", os.path.join(scratch, "state"), "--secret", secret]
        kith = os.path.join(arguments.build, "kith")
        output(kith, "init", *places, "--org", "example.com")
        output(kith, "learn", *places, "--trust", learned)
        print(f"{'learned':>12}{'bytes':>16}{'µs a message':>14}{'against the first':>19}{'first round':>13}"
            f"{'MiB held':>10}{'for memory':>12}")
        first, messages = None, arguments.smallest
        while messages <= arguments.largest:
            size, rounds, held, before = measure(programs, scratch, secret, messages, judged)
            least = min(rounds)
            first = first or least
            print(f"{messages:12,}{size:16,}{least:14.0f}{least / first:19.2f}{rounds[0]:13.0f}{held / 1024:10.1f}"
                f"{(held - before) / 1024:12.1f}", flush=True)
            messages *= 10


if __name__ == "__main__":
    sys.exit(main())
