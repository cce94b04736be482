#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""captures.py KITH STATE SECRET CAPTURE TABLE: what kith and tshark find in CAPTURE, where they differ,
against the rows of TABLE (docs/captures.md). Fails on a difference without a row, and on a row without
its difference."""

import collections
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile


def tshark(path, *arguments):
    command = ["tshark", "-r", path, "-o", "gui.max_export_objects:100000", *arguments]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=True).stdout


def by_tshark(path):
    streams = tshark(path, "-Y", "smtp", "-T", "fields", "-e", "tcp.stream").split()
    commands = tshark(path, "-Y", "smtp.req", "-T", "fields", "-e", "smtp.req.parameter")
    addresses = re.findall(r"(?:FROM|TO):\s*<?([^<>\s,]+@[^<>\s,]+)", commands, re.I)
    with tempfile.TemporaryDirectory() as folder:
        tshark(path, "-q", "--export-objects", "imf," + folder)
        messages = []
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), "rb") as file:
                messages.append(hashlib.sha256(file.read()).hexdigest())
    return {"sessions": collections.Counter(set(streams)).total(), "addresses": set(addresses),
        "messages": collections.Counter(messages)}


def by_kith(kith, state, secret, path):
    command = [kith, "pcap", "--state", state, "--secret", secret, "--json", "--sessions", path]
    lines = subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()
    found = [json.loads(line) for line in lines]
    messages = [each for each in found if "verdict" in each]
    addresses = {address for each in messages for address in [each["mail_from"]] + each["rcpt_to"] if address}
    return {"sessions": len(found) - len(messages), "addresses": addresses,
        "messages": collections.Counter(each["sha256"] for each in messages)}


def differences(one, other):
    """(what, only in ONE, only in OTHER), where they are not the same."""
    counts = {"sessions": (max(one["sessions"] - other["sessions"], 0), max(other["sessions"] - one["sessions"], 0)),
        "addresses": (len(one["addresses"] - other["addresses"]), len(other["addresses"] - one["addresses"])),
        "messages": ((one["messages"] - other["messages"]).total(), (other["messages"] - one["messages"]).total())}
    return {(what, *pair) for what, pair in counts.items() if any(pair)}


def explained(table, name):
    """Rows "| capture | what | only tshark | only kith | why |" of the capture NAME."""
    with open(table, encoding="utf-8") as file:
        rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in file if line.startswith("|")]
    return {(row[1], int(row[2]), int(row[3])) for row in rows if row[0] == f"`{name}`"}


def main():
    kith, state, secret, path, table = sys.argv[1:]
    found = differences(by_tshark(path), by_kith(kith, state, secret, path))
    known = explained(table, os.path.basename(path))
    for what, only_tshark, only_kith in sorted(found - known):
        print(f"not explained: {what}, {only_tshark} only by tshark, {only_kith} only by kith")
    for row in sorted(known - found):
        print("explained, but not there:", *row)
    sys.exit(found != known)


if __name__ == "__main__":
    main()
