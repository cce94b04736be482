#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command and fails when it takes too long or any of its processes too much memory:
bounded.py SECONDS MIB COMMAND... Ends with the command's status, with 99 when a bound is broken."""

import os
import resource
import signal
import subprocess
import sys

BROKEN = 99


def main(seconds, mebibytes, *command):
    process = subprocess.Popen(command, start_new_session=True)
    try:
        status = process.wait(int(seconds))
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        print(f"took more than {seconds} seconds", file=sys.stderr)
        return BROKEN
    used = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    if used > int(mebibytes):
        print(f"a process took {used} MiB, more than {mebibytes}", file=sys.stderr)
        return BROKEN
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
