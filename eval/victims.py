#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measure who is told to be robbed after one, three and ten messages of one thief; fit the weights.

    eval/victims.py --work W [--reuse]

For each archive and one-organisation view (eval/run.py), campaigns of up to ten messages are forged for each
profile and judged by `kith eval`, which knows all of the past. Its candidates with their signs are then
weighed anew by weights that were fitted without the archive (and its views), and reckoned together as
src/judge/patient-zero.c does. What is printed is held out; the last column of the weights, fitted on
everything, belongs into src/judge/victim.c.
"""

import argparse
import collections
import json
import os
import random
import subprocess
import sys

import attribution
import generate
import kith
import measure
import run

SIZES = (1, 3, 10)
PROFILES = run.SHIPPED.split(",")
MOST_CANDIDATES = 32  # that a verdict keeps
COLD_WEIGHT = 0.5  # of a message judged with nothing learned, when fitting


def judge(trial, arguments):
    """Forge, and have `kith eval` judge; the path of its candidates."""
    folder = trial.path("campaigns")
    if not os.path.exists(os.path.join(folder, "truth.jsonl")):
        forger = generate.Forger(trial.mail, trial.cut, 0.25, trial.domain if trial.is_view else "")
        generate.write(forger, argparse.Namespace(
            out=folder, seed=arguments.seed, eml=False, campaigns=True, count=arguments.count,
            profiles=run.SHIPPED))
    sent, received = trial.split(trial.mail.messages[:trial.cut])
    with open(trial.path("kith.conf"), "w", encoding="utf-8") as stream:
        stream.write(f"[organisation]\ndomains={trial.domain}\n")
    words = ["--learn", trial.write("learn-received.mbox", received)]
    words += ["--outgoing", trial.write("learn-sent.mbox", sent)] if sent else []
    path = trial.path("candidates.jsonl")
    line = [os.path.abspath(arguments.program), "eval", "--json", "--config", trial.path("kith.conf"),
            *words, "--candidates", path, "--reliability", trial.path("reliability.svg"), folder]
    done = subprocess.run(line, capture_output=True, check=False)
    if done.returncode:
        raise kith.RunFailed(done.stderr.decode("utf-8", "replace")[-400:])
    with open(trial.path("eval.jsonl"), "wb") as stream:
        stream.write(done.stdout)
    return path


def read(path, trial):
    """The attacks that were found, with the features of their candidates."""
    attacks = []
    with open(path, encoding="utf-8") as stream:
        for attack in map(json.loads, stream):
            # One without signs is an organisation, named where no mailbox can be.
            attack["candidates"] = [one for one in attack["candidates"] if one["signs"]]
            signs = [set(one["signs"]) for one in attack["candidates"]]
            names = [one["address"] for one in attack["candidates"]]
            attack.update(
                trial=trial.name, root=trial.source, is_view=trial.is_view, names=names,
                features=attribution.features(signs),
                claimed=[bool(one & attribution.CLAIMED) for one in signs],
                robbed=names.index(attack["victim"]) if attack["victim"] in names else -1)
            attacks.append(attack)
    return attacks


def fitted(attacks):
    """Weights fitted on ATTACKS; each profile of each archive weighs the same."""
    counts = collections.Counter((a["root"], a["memory"], a["profile"]) for a in attacks)
    return attribution.fit(
        (a["features"], a["robbed"], (1 if a["memory"] == "warm" else COLD_WEIGHT)
         / counts[a["root"], a["memory"], a["profile"]]) for a in attacks)


def reckon(group):
    """(the likeliest mailboxes, the first one's probability) of attacks that belong together."""
    messages = [list(zip(zip(a["names"], a["claimed"]), a["said"])) for a in group]
    sums, most = collections.Counter(), collections.Counter()
    for message, shares in zip(messages, attribution.patient_zero(messages)):
        for ((name, _), _), share in zip(message, shares):
            sums[name] += share
            most[name] = max(most[name], share)
    order = sorted(sums, key=lambda name: (-sums[name], name))
    return order, most[order[0]] if order else 0


class Count:
    """What is counted for one kind of archive, with or without memory, after so many messages."""

    def __init__(self):
        self.first = collections.defaultdict(lambda: [0, 0])
        self.three = collections.defaultdict(lambda: [0, 0])
        self.said = []

    def add(self, group):
        """One group of attacks out of one mailbox."""
        order, probability = reckon(group)
        profile, victim = group[0]["profile"], group[0]["victim"]
        right = order[:1] == [victim]
        for table, hit in ((self.first, right), (self.three, victim in order[:3])):
            for key in (profile, "all"):
                table[key][0] += hit
                table[key][1] += 1
        if order:
            self.said.append((probability, right))


def count_all(attacks):
    """{(is a view, memory, size): Count}; whole groups only, of a campaign's messages that were found."""
    campaigns = collections.defaultdict(list)
    for attack in attacks:
        campaigns[attack["trial"], attack["memory"], attack["campaign"]].append(attack)
    counts = collections.defaultdict(Count)
    for (_, memory, _), group in campaigns.items():
        for size in SIZES:
            for start in range(0, len(group) - size + 1, size):
                counts[group[0]["is_view"], memory, size].add(group[start:start + size])
    return counts


def show(counts):
    """Print rates and calibration."""
    for memory in ("warm", "cold"):
        for is_view in (False, True):
            label = "one-organisation views" if is_view else "archives"
            print(f"\n{label}, {memory}: robbed mailbox named first (first three), per cent")
            print(" " * 10 + "".join(f"after {size:<27}" for size in SIZES))
            for profile in PROFILES + ["all"]:
                cells = [f"{measure.percent(measure.rate(*counts[is_view, memory, s].first[profile]))} "
                         f"({measure.short(measure.rate(*counts[is_view, memory, s].three[profile]))})"
                         for s in SIZES]
                print(f"    {profile:<6}" + "".join(f"{cell:<33}" for cell in cells))
        for size in SIZES:
            said = counts[False, memory, size].said + counts[True, memory, size].said
            error, bins = attribution.calibration_error(said)
            print(f"  {memory}, after {size}: calibration error {100 * error:.1f} %; said, right (n): "
                  + ", ".join(f"{mean:.2f} {right:.2f} ({n})" for n, mean, right in bins if n))


def mixtures(attacks, size, most, seed):
    """Lists of attacks out of SIZE robbed mailboxes of one archive, one to MOST of a campaign each, a dozen an archive."""
    robbed = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(list)))
    for attack in attacks:
        if attack["memory"] == "warm" and attack["profile"] not in ("E9", "E10"):
            robbed[attack["trial"]][attack["victim"]][attack["campaign"]].append(attack)
    rng = random.Random(f"{seed}/{size}/{most}")
    for trial in sorted(robbed):
        for _ in range(12):
            chosen = rng.sample(sorted(robbed[trial]), min(size, len(robbed[trial])))
            campaigns = [rng.choice(list(robbed[trial][victim].values())) for victim in chosen]
            yield [one for group in campaigns for one in rng.sample(group, min(len(group), rng.randint(1, most)))]


def show_mixtures(attacks, seed):
    """Print how many of unrelated thefts are told rightly alone, and when reckoned together."""
    for size, most in ((size, most) for most in (1, 10) for size in (3, 10, 40)):
        alone, together, count = 0, 0, 0
        for group in mixtures(attacks, size, most, seed):
            messages = [list(zip(zip(a["names"], a["claimed"]), a["said"])) for a in group]
            for attack, shares in zip(group, attribution.patient_zero(messages)):
                alone += attack["victim"] in likeliest(attack, attack["said"])
                together += attack["victim"] in likeliest(attack, shares)
                count += 1
        print(f"  {size} unrelated thefts at once, {'one message' if most == 1 else '1 to 10 messages'} each: "
              f"{100 * alone / count:.1f} % right alone, {100 * together / count:.1f} % together")


def likeliest(attack, shares):
    """The name with the greatest share, if there is one."""
    return [max(zip(shares, attack["names"]))[1]] if shares else []


def show_weights(held, everything):
    """Print the weights fitted without each archive, and on all."""
    print("\nweights, fitted without " + ", ".join(held) + "; shipped; on everything")
    for i, key in enumerate(attribution.KEYS):
        cells = [weights[i] for weights in held.values()]
        cells += [attribution.SHIPPED[key], everything[i]]
        print(f"    {key:<24}" + "".join(f"{cell:7.2f}" for cell in cells))


def check_shipped(attacks):
    """The most that the program's probabilities differ from those that the shipped weights give here."""
    weights = list(attribution.SHIPPED.values())
    return max((abs(one["probability"] - said) for a in attacks for one, said in
                zip(a["candidates"], attribution.probabilities(weights, a["features"]))
                if len(a["names"]) < MOST_CANDIDATES), default=0)


def main():
    """Measure; status 1 when a run failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--program", default=os.path.join(run.TOP, "build", "kith"))
    parser.add_argument("--work", required=True)
    parser.add_argument("--data", default=os.environ.get("KITH_DATA", ""))
    parser.add_argument("--count", type=int, default=20, help="campaigns per profile and archive")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--reuse", action="store_true", help="use the forged mail of an earlier run")
    parser.add_argument("--judged", action="store_true", help="use the candidates of an earlier run, too")
    arguments = parser.parse_args()
    arguments.archive, arguments.views, arguments.weights, arguments.share = None, run.VIEWS, "", 0.7
    os.makedirs(arguments.work, exist_ok=True)
    attacks = []
    try:
        for name, mail, domain, source in run.mails(arguments):
            run.say(f"{name}: {len(mail.messages)} messages")
            trial = run.Trial(name, mail, arguments, domain, domain != "", source)
            path = trial.path("candidates.jsonl")
            attacks += read(path if arguments.judged else judge(trial, arguments), trial)
    except (kith.RunFailed, OSError) as error:
        sys.exit(f"FAILED: {error}")
    roots = sorted({attack["root"] for attack in attacks})
    held = {root: fitted([a for a in attacks if a["root"] != root or len(roots) == 1])
            for root in roots}
    run.say(f"program and shipped weights differ by {check_shipped(attacks):.4f} at most")
    for attack in attacks:
        attack["said"] = attribution.probabilities(held[attack["root"]], attack["features"])
    show(count_all(attacks))
    show_mixtures(attacks, arguments.seed)
    show_weights(held, fitted(attacks))


if __name__ == "__main__":
    main()
