#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""How long kith export takes over a ledger of many indicators, and how much memory.

    bench/export.py --build build [--indicators 1000000] [FORMAT...]

Each format is one run of its own, from the ledger to the file; then all of them in one run. Without
formats: every one."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def measure(command):
    """Seconds, seconds of CPU and peak memory in MiB."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: status {process.returncode}")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def size_of(path):
    if os.path.isfile(path):
        return os.path.getsize(path)
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--indicators", type=int, default=1000000)
    parser.add_argument("formats", nargs="*")
    arguments = parser.parse_args()
    kith = os.path.join(os.path.abspath(arguments.build), "kith")
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as scratch:
        state, out = os.path.join(scratch, "state"), os.path.join(scratch, "out")
        subprocess.run([kith, "init", "--state", state, "--secret", os.path.join(scratch, "secret"), "--org",
            "ours.example"], stdout=subprocess.DEVNULL, check=True)
        subprocess.run([os.path.join(arguments.build, "bench", "bench-indicators"), state, str(arguments.indicators)],
            check=True)
        listed = subprocess.run([kith, "export", "--list", "--json"], capture_output=True, check=True).stdout
        names = arguments.formats or [json.loads(line)["name"] for line in listed.splitlines()]
        print(f"\nexport: {arguments.indicators:,} indicators\n{'':24}{'seconds':>10}{'CPU s':>10}{'peak MiB':>10}{'MB':>10}")
        for name in names + ["all of them"]:
            what = ["--all", out] if name == "all of them" else [name, "--out", os.path.join(scratch, "file")]
            seconds, cpu, peak = measure([kith, "export", *what, "--min-confidence", "0", "--state", state])
            print(f"{name:24}{seconds:10.1f}{cpu:10.1f}{peak:10.0f}{size_of(what[-1]) / 1e6:10.1f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
