#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The receiving process of kith sink beside Postfix' smtp-sink, one after the other in one run: messages
per second of the process' own CPU time, a new connection for each message.

    bench/sink.py --build build [--messages 20000] [--size 4096] [--sessions 20] [--rounds 3]

kith has each message on disk before it answers; smtp-sink drops them."""

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time

from peer import free_port, wait_for

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PORT = free_port()
# What is less than the kernel's clock tells.
TICK = 1 / os.sysconf("SC_CLK_TCK")


def processor_seconds(process):
    """User and system time of PROCESS so far."""
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK


def load(arguments, process):
    """CPU seconds that PROCESS takes for all messages."""
    begun = processor_seconds(process)
    subprocess.run(["smtp-source", "-s", str(arguments.sessions), "-m", str(arguments.messages), "-l", str(arguments.size),
        "-f", "bot@client.example", "-t", "user@victim.example", f"127.0.0.1:{PORT}"], check=True)
    return processor_seconds(process) - begun


def receiver_of(process):
    """The child of PROCESS that serves, once it does."""
    for _ in range(100):
        for child in children_of(process):
            if any("eventpoll" in os.readlink(f"/proc/{child}/fd/{link}") for link in os.listdir(f"/proc/{child}/fd")):
                return child
        time.sleep(0.1)
    raise SystemExit("kith sink has no receiver")


def children_of(process):
    children = subprocess.run(["pgrep", "-P", str(process)], capture_output=True, text=True, check=True).stdout.split()
    return [int(child) for child in children]


def stop(process):
    process.terminate()
    process.wait()


def kith(arguments, scratch):
    program = os.path.join(arguments.build, "kith")
    places = ["--state", os.path.join(scratch, "state"), "--secret", os.path.join(scratch, "secret")]
    subprocess.run([program, "init", *places, "--org", "ours.example"], check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([program, "sink", *places, "--listen", f"127.0.0.1:{PORT}"], stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    wait_for(PORT, process, 10)
    # The recorder would have the second core to itself; what it does is not measured here.
    seconds = load(arguments, receiver_of(process.pid))
    stop(process)
    shutil.rmtree(os.path.join(scratch, "state"))
    return seconds


def smtp_sink(arguments):
    user = ["-u", "postfix"] if os.geteuid() == 0 else []
    process = subprocess.Popen(["smtp-sink", *user, f"127.0.0.1:{PORT}", "1000"])
    wait_for(PORT, process, 10)
    seconds = load(arguments, process.pid)
    stop(process)
    return seconds


def show(name, messages, rounds):
    rate = messages / max(statistics.median(rounds), TICK)
    print(f"{name:40}{rate:12,.0f} messages per CPU second")
    return rate


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(TOP, "build"))
    parser.add_argument("--messages", type=int, default=20000)
    parser.add_argument("--size", type=int, default=4096)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if not shutil.which("smtp-source"):
        print("\nsinkhole: skipped, Postfix is not installed")
        return
    ours, peer = [], []
    with tempfile.TemporaryDirectory(prefix="kith-bench-") as scratch:
        os.chmod(scratch, 0o755)
        for _ in range(arguments.rounds):
            ours.append(kith(arguments, scratch))
            peer.append(smtp_sink(arguments))
    print(f"\nsinkhole: {arguments.messages:,} messages of {arguments.size:,} bytes, each in a connection of its own, "
        f"{arguments.sessions} at a time; medians of {arguments.rounds} rounds")
    ratio = show("kith sink, each on disk", arguments.messages, ours) / show("smtp-sink, dropped", arguments.messages, peer)
    print(f"kith against smtp-sink: {ratio:.2f}")


if __name__ == "__main__":
    main()
