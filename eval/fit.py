#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fit the weights of the signals on what eval/run.py recorded, one whole archive left out at a time.

    eval/fit.py WORK --tables FOLDER [--write]

WORK is run.py's --work folder. For each archive FOLDER/<name>.table is fitted on the others; judge it with
run.py --weights 'FOLDER/{}.table'. FOLDER/all.table is fitted on everything; --write puts it into
src/judge/signals.table.

Logistic regression with a Gaussian prior around the weights in start.table (ridge), each weight keeping its sign:
what clears never convicts. Attacks, honest mail and each class of look-alikes weigh the same however many
there are. What starts a message (prior) is set last: just so low that of the mail fitted on no more than
so many of each kind are called suspicious. Cold and warm are fitted apart.
"""

import argparse
import collections
import glob
import json
import math
import os

import table

RIDGE = 0.0005           # pull towards the table, against the mean loss
STEPS = 25
SMALLEST, LARGEST = 0.1, 4.5
# What a thief changes with one line must not decide, however well it tells today's attacks.
CAPS = {"mime-shape": 1.5, "prefixes-piled": 1.0, "reply-without-headers": 2.0,
        "link-veiled": 1.5, "link-misleading": 3.0}
COST_OF_ALARM = 3.0      # of an honest message, in misses
# How many of the honest mail fitted on may be called suspicious, and of each class of look-alikes: with nothing
# learned more, for then a colleague's private address and a relay's look the same.
MOST_ALARMS = {"benign": (1 / 10000, 1 / 10000)}
MOST_OF_CLASS = (1 / 700, 1 / 150)
MARGIN = 0.2             # between the last honest message and suspicion, for mail not seen
# With nothing learned a burst is told from a robot by nothing that was measured: not fitted.
FIXED_COLD = ("campaign-", "thread-", "account-", "payload-new-", "sender-took", "relation-")
HONEST = {"benign": 0, "look-alike": 0, "benign-cold": 1, "look-alike-cold": 1}
ATTACK = {"attack": 0, "attack-cold": 1}


def base_name(archive, names):
    """A one-organisation view belongs to the archive it was made of."""
    return max((name for name in names if archive == name or archive.startswith(name + "-")),
               key=len, default=archive)


def load(work):
    """{archive: [record]}; views count as their archive."""
    folders = [os.path.dirname(path) for path in glob.glob(os.path.join(work, "*/records.jsonl"))]
    names = sorted(os.path.basename(folder) for folder in folders)
    roots = [n for n in names if not any(n != o and n.startswith(o + "-") for o in names)]
    records = collections.defaultdict(list)
    for folder in folders:
        places = burst_places(folder)
        with open(os.path.join(folder, "records.jsonl"), encoding="utf-8") as stream:
            for line in stream:
                record = json.loads(line)
                record["place"] = places.get((record["label"], record["number"]), 0)
                records[base_name(record["archive"], roots)].append(record)
    return records


def burst_places(folder):
    """{(profile, number): place in its burst} of one trial's forged replies."""
    with open(os.path.join(folder, "attacks/truth.jsonl"), encoding="utf-8") as stream:
        truths = [json.loads(line) for line in stream]
    return {(t["profile"], t["number"]): t.get("place", 0) for t in truths}


class Sample:
    """Messages of one column as sparse rows: [(strengths, is attack, group, weight)]."""

    def __init__(self, column, weights):
        self.column, self.weights = column, weights
        self.counts = collections.Counter()

    def add(self, record):
        """Take a record that an alarm could be raised on."""
        attack = record["kind"] in ATTACK
        if {**ATTACK, **HONEST}.get(record["kind"]) != self.column or not self.may_alarm(record):
            return
        if attack and record["label"] == "E10" and (self.column or record["place"] < 3):
            return
        key = tuple(sorted((n, round(s, 1) or s) for n, s in record["strength"].items()
                           if n in self.weights))
        self.counts[key, attack, record["label"] or "benign"] += 1

    def may_alarm(self, record):
        """Without a claim or a takeover no sum raises an alarm; nor did it where one was high enough."""
        if (record["score"] or 0) >= 0 and record["verdict"] in ("clean", "unverified"):
            return False
        return any(row[2] in ("claim", "takeover") and row[self.column] > 0
                   for row in (self.weights[n] for n in record["strength"] if n in self.weights))

    def rows(self, totals):
        """[(strengths, is attack, weight)]: every group weighs the same, attacks as honest mail."""
        groups = {side: [g for g, attack in totals if attack == side] for side in (True, False)}
        result = []
        for (key, attack, group), count in self.counts.items():
            share = count / totals[group, attack] / len(groups[attack])
            result.append((key, attack, share * (1 if attack else COST_OF_ALARM)))
        return result


def totals_of(records, column):
    """How many messages each group has, seen or not: {(label, is attack): n}."""
    counts = collections.Counter()
    for record in records:
        if {**ATTACK, **HONEST}.get(record["kind"]) == column:
            counts[record["label"] or "benign", record["kind"] in ATTACK] += 1
    return counts


def score(key, weights):
    """The sum of the evidence."""
    return sum(weights[name] * strength for name, strength in key)


def newton(rows, start, free):
    """Newton's method, each step held within bounds; {name: weight}."""
    weights, bias = dict(start), start["prior"]
    names = ["", *free]  # "" is the bias
    mass = sum(weight for _, _, weight in rows)
    for _ in range(STEPS):
        slope, curve = gradient(rows, weights, bias, set(free), mass)
        for name in free:
            slope[name] += RIDGE * (weights[name] - start[name])
            curve[name, name] += RIDGE
        curve["", ""] += 1e-6
        step = solve([[curve[one, other] for other in names] for one in names],
                     [slope[name] for name in names])
        bias -= step[0]
        moved = 0.0
        for name, size in zip(free, step[1:]):
            new = bounded(name, weights[name] - max(-1.0, min(1.0, size)), start[name])
            moved = max(moved, abs(new - weights[name]))
            weights[name] = new
        if moved < 0.001:
            break
    return weights


def gradient(rows, weights, bias, free, mass):
    """Slope and curvature of the mean loss, by name and pair of names."""
    slope, curve = collections.defaultdict(float), collections.defaultdict(float)
    for key, attack, weight in rows:
        chance = 1 / (1 + math.exp(-max(-30, min(30, bias + score(key, weights)))))
        error, bend = weight * (chance - attack) / mass, weight * chance * (1 - chance) / mass
        parts = [("", 1.0), *((n, s) for n, s in key if n in free)]
        for name, strength in parts:
            slope[name] += error * strength
            for other, other_strength in parts:
                curve[name, other] += bend * strength * other_strength
    return slope, curve


def solve(matrix, right):
    """The solution of a positive definite system by elimination."""
    size = len(right)
    rows = [[*row, value] for row, value in zip(matrix, right)]
    for pivot in range(size):
        for below in range(pivot + 1, size):
            factor = rows[below][pivot] / rows[pivot][pivot]
            if factor:
                for column in range(pivot, size + 1):
                    rows[below][column] -= factor * rows[pivot][column]
    result = [0.0] * size
    for row in range(size - 1, -1, -1):
        known = sum(rows[row][column] * result[column] for column in range(row + 1, size))
        result[row] = (rows[row][size] - known) / rows[row][row]
    return result


def bounded(name, weight, start):
    """WEIGHT within bounds, with the sign of START."""
    sign = 1 if start >= 0 else -1
    return sign * min(CAPS.get(name, LARGEST), max(SMALLEST, sign * weight))


def prior_for(sample, weights, totals):
    """What a message starts from so that hardly any honest one of the sample ends above 0."""
    scores = collections.defaultdict(list)
    for (key, attack, group), count in sample.counts.items():
        if not attack:
            scores[group] += [score(key, weights)] * count
    limits = []
    for group, values in scores.items():
        allowed = int(MOST_ALARMS.get(group, MOST_OF_CLASS)[sample.column] * totals[group, False])
        ranked = sorted(values, reverse=True)
        if allowed < len(ranked):
            limits.append((ranked[allowed], group))
    for limit, group in sorted(limits, reverse=True)[:4]:
        print(f"    {group} reaches {limit:.2f}")
    return -(max(limits, default=(5.0, ""))[0] + MARGIN)


def fit(records, shipped):
    """A table fitted on RECORDS, starting from SHIPPED."""
    fitted = {name: list(row) for name, row in shipped.items()}
    for column in (0, 1):
        sample, totals = Sample(column, shipped), totals_of(records, column)
        for record in records:
            sample.add(record)
        start = {name: row[column] for name, row in shipped.items()}
        free = [name for name in shipped if name != "prior" and start[name]
                and not (column and name.startswith(FIXED_COLD))]
        weights = newton(sample.rows(totals), start, free)
        prior = prior_for(sample, weights, totals)
        for name in free:
            fitted[name][column] = round(weights[name], 2)
        fitted["prior"][column] = round(prior, 2)
        report(sample, weights, prior, ("warm", "cold")[column])
    return fitted


def report(sample, weights, prior, name):
    """Say what the fit gives on its own mail."""
    hits, total = 0, 0
    for (key, attack, _), count in sample.counts.items():
        if attack:
            total += count
            hits += count * (prior + score(key, weights) >= 0)
    print(f"  {name}: prior {prior:.2f}, {100 * hits / max(total, 1):.1f} % of {total} attacks"
          " that an alarm is possible on")


def fit_each(work, tables, write=False):
    """For each archive in WORK a table in the folder TABLES, fitted on the others; and one on all."""
    records, start = load(work), table.read(os.path.join(
        os.path.dirname(os.path.abspath(__file__)), "start.table"))
    os.makedirs(tables, exist_ok=True)
    for name in [*records, "all"]:
        others = [r for other, group in records.items() if other != name for r in group]
        print(f"{name}: fitted on {len(others)} messages")
        fitted = fit(others, start)
        table.write(fitted, os.path.join(tables, name + ".table"))
        if name == "all" and write:
            table.rewrite(fitted)


def main():
    """Fit one table for each archive left out, and one on all."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("work", help="run.py's --work folder")
    parser.add_argument("--tables", required=True, help="folder for the tables")
    parser.add_argument("--write", action="store_true", help="rewrite src/judge/signals.table")
    arguments = parser.parse_args()
    fit_each(arguments.work, arguments.tables, arguments.write)


if __name__ == "__main__":
    main()
