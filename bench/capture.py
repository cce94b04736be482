#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""From a capture to messages: kith without judging, and tshark --export-objects imf where it is
installed, on the same made-up capture in one run, by CPU time.

    bench/capture.py --build build [--megabytes 200] [--rounds 3]

kith writes all messages to one file, as a spool is written, and is measured without that as well; tshark
can only write each to a file of its own."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# About 30 KB a message on average, ten in a session.
SESSIONS_PER_MEGABYTE = 3


def make(path, megabytes):
    subprocess.run([sys.executable, os.path.join(TOP, "tests", "tools", "make_capture.py"), path, "--plain",
        "--sessions", str(megabytes * SESSIONS_PER_MEGABYTE), "--messages", "10", "--size", "60000"], check=True)
    with open(path + ".expected", "rb") as expected:
        return sum(1 for _ in expected)


def processor_seconds(command, environment=None):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]}: status {process.returncode}")
    return usage.ru_utime + usage.ru_stime


def to_spool(scratch, program, path):
    spool = os.path.join(scratch, "spool")
    seconds = processor_seconds([program, path], os.environ | {"KITH_BENCH_SPOOL": spool})
    if os.path.getsize(spool) < 0.8 * os.path.getsize(path):
        raise SystemExit("the messages are not there")
    os.remove(spool)
    return seconds


def tshark(scratch, path, messages):
    folder = os.path.join(scratch, "messages")
    os.mkdir(folder)
    seconds = processor_seconds(
        ["tshark", "-q", "-r", path, "-o", "gui.max_export_objects:10000000", "--export-objects", "imf," + folder])
    found = len(os.listdir(folder))
    shutil.rmtree(folder)
    # It drops a few.
    if found < 0.99 * messages:
        raise SystemExit(f"tshark: {found} of {messages} messages")
    return seconds


def show(name, size, messages, rounds):
    seconds = statistics.median(rounds)
    print(f"{name:40}{size / seconds / 1e6:9.0f} MB/s{messages / seconds:12,.0f} messages/s")
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    program = os.path.join(arguments.build, "bench", "bench-capture")
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as scratch:
        path = os.path.join(scratch, "capture.pcap")
        messages = make(path, arguments.megabytes)
        size = os.path.getsize(path)
        print(f"\nmade-up capture: {messages:,} messages, {size:,} bytes; medians of {arguments.rounds} rounds, CPU time")
        bare, written, peer = [], [], []
        for _ in range(arguments.rounds):
            bare.append(processor_seconds([program, path]))
            written.append(to_spool(scratch, program, path))
            if shutil.which("tshark"):
                peer.append(tshark(scratch, path, messages))
        seconds = show("kith, to messages in memory", size, messages, bare)
        with_spool = show("kith, to one file", size, messages, written)
        if peer:
            others = show("tshark --export-objects imf, to files", size, messages, peer)
            print(f"kith against tshark: {others / with_spool:.1f} times as fast to a file, {others / seconds:.1f} times to memory")


if __name__ == "__main__":
    main()
