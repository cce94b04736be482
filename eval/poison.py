# SPDX-License-Identifier: Apache-2.0
"""What old attacks teach: an archive is learned once as it is and once seeded with attacks that lie
in it unrecognised, and the same later attacks are judged by both memories.

The seeds are forged like the attacks that are judged, from another random seed, and lie at random
places among the mail that came in. Judged are new attacks, and each seed sent once more: the same
relay account, conversation, lure and file, with a Message-ID and date of its own.
"""

import argparse
import random
import re

import archive
import generate
import kith
import measure

OTHER_SEED = "old"
LATER = b"Date: Fri, 01 Jan 2027 09:00:00 +0000"


def make_seeds(trial, share):
    """(mbox path's messages, truths by profile): SHARE of what is learned, all profiles alike."""
    wanted = max(1, round(share * trial.cut))
    profiles = trial.arguments.profiles.split(",")
    forger = generate.Forger(trial.mail, trial.cut, trial.arguments.japanese,
                             trial.domain if trial.is_view else "")
    generate.write(forger, argparse.Namespace(
        out=trial.path("seeds"), seed=OTHER_SEED, eml=False, campaigns=False,
        count=-(-wanted // len(profiles)), profiles=trial.arguments.profiles))
    raws = [(profile, raw) for profile in profiles
            for raw in archive.split_mbox(archive.read_bytes(trial.path(f"seeds/{profile}.mbox")))]
    random.Random(OTHER_SEED).shuffle(raws)
    return raws[:wanted]


def again(raw, number):
    """The attack RAW sent once more, as number NUMBER."""
    raw = re.sub(rb"(?im)^date:.*$", LATER, raw, count=1)
    return re.sub(rb"(?im)^message-id:.*$", b"Message-ID: <again-%d@again.example>" % number, raw,
                  count=1)


def learn_seeded(trial, memory, seeds):
    """Learn the archive's past with SEEDS in it; how many of the seeds were learned all the same."""
    rng = random.Random(OTHER_SEED)
    sent, received = trial.split(trial.mail.messages[:trial.cut])
    mixed = [message.raw for message in received]
    for _, raw in seeds:
        mixed.insert(rng.randrange(len(mixed) + 1), raw)
    if sent:
        memory.learn(trial.write("poison-sent.mbox", sent), outgoing=True)
    archive.write_mbox(trial.path("poison-received.mbox"), mixed)
    skipped = memory.learn(trial.path("poison-received.mbox"))[1]
    seeded = {raw.strip() for _, raw in seeds}
    caught = sum(mixed[kith.number_of(record) - 1].strip() in seeded for record in skipped)
    return len(seeds) - caught


def judge(trial, memory, profile):
    """What MEMORY says of the attacks of PROFILE."""
    records = memory.scan(trial.path(f"attacks/{profile}.mbox"), alone=profile != "E10")
    return found(records)


def found(records):
    """How many are hijacked, and suspicious or worse."""
    return {"hijacked": measure.rate(sum(r["verdict"] == "hijacked" for r in records), len(records)),
            "alarm": measure.rate(sum(r["verdict"] in measure.ALARMS for r in records), len(records))}


def compare(trial, clean, share):
    """The figures of one archive; CLEAN is the memory that learned it as it is."""
    seeds = make_seeds(trial, share)
    seeded = trial.kith("poisoned")
    learned = learn_seeded(trial, seeded, seeds)
    archive.write_mbox(trial.path("again.mbox"), (again(raw, i) for i, (_, raw) in enumerate(seeds)))
    result = {"seeds": len(seeds), "learned": learned, "profiles": {}}
    for profile in trial.arguments.profiles.split(","):
        result["profiles"][profile] = {name: judge(trial, memory, profile)
                                       for name, memory in (("clean", clean), ("seeded", seeded))}
    result["again"] = {name: found(memory.scan(trial.path("again.mbox"), alone=True))
                       for name, memory in (("clean", clean), ("seeded", seeded))}
    return result


def show(name, result):
    """Print the figures."""
    print(f"  {name}: {result['seeds']} old attacks among what is learned, {result['learned']} of them "
          "learned; per cent suspicious+ and hijacked of later ones, without and with the seeds")
    rows = list(result["profiles"].items()) + [("again", result["again"])]
    for profile, figures in rows:
        clean, seeded = figures["clean"], figures["seeded"]
        print(f"    {profile:<6} {measure.percent(clean['alarm']):<20} {measure.percent(seeded['alarm']):<20} "
              f"{measure.percent(clean['hijacked']):<20} {measure.percent(seeded['hijacked'])}")
