#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compare what kith said of the demo's new mail with expected.json: check.py RESULTS.jsonl.

Prints what differs; status 0 when nothing does. "harmless" means clean or unverified, "suspicious"
means at least that.
"""

import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ALLOWED = {"harmless": ("clean", "unverified"), "suspicious": ("suspicious", "hijacked"),
           "hijacked": ("hijacked",)}


def complaints(name, wanted, record):
    """Everything that is not as WANTED."""
    if record is None:
        return [f"{name}: not judged"]
    result = []
    if record["verdict"] not in ALLOWED[wanted["verdict"]]:
        result.append(f"{name}: {record['verdict']}, wanted {wanted['verdict']}")
    victims = record.get("victim") or [{}]
    if "victim" in wanted and victims[0].get("address") != wanted["victim"]:
        result.append(f"{name}: victim {victims[0].get('address')}, wanted {wanted['victim']}")
    if "side" in wanted and victims[0].get("side") != wanted["side"]:
        result.append(f"{name}: side {victims[0].get('side')}, wanted {wanted['side']}")
    return result


def main():
    """Check and count."""
    with open(os.path.join(HERE, "expected.json"), encoding="utf-8") as stream:
        expected = json.load(stream)
    with open(sys.argv[1], encoding="utf-8") as stream:
        records = [json.loads(line) for line in stream if line.startswith("{")]
    seen = {os.path.basename(record["path"]): record for record in records}
    wrong = {name: complaints(name, wanted, seen.get(name)) for name, wanted in expected.items()}
    for lines in wrong.values():
        for line in lines:
            print("  " + line)
    failed = sum(bool(lines) for lines in wrong.values())
    print(f"{len(expected) - failed}/{len(expected)}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
