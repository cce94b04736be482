# SPDX-License-Identifier: Apache-2.0
"""xarf_check.py FOLDER [SCHEMAS]: every abuse report in FOLDER that is JSON holds what the schemas of
XARF 4 for spam demand, by our own reading of them; with SCHEMAS, a folder with xarf-core.json and
types/messaging-spam.json as xarf.org publishes them, by the library jsonschema. One complaint a line."""

import base64
import glob
import hashlib
import json
import os
import re
import sys
import uuid

CONSTANT = {"category": "messaging", "type": "spam", "evidence_source": "content_analysis", "protocol": "other"}
TEXTS = {"source_identifier", "smtp_from", "report_id", "timestamp"}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
TAG = re.compile(r"[a-z0-9][a-z0-9_+-]*:[a-z0-9][a-z0-9_+-]*")


def contact(who):
    return set(who) == {"org", "contact", "domain"} and who["contact"].endswith("@" + who["domain"]) and who["org"]


def by_hand(report):
    """What we read in the schemas."""
    for name, value in CONSTANT.items():
        if report.get(name) != value:
            yield f"{name} is {report.get(name)}"
    for name in TEXTS:
        if not isinstance(report.get(name), str) or not report[name]:
            yield f"no {name}"
            return
    if not re.fullmatch(r"4\.\d+\.\d+", report.get("xarf_version", "")) or str(uuid.UUID(report["report_id"])) != report["report_id"]:
        yield "version or identifier"
    if not all(TIME.fullmatch(report[name]) for name in ("timestamp", "first_seen", "last_seen")):
        yield "times"
    if not contact(report["reporter"]) or report["reporter"] != report["sender"]:
        yield "who reports"
    if not all(TAG.fullmatch(tag) for tag in report["tags"]):
        yield f"tags {report['tags']}"
    for item in report["evidence"]:
        payload = base64.b64decode(item["payload"], validate=True)
        if item["size"] != len(payload) or item["hash"] != "sha256:" + hashlib.sha256(payload).hexdigest():
            yield "evidence does not fit its hash"


def validator(folder):
    """The published schemas, as a function from a report to complaints."""
    import jsonschema
    schemas = []
    for name in ("types/messaging-spam.json", "xarf-core.json"):
        with open(os.path.join(folder, name), encoding="utf-8") as stream:
            schemas.append(json.load(stream))
    resolver = jsonschema.RefResolver(schemas[0]["$id"], schemas[0], store={schema["$id"]: schema for schema in schemas})
    checked = jsonschema.Draft202012Validator(schemas[0], resolver=resolver, format_checker=jsonschema.FormatChecker())
    return lambda report: [error.message for error in checked.iter_errors(report)]


def main():
    check = validator(sys.argv[2]) if len(sys.argv) > 2 else by_hand
    paths = sorted(glob.glob(os.path.join(sys.argv[1], "abuse-report-*.json")))
    bad = [] if paths else ["no report"]
    for path in paths:
        with open(path, encoding="utf-8") as stream:
            bad += [f"{os.path.basename(path)}: {complaint}" for complaint in check(json.load(stream))]
    print("\n".join(bad), end="\n" if bad else "")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
