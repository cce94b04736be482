# SPDX-License-Identifier: Apache-2.0
"""Drive the program under test: one state directory, learn, scan, results as dictionaries.

A run that fails (killed, unreadable output) raises RunFailed; exit statuses 1 and 2 are answers.
"""

import collections
import json
import os
import subprocess

import table

VERDICTS = ["clean", "unverified", "suspicious", "hijacked", "unscannable"]


class RunFailed(Exception):
    """The program did not do its work."""


class Kith:
    """One state directory and its secret, with the program that owns it."""

    def __init__(self, program, folder, domains, jobs=0, weights=""):
        self.program, self.folder, self.jobs = program, folder, jobs
        self.is_cold = False
        os.makedirs(folder, exist_ok=True)
        options = [word for domain in domains for word in ("--org", domain)]
        self._run("init", *options, allowed=(0,))
        self.alone = self.configure("alone.conf", table.alone(weights))
        if weights:
            self.configure("kith.conf", table.read(weights))

    def configure(self, name, weights):
        """The path of a configuration like the state's own, but with WEIGHTS."""
        state = os.path.join(self.folder, "state")
        table.write(weights, os.path.join(state, name + ".weights"))
        with open(os.path.join(state, "kith.conf"), encoding="utf-8") as stream:
            text = stream.read()
        with open(os.path.join(state, name), "w", encoding="utf-8") as stream:
            stream.write(f"{text}\n[judge]\nweights={name}.weights\n")
        return os.path.join(state, name)

    def _run(self, command, *words, allowed=(0, 1, 2)):
        """Run COMMAND; standard output as text."""
        jobs = ["--jobs", str(self.jobs)] if self.jobs and command != "init" else []
        line = [self.program, command, "--state", os.path.join(self.folder, "state"),
                "--secret", os.path.join(self.folder, "secret"), *jobs, *words]
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        done = subprocess.run(line, capture_output=True, env=environment, check=False)
        if done.returncode not in allowed:
            message = done.stderr.decode("utf-8", "replace").strip()[-400:]
            raise RunFailed(f"kith {command} ended with {done.returncode}: {message}")
        return done.stdout.decode("utf-8", "replace")

    def learn(self, path, outgoing=False):
        """Learn from PATH; the summary, and a list of the messages skipped."""
        words = ["--outgoing"] if outgoing else []
        records = json_lines(self._run("learn", "--json", *words, path, allowed=(0, 2)))
        summaries = [record for record in records if "learned" in record]
        skipped = [record for record in records if "verdict" in record]
        return (summaries[-1] if summaries else {}), skipped

    def scan(self, path, learn=False, alone=False):
        """Judge PATH; one dictionary per message, in its order.

        ALONE: no message profits from its neighbours, campaigns weigh nothing.
        """
        words = ["--learn"] if learn else []
        words += ["--config", self.alone] if alone else []
        records = json_lines(self._run("scan", "--json", *words, path))
        return [record for record in records if "verdict" in record]


def json_lines(text):
    """The objects of a JSON Lines text."""
    try:
        return [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    except ValueError as error:
        raise RunFailed(f"output is not JSON: {error}") from error


def number_of(record):
    """N of a path that ends in #N, 1 without one."""
    tail = record.get("path", "").rpartition("#")[2]
    return int(tail) if tail.isdigit() else 1


def tally(records):
    """How many of each verdict."""
    counts = collections.Counter(record["verdict"] for record in records)
    return {verdict: counts.get(verdict, 0) for verdict in VERDICTS}
