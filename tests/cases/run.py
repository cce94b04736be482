#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Case tests: a mail in, the expected verdict beside it.

A case is a folder <signal>/<case>/ with
  message.eml    the mail to judge
  history/       mail learned before (optional), history-sent/ learned as outgoing (optional)
  before/        mail judged before it in the same run, by name (optional)
  expect.json    what `kith scan --json` must say: "verdict" (one or a list), "evidence" and "no_evidence"
                 (signal ids), "sender", "claimed", "victim" (the first), "payload" (kinds), "anomalies";
                 "org" and "authserv" are given to `kith init` (org is example.com unless said).
Prints TAP. $KITH names the program.
"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile


def kith(*arguments):
    """Run the program; its standard output, after checking that it did not fail."""
    done = subprocess.run([os.environ["KITH"], *arguments], capture_output=True, text=True, timeout=60)
    if done.returncode not in (0, 1):
        raise AssertionError(f"kith {arguments[0]} exited with {done.returncode}: {done.stderr.strip()}")
    return done.stdout


def judge(case, expect, work):
    """Learn the history of CASE and scan its message."""
    places = ["--state", f"{work}/state", "--secret", f"{work}/secret"]
    init = ["init", *places]
    for domain in expect.get("org", ["example.com"]):
        init += ["--org", domain]
    for host in expect.get("authserv", []):
        init += ["--authserv", host]
    kith(*init)
    if (case / "history").is_dir():
        kith("learn", *places, str(case / "history"))
    if (case / "history-sent").is_dir():
        kith("learn", *places, "--outgoing", str(case / "history-sent"))
    mail = [str(path) for path in sorted(case.glob("before/*.eml"))] + [str(case / "message.eml")]
    return json.loads(kith("scan", *places, "--json", *mail).splitlines()[-1])


def differences(expect, result):
    """Sentences on where RESULT is not what EXPECT says."""
    allowed = expect["verdict"] if isinstance(expect["verdict"], list) else [expect["verdict"]]
    if result["verdict"] not in allowed:
        yield f"verdict {result['verdict']} ({result['score']}), expected {' or '.join(allowed)}"
    found = {one["id"] for one in result["evidence"]}
    for signal in expect.get("evidence", []):
        if signal not in found:
            yield f"no {signal} among {sorted(found)}"
    for signal in expect.get("no_evidence", []):
        if signal in found:
            yield f"{signal} must not be there"
    if "sender" in expect and expect["sender"] != result["sender"]:
        yield f"sender {result['sender']}"
    for key, value in expect.get("claimed", {}).items():
        if result["claimed"][key] != value:
            yield f"claimed.{key} is {result['claimed'][key]}"
    if "victim" in expect and not result["victim"]:
        yield "no victim"
    for key, value in expect.get("victim", {}).items():
        if result["victim"] and result["victim"][0][key] != value:
            yield f"victim.{key} is {result['victim'][0][key]}"
    if "payload" in expect and sorted(one["kind"] for one in result["payload"]) != sorted(expect["payload"]):
        yield f"payload {result['payload']}"
    for anomaly in expect.get("anomalies", []):
        if anomaly not in result["anomalies"]:
            yield f"no anomaly {anomaly}"


def untested(root):
    """Signals of the table that have no case."""
    table = pathlib.Path(os.environ["KITH_SOURCE"], "src/judge/signals.table").read_text()
    for line in table.splitlines():
        if line and not line.startswith(("#", "prior ")) and not list(root.glob(f"{line.split()[0]}/*/expect.json")):
            yield line.split()[0]


def main():
    root = pathlib.Path(__file__).resolve().parent
    cases = sorted(path.parent for path in root.glob("*/*/expect.json"))
    print(f"1..{len(cases) + 1}")
    failed = 0
    for number, case in enumerate(cases, 1):
        name = case.relative_to(root)
        expect = json.loads((case / "expect.json").read_text())
        with tempfile.TemporaryDirectory() as work:
            try:
                problems = list(differences(expect, judge(case, expect, work)))
            except (AssertionError, ValueError, subprocess.TimeoutExpired) as error:
                problems = [str(error)]
        failed += bool(problems)
        print("ok" if not problems else "not ok", number, "-", name)
        for problem in problems:
            print("#", problem)
    missing = list(untested(root))
    failed += bool(missing)
    print("ok" if not missing else "not ok", len(cases) + 1, "- every signal has a case")
    for signal in missing:
        print("# no case for", signal)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
