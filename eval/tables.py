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
    burst = result["attacks"].get("E10", {}).get("burst", {"total": 0})
    if burst["total"]:
        print(f"    E10 from the third message of a burst: {measure.percent(burst)}")
    show_lookalikes(result)
    show_whole(result)


def show_whole(result):
    """The whole archive as a stream from an empty memory."""
    if "benign_whole" in result:
        counts = result["benign_whole"]["counts"]
        print("  the whole archive as a stream from an empty memory: "
              + ", ".join(f"{counts[verdict]} {verdict}" for verdict in kith.VERDICTS))


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
        show_spread(chosen)
        show_pooled_cold(chosen)
        show_pooled_classes(chosen)


SMALLEST_GROUP = 50  # messages from which on a rendering of a profile is compared


def show_spread(chosen):
    """By how many points the recall of a profile differs between its renderings, and the like."""
    for key in ("rendering", "structure", "route", "language"):
        spreads = []
        for profile in chosen[0]["attacks"]:
            pool = {}
            for result in chosen:
                for name, value in result["attacks"].get(profile, {"breakdown": {key: {}}})[
                        "breakdown"][key].items():
                    hits, total = pool.get(name, (0, 0))
                    pool[name] = hits + value["hits"], total + value["total"]
            rates = [hits / total for hits, total in pool.values() if total >= SMALLEST_GROUP]
            if len(rates) > 1:
                spreads.append((100 * (max(rates) - min(rates)), profile))
        print(f"    recall by {key} differs by: "
              + ", ".join(f"{profile} {spread:.1f}" for spread, profile in spreads))


def show_pooled_cold(chosen):
    """Recall and honest mail with nothing learned, and bursts."""
    cold = {profile: added([r["attacks_cold"][profile] for r in chosen
                            if profile in r["attacks_cold"]], "suspicious_or_worse")
            for profile in chosen[0]["attacks_cold"]}
    print("    cold: " + ", ".join(f"{p} {measure.short(value)}" for p, value in cold.items()))
    honest = {verdict: sum(r["benign_cold"]["counts"][verdict] for r in chosen)
              for verdict in kith.VERDICTS}
    print(f"    cold, honest: {honest}")
    bursts = [r["attacks"]["E10"] for r in chosen if "E10" in r["attacks"]]
    if bursts:
        print("    E10 from the third message of a burst: "
              f"{measure.percent(added(bursts, 'burst'))}")


def show_pooled_classes(chosen):
    """All look-alikes by class: n, suspicious or worse, hijacked; the same cold."""
    names = sorted({name for r in chosen for name in r["look_alikes"]})
    for name in names:
        for label, key in (("", "look_alikes"), (", cold", "look_alikes_cold")):
            pool = [r[key][name] for r in chosen if name in r[key]]
            alarms, hijacked = added(pool, "suspicious_or_worse"), added(pool, "hijacked")
            if not label or alarms["hits"]:
                print(f"    {name + label:<24} {alarms['total']:>6} suspicious+ {alarms['hits']:>3}"
                      f"  hijacked {hijacked['hits']:>3}")


def added(pool, key):
    """One rate over several archives."""
    return measure.rate(sum(f[key]["hits"] for f in pool), sum(f[key]["total"] for f in pool))
