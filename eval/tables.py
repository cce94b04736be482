# SPDX-License-Identifier: Apache-2.0
"""Print what was measured: one block per archive, one for the public pair, one for all together."""

import json

import kith
import measure


def show(result):
    """Print the figures of one archive."""
    benign, cold = result["benign"], result["benign_cold"]
    print(f"\n{result['archive']}: {result['learned']} messages learned in "
          f"{result['learning']['seconds']} s, {len(result['learning']['skipped'])} skipped")
    print(f"  honest mail judged as a stream: {benign['total']} messages in {benign['seconds']} s")
    for verdict in kith.VERDICTS:
        print(f"    {verdict:<12} {benign['counts'][verdict]:>7}  "
              f"{measure.percent(benign['rates'][verdict]):<20} "
              f"cold {measure.percent(cold['rates'][verdict])}")
    print(f"    a reply's subject without reply headers: "
          f"{measure.percent(benign['baseline_fake_reply'])}")
    print("  forged replies, per cent (95 % interval); victim, organisation and side among those "
          "found")
    print(f"    {'':4} {'n':>4} {'hijacked':<20} {'suspicious+':<20} {'first':>6} {'three':>6} "
          f"{'org':>6} {'side':>6} {'one rule':>8}   cold: hijacked, suspicious+")
    for profile, figures in result["attacks"].items():
        show_profile(profile, figures, result["attacks_cold"][profile])
    show_lookalikes(result)


def show_lookalikes(result):
    """The classes of look-alikes, worst first."""
    classes = result["look_alikes"]
    if not classes:
        return
    total = sum(f["total"] for f in classes.values())
    clean = all(not f["alarms"] for f in classes.values())
    print(f"  honest look-alikes: {total} messages of {len(classes)} classes"
          + (", no alarm" if clean else "; per cent suspicious+ and hijacked, and cold"))
    for name, figures in sorted(classes.items(), key=lambda item: -len(item[1]["alarms"])):
        cold = result["look_alikes_cold"][name]
        if figures["alarms"] or cold["alarms"]:
            print(f"    {name:<18} {figures['total']:>4} "
                  f"{measure.percent(figures['suspicious_or_worse']):<20} "
                  f"{measure.percent(figures['hijacked']):<20} "
                  f"{measure.short(cold['suspicious_or_worse'])}, "
                  f"{measure.short(cold['hijacked'])}")


def show_profile(profile, figures, cold):
    """One line of the table of attacks."""
    short, percent = measure.short, measure.percent
    print(f"    {profile:4} {figures['total']:>4} {percent(figures['hijacked']):<20} "
          f"{percent(figures['suspicious_or_worse']):<20} {short(figures['victim_first']):>6} "
          f"{short(figures['victim_three']):>6} {short(figures['organisation_first']):>6} "
          f"{short(figures['side']):>6} {short(figures['baseline_fake_reply']):>8}   "
          f"{short(cold['hijacked'])}, {short(cold['suspicious_or_worse'])}")


def show_pair(checks):
    """Print the checks of the public pair."""
    print("\npublic pair (Unit 42, 2020-09-03)")
    for item in checks:
        mark = "yes" if item["passed"] else "NO "
        seen = "" if item["passed"] else f"  (seen: {json.dumps(item['seen'])})"
        print(f"    {mark} {item['check']}{seen}")


def show_pool(results):
    """Print all archives together."""
    for name, chosen in (("lists and archives", [r for r in results if not r["view"]]),
                         ("one-organisation views", [r for r in results if r["view"]])):
        if len(chosen) < 2:
            continue
        total = sum(r["benign"]["total"] for r in chosen)
        print(f"\n{name} together: {total} honest messages")
        for verdict in kith.VERDICTS:
            hits = sum(r["benign"]["counts"][verdict] for r in chosen)
            value = measure.rate(hits, total)
            print(f"    {verdict:<12} {hits:>7}  {measure.percent(value):<20} "
                  f"{1e5 * value['rate']:.0f} per 100,000")
        for profile in chosen[0]["attacks"]:
            pool = [r["attacks"][profile] for r in chosen if profile in r["attacks"]]
            print(f"    {profile:4} " + "  ".join(
                f"{label} {measure.percent(added(pool, key))}" for label, key in (
                    ("hijacked", "hijacked"), ("suspicious+", "suspicious_or_worse"),
                    ("victim", "victim_first"), ("side", "side"))))


def added(pool, key):
    """One rate over several archives."""
    return measure.rate(sum(f[key]["hits"] for f in pool), sum(f[key]["total"] for f in pool))
