# SPDX-License-Identifier: Apache-2.0
"""letters_check.py FOLDER STATE KITH: no notice and no report in FOLDER tells of anybody but whom it
is for, and every report is one by RFC 5965. One complaint a line."""

import email
import email.policy
import email.utils
import json
import os
import re
import subprocess
import sys

ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# What may stand once, and has to; RFC 5965, 3.1 to 3.3.
REQUIRED = {"feedback-type", "user-agent", "version"}
ONCE = REQUIRED | {"original-envelope-id", "original-mail-from", "arrival-date", "reporting-mta", "source-ip",
    "incidents"}
MANY = {"authentication-results", "original-rcpt-to", "reported-domain", "reported-uri"}
TYPES = {"abuse", "fraud", "virus", "other", "not-spam"}
# Who writes, and the tool that is recommended.
OURS = {"cert@cert.example"}


def rows(kith, state, report):
    done = subprocess.run([kith, report, "--state", state, "--json"], stdout=subprocess.PIPE, check=False,
        stderr=subprocess.DEVNULL)
    return [json.loads(line) for line in done.stdout.splitlines()]


def foreign(text, own, organisations):
    """Addresses and domains in TEXT that are not OWN's."""
    for address in ADDRESS.findall(text):
        if address not in OURS and not address.endswith(("@" + own, "." + own, "@redacted.invalid")) and address != own:
            yield f"names {address}"
    for organisation in organisations - {own}:
        if organisation in text or organisation.replace(".", "[.]") in text:
            yield f"names {organisation}"


def fields_of(part):
    """The fields of a message/feedback-report as it was written, in order."""
    text = part.get_payload()
    text = text[0].as_string() if isinstance(text, list) else text
    return [line.split(":", 1) for line in text.splitlines() if line.strip()]


def feedback(part):
    fields = fields_of(part)
    if any(len(field) != 2 or not re.fullmatch(r"[A-Za-z-]+", field[0]) for field in fields):
        yield f"malformed fields: {fields}"
        return
    names = [name.lower() for name, _ in fields]
    values = {name.lower(): value.strip() for name, value in fields}
    for name in REQUIRED - set(names):
        yield f"no {name}"
    for name in set(names):
        if name not in ONCE | MANY:
            yield f"unknown field {name}"
        if name in ONCE and names.count(name) > 1:
            yield f"{name} twice"
    if values.get("feedback-type") not in TYPES or values.get("version") != "1":
        yield "feedback type or version"
    if not re.fullmatch(r"\S+/\S+", values.get("user-agent", "")):
        yield "user agent"
    if not values.get("incidents", "1").isdigit() or values.get("incidents") == "0":
        yield "incidents"
    if "arrival-date" in values and email.utils.parsedate_to_datetime(values["arrival-date"]) is None:
        yield "arrival date"


def report(raw):
    message = email.message_from_bytes(raw, policy=email.policy.SMTP)
    defects = [defect for part in message.walk() for defect in part.defects]
    if defects:
        yield f"defects: {defects}"
    if re.search(rb"(?<!\r)\n", raw) or max(len(line) for line in raw.split(b"\r\n")) > 998:
        yield "line ends or lengths"
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "feedback-report":
        yield "no multipart/report of a feedback-report"
    parts = list(message.iter_parts())
    if [part.get_content_type() for part in parts] != ["text/plain", "message/feedback-report", "text/rfc822-headers"]:
        yield f"parts: {[part.get_content_type() for part in parts]}"
        return
    for field in ("From", "To", "Subject", "Date"):
        if not message[field]:
            yield f"no {field}"
    if str(message["From"]) != "緊急対応チーム <cert@cert.example>":
        yield f"From is {message['From']}"
    yield from feedback(parts[1])
    header = email.message_from_string(parts[2].get_content(), policy=email.policy.default)
    if not header["From"] or not header["Date"] or header.defects:
        yield f"header part: {header.items()} {header.defects}"


def complaints(folder, name, organisations):
    with open(os.path.join(folder, name), "rb") as stream:
        raw = stream.read()
    text = raw.decode()
    if name.startswith("notice-"):
        own = name[len("notice-"):-len(".txt")]
        yield from foreign(text, own, organisations)
        if re.search(r"[{}%]\w", text) or own not in text:
            yield "not filled in"
    else:
        account = os.path.splitext(name[len("abuse-report-"):])[0].rpartition("_")
        yield from foreign(text.replace("abuse@", ""), account[2], organisations)
        if name.endswith(".eml"):
            yield from report(raw)


def main():
    folder, state, kith = sys.argv[1:]
    organisations = {row["organisation"] for row in rows(kith, state, "networks")}
    names = sorted(os.listdir(folder))
    bad = [f"{name}: {complaint}" for name in names for complaint in complaints(folder, name, organisations)]
    if not any(name.startswith("notice-") for name in names) or not any(name.endswith(".eml") for name in names):
        bad.append("no notice or no report")
    print("\n".join(bad), end="\n" if bad else "")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
