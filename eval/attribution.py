# SPDX-License-Identifier: Apache-2.0
"""What src/judge/victim.c and patient-zero.c reckon, so that weights can be fitted and held out.

A message is a list of candidates, each a set of signs (src/judge/lead.h); its probabilities are a
softmax over them and somebody who is not shown. Pure Python; slow, and for thousands of messages only.
"""

import collections
import math

SIGNS = ("sender", "hidden", "signature", "quoted", "name", "organisation", "participant", "author",
         "shown", "recipient", "bare", "subject")
CLAIMED = set(SIGNS[:6])
# What stands in victim.c: where all signs of a key stand, its weight is added; "other" is a candidate
# that is not claimed, and the weight is shared by all of them.
SHIPPED = {
    "sender": 2.5, "hidden": 3.7, "signature": 1.6, "quoted": 0.6, "name": 1.4, "organisation": 0.7,
    "participant": 5.9, "subject": 1.2, "author": 0.8, "shown": 0.4, "name+participant": -1.8,
    "name+subject": 2.8, "signature+participant": -1.5, "quoted+participant": -0.8, "other": -2.2,
    "recipient": -3.0}
FIXED = ("recipient",)  # see victim.c
BARE = -0.5
KEYS = tuple(SHIPPED)
PARTS = [set(key.split("+")) for key in KEYS]
RIDGE, STEPS = 0.02, 30
FIRST_CONCENTRATION, QUIET_SOURCES, ESTIMATED, MOST_ESTIMATES = 0.05, 35, 0.02, 5  # patient-zero.c
ROUNDS, SETTLED = 200, 0.001


def features(candidates):
    """[(indices into KEYS, log of the share)] of a message's candidates, each a set of signs."""
    others = sum(not signs & CLAIMED and "recipient" not in signs for signs in candidates)
    result = []
    for signs in candidates:
        if "bare" in signs:
            result.append(((), BARE))
            continue
        other = not signs & CLAIMED
        held = signs | {"other"} if other else signs
        result.append((tuple(i for i, part in enumerate(PARTS) if part <= held),
                       -math.log(max(1, others)) if other else 0.0))
    return result


def probabilities(weights, found):
    """The probability of each candidate by FOUND, its features; WEIGHTS are parallel to KEYS."""
    parts = [math.exp(share + sum(weights[i] for i in indices)) for indices, share in found]
    total = 1 + sum(parts)
    return [part / total for part in parts]


def fit(messages):
    """Weights by Newton's method; MESSAGES are [(features, index of the robbed one or -1, weight)]."""
    fixed = {KEYS.index(key) for key in FIXED}
    weights = [SHIPPED[key] if i in fixed else 0.0 for i, key in enumerate(KEYS)]
    merged = collections.Counter()
    for found, robbed, weight in messages:
        kinds = tuple(sorted(collections.Counter(found).items()))
        merged[kinds, found[robbed] if robbed >= 0 else None] += weight
    scale = 100 / sum(merged.values())
    for _ in range(STEPS):
        gradient, hessian = slope(weights, merged, scale)
        for i in fixed:
            gradient[i] = 0.0
            for j in range(len(KEYS)):
                hessian[i][j] = hessian[j][i] = float(i == j)
        step = solve(hessian, gradient)
        longest = max(abs(value) for value in step)
        factor = min(1, 2 / longest) if longest else 1
        weights = [old + factor * new for old, new in zip(weights, step)]
        if longest < 1e-5:
            break
    return weights


def slope(weights, merged, scale):
    """Gradient and negative Hessian of the log-likelihood with a ridge."""
    size = len(KEYS)
    gradient = [-RIDGE * weight for weight in weights]
    hessian = [[RIDGE * (i == j) for j in range(size)] for i in range(size)]
    for (kinds, robbed), count in merged.items():
        count *= scale
        parts = [(indices, n * math.exp(share + sum(weights[i] for i in indices)))
                 for (indices, share), n in kinds]
        total = 1 + sum(part for _, part in parts)
        mean = [0.0] * size
        for indices, part in parts:
            for i in indices:
                mean[i] += part / total
                for j in indices:
                    hessian[i][j] += count * part / total
        for i in range(size):
            gradient[i] -= count * mean[i]
            for j in range(size):
                hessian[i][j] -= count * mean[i] * mean[j]
        for i in robbed[0] if robbed else ():
            gradient[i] += count
    return gradient, hessian


def solve(matrix, right):
    """The solution of a system of linear equations, by Gauss and Jordan."""
    rows = [row[:] + [value] for row, value in zip(matrix, right)]
    size = len(rows)
    for i in range(size):
        best = max(range(i, size), key=lambda r: abs(rows[r][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for r in range(size):
            if r != i and rows[r][i]:
                factor = rows[r][i] / rows[i][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i])]
    return [rows[i][size] / rows[i][i] for i in range(size)]


def patient_zero(messages):
    """Posteriors of MESSAGES, each [(source, weight)]; see patient-zero.c."""
    concentration = FIRST_CONCENTRATION
    shares = mixture(messages, concentration)
    for _ in range(MOST_ESTIMATES):
        before, concentration = concentration, estimate(messages, shares, concentration)
        if abs(concentration - before) <= ESTIMATED * before:
            break
        shares = mixture(messages, concentration)
    return shares


def estimate(messages, shares, before):
    """The concentration at which as many sources would be in use as are by SHARES."""
    none = collections.Counter()
    for message, share in zip(messages, shares):
        for (source, weight), part in zip(message, share):
            if weight > 0:
                none[source] -= math.log1p(-min(part, 1 - 1e-9))
    in_use = sum(-math.expm1(-value) for value in none.values())
    slope = sum(1 / (len(none) * before + i) for i in range(len(messages))) if none else 0
    return in_use / (QUIET_SOURCES + len(none) * slope)


def mixture(messages, concentration):
    """Posteriors of MESSAGES when each source has CONCENTRATION messages before it has any."""
    shares = [[weight for _, weight in message] for message in messages]
    for _ in range(ROUNDS):
        own, unseen = collections.Counter(), collections.Counter()
        rests = [max(0, 1 - sum(share)) for share in shares]
        for message, share, rest in zip(messages, shares, rests):
            for (source, _), part in zip(message, share):
                own[source] += part
                unseen[source] += rest
        changed = 0
        for number, (message, rest) in enumerate(zip(messages, rests)):
            parts = [weight * (concentration + max(0, own[source] - part))
                     for (source, weight), part in zip(message, shares[number])]
            nobody = max(0, 1 - sum(weight for _, weight in message))
            most = max((unseen[source] - rest for source, _ in message), default=0)
            total = sum(parts) + nobody * (concentration + max(0, most))
            new = [part / total for part in parts] if total else parts
            changed = max([changed] + [abs(a - b) for a, b in zip(new, shares[number])])
            shares[number] = new
        if changed <= SETTLED:
            break
    return shares


def calibration_error(said):
    """(expected calibration error, [(count, mean said, share right)] by tenths) of [(probability, right)]."""
    bins = [[0, 0.0, 0] for _ in range(10)]
    for probability, right in said:
        one = bins[min(9, int(10 * probability))]
        one[0], one[1], one[2] = one[0] + 1, one[1] + probability, one[2] + right
    error = sum(abs(total - right) for _, total, right in bins) / max(1, len(said))
    return error, [(n, total / n, right / n) if n else (0, 0, 0) for n, total, right in bins]
