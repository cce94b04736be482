# SPDX-License-Identifier: Apache-2.0
"""What old attacks teach: an archive is learned once as it is and once seeded with attacks that lie
in it unrecognised, and the same later attacks are judged by both memories.

The seeds are forged like the attacks that are judged, from another random seed, and lie at random
places among the mail that came in after what they quote. Judged are new attacks, and each seed sent
once more, with a Message-ID and date of its own: "again" through the same relay account, and
"elsewhere" through another one, into the same conversation, with the same lure, file and link.
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
    """[(bytes, truth)]: SHARE of what is learned, all profiles alike."""
    wanted = max(1, round(share * trial.cut))
    profiles = trial.arguments.profiles.split(",")
    forger = generate.Forger(trial.mail, trial.cut, trial.arguments.japanese,
                             trial.domain if trial.is_view else "")
    generate.write(forger, argparse.Namespace(
        out=trial.path("seeds"), seed=OTHER_SEED, eml=False, campaigns=False,
        count=-(-wanted // len(profiles)), profiles=trial.arguments.profiles))
    truths = trial.truths("seeds", "profile")
    seeds = [seed for profile in profiles for seed in zip(
        archive.split_mbox(archive.read_bytes(trial.path(f"seeds/{profile}.mbox"))), truths[profile])]
    random.Random(OTHER_SEED).shuffle(seeds)
    return seeds[:wanted]


def again(raw, number):
    """The attack RAW sent once more, as number NUMBER."""
    raw = re.sub(rb"(?im)^date:.*$", LATER, raw, count=1)
    return re.sub(rb"(?im)^message-id:.*$", b"Message-ID: <again-%d@again.example>" % number, raw,
                  count=1)


def elsewhere(raw, truth, number):
    """The same through an account that nobody knows; archives write "local at domain", too."""
    local, _, domain = truth["relay"].encode().partition(b"@")
    for between in (b"@", b" at "):
        raw = raw.replace(local + between + domain, b"post%d" % number + between + domain)
    return raw.replace(domain, b"elsewhere%d.example" % number)


def mixed_in(received, seeds, rng):
    """The messages of RECEIVED with SEEDS among them, each behind the mail that it quotes."""
    place = {message.message_id: number for number, message in enumerate(received)}
    inserted = [(rng.randint(place.get(truth["quoted_message_id"], -1) + 1, len(received)), raw)
                for raw, truth in seeds]
    mixed, inserted = [], sorted(inserted, key=lambda item: item[0])
    for number, message in enumerate(received):
        while inserted and inserted[0][0] <= number:
            mixed.append(inserted.pop(0)[1])
        mixed.append(message.raw)
    return mixed + [raw for _, raw in inserted]


def learn_seeded(trial, memory, seeds):
    """Learn the archive's past with SEEDS in it; how many of the seeds were learned all the same."""
    sent, received = trial.split(trial.mail.messages[:trial.cut])
    mixed = mixed_in(received, seeds, random.Random(OTHER_SEED))
    if sent:
        memory.learn(trial.write("poison-sent.mbox", sent), outgoing=True)
    archive.write_mbox(trial.path("poison-received.mbox"), mixed)
    skipped = memory.learn(trial.path("poison-received.mbox"))[1]
    seeded = {raw.strip() for raw, _ in seeds}
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
    memories = {"clean": clean, "seeded": trial.kith("poisoned")}
    learned = learn_seeded(trial, memories["seeded"], seeds)
    later = [(again(raw, i), truth) for i, (raw, truth) in enumerate(seeds)]
    archive.write_mbox(trial.path("again.mbox"), (raw for raw, _ in later))
    archive.write_mbox(trial.path("elsewhere.mbox"), (
        elsewhere(raw, truth, i) for i, (raw, truth) in enumerate(later)
        if truth["profile"] != "E10"))
    result = {"seeds": len(seeds), "learned": learned, "profiles": {}}
    for profile in trial.arguments.profiles.split(","):
        result["profiles"][profile] = {name: judge(trial, memory, profile)
                                       for name, memory in memories.items()}
    for name in ("again", "elsewhere"):
        result[name] = {which: found(memory.scan(trial.path(name + ".mbox"), alone=True))
                        for which, memory in memories.items()}
    return result


def show(name, result):
    """Print the figures."""
    print(f"  {name}: {result['seeds']} old attacks among what is learned, {result['learned']} of them "
          "learned; per cent suspicious+ and hijacked of later ones, without and with the seeds")
    rows = list(result["profiles"].items()) + [(name, result[name]) for name in ("again", "elsewhere")]
    for profile, figures in rows:
        clean, seeded = figures["clean"], figures["seeded"]
        print(f"    {profile:<9} {measure.percent(clean['alarm']):<20} {measure.percent(seeded['alarm']):<20} "
              f"{measure.percent(clean['hijacked']):<20} {measure.percent(seeded['hijacked'])}")
