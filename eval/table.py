# SPDX-License-Identifier: Apache-2.0
"""Read and write tables of weights: a signal, its weight with a memory, its weight cold, its role."""

import os

SHIPPED = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))),
                       "src", "judge", "signals.table")


def read(path=SHIPPED):
    """{name: [warm, cold, role]} in the order of the file; "prior" is among them."""
    with open(path or SHIPPED, encoding="utf-8") as stream:
        rows = [line.split() for line in stream if line.strip() and not line.startswith("#")]
    return {row[0]: [float(row[1]), float(row[2]), row[3] if len(row) > 3 else ""]
            for row in rows}


def without(weights, *prefixes):
    """WEIGHTS with what begins so weighing nothing."""
    return {name: [0.0, 0.0, row[2]] if name.startswith(prefixes) else row
            for name, row in weights.items()}


def alone(path=""):
    """The weights in PATH (the shipped ones by default) without campaigns."""
    return without(read(path), "campaign-", "account-burst")


def lines(weights):
    """The rows as text, as the shipped table is laid out."""
    return [f"{name:<27} {warm:>6.2f} {cold:>6.2f} {role}".rstrip()
            for name, (warm, cold, role) in weights.items()]


def write(weights, path):
    """Write WEIGHTS as a table."""
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("\n".join(lines(weights)) + "\n")


def rewrite(weights, path=SHIPPED):
    """Put WEIGHTS into the table at PATH, whose comments stay."""
    with open(path, encoding="utf-8") as stream:
        comments = [line for line in stream if line.startswith("#")]
    with open(path, "w", encoding="utf-8") as stream:
        stream.write("".join(comments) + "\n".join(lines(weights)) + "\n")
