#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Whether exports for exchange are what their standards say: export_check.py stix|misp FILE, or rules
DIALECT FILE. Says what is wrong; status 1 then. The standards' own schemas are used where
$KITH_SCHEMAS holds them (stix-2.1/ of OASIS, misp/schema-lax.json); what is checked besides always is."""

import glob
import hashlib
import json
import os
import re
import sys
import warnings

import jsonschema

SCHEMAS = os.environ.get("KITH_SCHEMAS", "/nowhere")
STIX_NEEDS = {
    "identity": {"name"}, "marking-definition": set(), "indicator": {"pattern", "pattern_type", "valid_from"},
    "relationship": {"relationship_type", "source_ref", "target_ref"}, "sighting": {"sighting_of_ref"},
    "attack-pattern": {"name"}}
FOLDERS = {"relationship": "sros", "sighting": "sros", "marking-definition": "common"}
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def stix_schemas():
    found = {}
    for path in glob.glob(os.path.join(SCHEMAS, "stix-2.1", "*", "*.json")):
        with open(path, encoding="utf-8") as file:
            schema = json.load(file)
        found[schema["$id"]] = schema
    return found


def stix(path):
    """Each object by its schema, and what a bundle asks for besides."""
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    schemas = stix_schemas()
    validators = {}
    warnings.simplefilter("ignore", DeprecationWarning)  # the newer way is not in Debian 12
    for identifier, schema in schemas.items():
        resolver = jsonschema.RefResolver(identifier, schema, store=schemas)
        validators[identifier.rsplit("/", 1)[1][:-5]] = jsonschema.Draft202012Validator(schema, resolver=resolver)
    if bundle["type"] != "bundle" or not re.fullmatch("bundle--" + UUID, bundle["id"]):
        yield "no bundle"
    known = [thing["id"] for thing in bundle["objects"]]
    if len(known) != len(set(known)):
        yield "an identifier comes twice"
    for thing in bundle["objects"]:
        if not STIX_NEEDS[thing["type"]] | {"spec_version", "created"} <= thing.keys():
            yield f"{thing['id']} lacks something"
        if validators:
            for error in validators[thing["type"]].iter_errors(thing):
                yield f"{thing['id']}: {error.message}"
        for key, value in thing.items():
            references = value if key.endswith("_refs") else [value] if key.endswith("_ref") else []
            yield from (f"{thing['id']}: {one} is missing" for one in references if one not in known)
        if thing["type"] == "indicator" and not re.fullmatch(r"\[[a-z0-9_.:'SHA-]+ = '(?:[^'\\]|\\')+'\]", thing["pattern"]):
            yield f"{thing['id']}: pattern {thing['pattern']}"


def misp(folder):
    """The manifest's event is there, by MISP's schema, and hashes.csv names its values."""
    validator = jsonschema.Draft4Validator({})
    if os.path.exists(os.path.join(SCHEMAS, "misp")):
        with open(os.path.join(SCHEMAS, "misp", "schema-lax.json"), encoding="utf-8") as file:
            validator = jsonschema.Draft4Validator(json.load(file))
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    values = []
    for uuid, head in manifest.items():
        with open(os.path.join(folder, uuid + ".json"), encoding="utf-8") as file:
            whole = json.load(file)
        event = whole["Event"]
        yield from (error.message for error in validator.iter_errors(whole))
        yield from (f"{key} is not the manifest's" for key in head if event[key] != head[key])
        if event["uuid"] != uuid or not re.fullmatch(UUID, uuid) or not event["published"]:
            yield "the event is not the manifest's"
        for thing in event["Object"]:
            yield from (f"{key} is missing" for key in ("name", "template_uuid", "template_version", "meta-category")
                if not thing.get(key))
            for attribute in thing["Attribute"]:
                values.append(hashlib.md5(attribute["value"].encode()).hexdigest() + "," + uuid)
                if attribute["type"] not in ("sha256", "url", "domain", "ip-dst", "email-src") or attribute["to_ids"] is not True:
                    yield f"attribute {attribute}"
    with open(os.path.join(folder, "hashes.csv"), encoding="ascii") as file:
        if file.read().splitlines() != values:
            yield "hashes.csv names others"


CONTENT = r'"(?:MAIL FROM\|3A\||(?:[A-Za-z0-9./-]|\|[0-9A-F]{2}(?: [0-9A-F]{2})*\|)+)"'
HEAD = r"alert (?:smtp|http|dns|tls|udp|ip) (?:any|\[[0-9a-f.:]+\]) any -> any any \("
OPTIONS = {
    "snort": [r"flow:to_server,established", "file_data",
        "content:" + CONTENT + r"(?:,nocase)?(?:,distance 0,within \d+)?"],
    "suricata": [r"flow:established,to_server", r"content:" + CONTENT, "nocase", "endswith", r"distance:0", r"within:\d+",
        r"bsize:\d+", "dotprefix", r"dns\.query", r"tls\.sni", r"http\.host", r"http\.uri\.raw", r"filesha256:kith\.sha256"],
}
OPTIONS["suricata-8"] = OPTIONS["suricata"] + [r"email\.url", r"smtp\.mail_from",
    r'pcre:"/(?:[^"/;\\]|\\x[0-9a-f]{2})+/i"']


def rules(dialect, path):
    """Every line by a grammar that knows no more than what is written; numbers come once."""
    option = "(?:" + "|".join(OPTIONS[dialect]) + "); "
    line = re.compile(HEAD + r'msg:"kith: [A-Za-z0-9 .+=_@-]+"; (?:' + option + r")*sid:(\d+); rev:1;\)")
    numbers = set()
    with open(path, encoding="ascii") as file:
        for number, text in enumerate(file, 1):
            found = line.fullmatch(text.rstrip("\n"))
            if text.startswith("# "):
                continue
            if len(text) >= 8192:
                yield f"line {number} is longer than what is read of one"
            if found is None:
                yield f"line {number}: {text}"
            elif found.group(1) in numbers or not 0 < int(found.group(1)) < 2**31:
                yield f"line {number}: its number comes twice"
            else:
                numbers.add(found.group(1))
    if not numbers:
        yield "no rule"


if __name__ == "__main__":
    problems = list({"stix": stix, "misp": misp, "rules": rules}[sys.argv[1]](*sys.argv[2:]))
    print("\n".join(problems))
    sys.exit(1 if problems else 0)
