"""The nest against what was planted, and at scale.

Run from anywhere: `.venv/bin/python tests/bench/nest.py [--seeds N] [--only blind|scale]`.

Blind: made-up studies (`python -m insideout simulate study`) of the seeds 1 to N (200) at each of
seven levels of noise; what the nest finds of the planted edges that keep their support, and how
much of what it states was never planted. Scale: 100,000 codings over 2,000 units through nest,
compare and judge, each in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from insideout.files import write_text
from insideout.simulate.nested.book import codebook_records
from insideout.simulate.nested.decoys import DECOYS
from insideout.simulate.nested.false_links import LINK_DECOYS
from insideout.simulate.nested.noise import Noise, noise_of
from insideout.simulate.nested.score import inside_out_of, rates, scored
from insideout.simulate.nested.study import drawn, nest_settings, study
from insideout.simulate.nested.world import LEVELS, Size

SEEDS, CURVE, POINT = 200, (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4), 0.15
LARGE = Size(sites=(268, 268), patients=(34, 46), features=(8, 8))
SERVICES = ("primary_care", "acute", "community_health", "mental_health")
CHILD = Path(__file__).with_name("nest_child.py")
HEAD = (
    "| dropped | wrong code, wrong `about` | missing | links: planted that keep their support | "
    "found | found of all with two statements left | false | "
    "outwards: planted that keep their support | found | false | "
    "together: planted that keep their support | found | found of all with two statements left | "
    "false |"
)
LEFT = "| dropped | experiences with nothing left | unexplained | suggested | explained |"


def of_seed(seed: int, levels: Iterable[float]) -> dict[float, Counter[str]]:
    """Counts of one study at each level of noise."""
    truth, settings = drawn(seed), nest_settings()
    counts = {}
    for level in levels:
        made = study(truth, noise_of(level), seed)
        counts[level] = scored(made, inside_out_of(made, settings))
    return counts


def blind(seeds: int) -> None:
    """Print the curve over noise, and what is wrong at the issue's point."""
    start = time.perf_counter()
    every = {level: Counter[str]() for level in CURVE}
    with multiprocessing.Pool(2) as pool:
        for found in pool.imap_unordered(partial(of_seed, levels=CURVE), range(1, seeds + 1)):
            for level, counts in found.items():
                every[level] += counts
    took = time.perf_counter() - start
    print(f"\n{seeds} studies (seeds 1 to {seeds}) at {len(CURVE)} levels of noise, two decoys a "
          f"feature: {took:.0f} s on 2 cores\n")  # fmt: skip
    for head, row in ((HEAD, _row), (LEFT, _nothing_left)):
        print(head + "\n|" + "--:|" * (head.count("|") - 1))
        for level, counts in every.items():
            print(row(level, counts))
        print()
    _other_reading(every[POINT])
    print(f"\nAt {POINT:.0%} dropped:\n")
    _wrong(every[POINT])


def _row(level: float, counts: Counter[str]) -> str:
    got, noise = rates(counts), noise_of(level)
    cells = [f"{noise.dropped:.0%}", f"{noise.wrong_code:.1%}", f"{noise.missing:.0%}"]
    for names, shares in (
        (("",), ("recall", "twice_recall", "false")),
        (("shaped ",), ("shaped_recall", "shaped_false")),
        (("", "shaped "), ("both_recall", "both_twice_recall", "both_false")),
    ):
        kept, planted = (sum(counts[name + of] for name in names) for of in ("kept", "planted"))
        cells += [f"{kept:,} of {planted:,}", *(_percent(got[share]) for share in shares)]
    return f"| {' | '.join(cells)} |"


def _nothing_left(level: float, counts: Counter[str]) -> str:
    ways = (counts[f"removed: {how}"] for how in ("unexplained", "suggested", "explained"))
    return f"| {level:.0%} | {counts['removed']} | {' | '.join(map(str, ways))} |"


def _other_reading(counts: Counter[str]) -> None:
    """Edges outwards whose evidence is left, however many still tell of the mechanism."""
    got = rates(counts)
    print(
        f"Outwards, when the evidence of two informants is enough to count, even if only one still "
        f"tells of the mechanism: at {POINT:.0%} dropped {counts['shaped cited found']:,} of "
        f"{counts['shaped cited']:,} are found ({_percent(got['shaped_cited_recall'])}); together "
        f"with all links that have two statements left {_percent(got['both_cited_recall'])}."
    )


def _percent(share: float) -> str:
    return "–" if share != share else f"{share:.1%}"  # noqa: PLR0124 (NaN is not itself)


def _wrong(counts: Counter[str]) -> None:
    """The planted edges that were missed, the false ones, and the causeless, by kind."""
    print("| what is wrong | edges | share |\n|:--|--:|--:|")
    for prefix, of, name in (
        ("missed: ", "kept", "planted, kept, not stated"),
        ("false: ", "stated", "stated, not planted"),
        ("shaped missed: ", "shaped kept", "outwards: planted, kept, not stated"),
        ("shaped false: ", "shaped stated", "outwards: stated, not planted"),
    ):
        total = counts[of]
        rows = {k.removeprefix(prefix): n for k, n in counts.items() if k.startswith(prefix)}
        many = sum(rows.values())
        print(f"| **{name}** | {many} of {total:,} | {_percent(many / max(total, 1))} |")
        for kind, n in sorted(rows.items(), key=lambda pair: -pair[1]):
            print(f"| {kind} | {n} | {n / total:.2%} |")
    print("\n| decoy | mechanisms | stated as an explanation at some site |\n|:--|--:|--:|")
    for kind in DECOYS:
        of, taken = counts[f"decoys: {kind}"], counts[f"taken: {kind}"]
        print(f"| {kind.replace('_', ' ')} | {of} | {taken} ({_percent(taken / max(of, 1))}) |")
    print("\n| decoy among the links outwards | rows | stated as explained at some site |")
    print("|:--|--:|--:|")
    for kind in LINK_DECOYS:
        of, taken = counts[f"decoy links: {kind}"], counts[f"taken links: {kind}"]
        print(f"| {kind} | {of} | {taken} ({_percent(taken / max(of, 1))}) |")
    told = ", ".join(f"{counts[f'causeless: {how}']} {how}"
                     for how in ("unexplained", "suggested", "explained"))  # fmt: skip
    print(f"\nOf {counts['causeless']} experiences that never had a cause: {told}.")


def written(folder: Path, size: Size) -> dict[str, Any]:
    """What the stages are given, by name; it is written into the folder too."""
    made = study(drawn(1, 2, size), Noise(), 1)
    units = [unit | {"ownership": ("public", "partnership", "corporate")[n % 3]}
             for n, unit in enumerate(made.units)]  # fmt: skip
    services = [
        {"unit": unit["unit"], "service": service, "mode": "", "from": "", "to": ""}
        for n, unit in enumerate(units) if unit["service_role"].endswith("_responder")
        for service in SERVICES[n % 4 : n % 4 + 1 + n % 2]
    ]  # fmt: skip
    features = [feature.name for feature in made.drawn.features]
    nest = nest_settings() | {"features": {name: [name] for name in features}}
    given = {
        "codings": made.codings, "codebook": codebook_records(made.drawn.book),
        "people": made.people, "units": units, "memberships": made.memberships,
        "services": services, "sources": made.sources, "levels": list(LEVELS), "nest": nest,
        "links": made.links, "compare": comparing([m.code for m in made.drawn.mechanisms]),
        "hypotheses": str(folder / "hypotheses.yaml"), "patterns": str(folder / "patterns.csv"),
    }  # fmt: skip
    write_text(folder / "given.json", json.dumps(given))
    write_text(folder / "hypotheses.yaml", json.dumps(supposing(features)))
    return given


def scale(folder: Path) -> None:
    """Print seconds and peak memory of nest, compare and judge at scale."""
    given = written(folder, LARGE)
    codings, units, people = (len(given[name]) for name in ("codings", "units", "people"))
    print(f"\n{codings:,} codings over {units:,} units of {people:,} people\n")
    print("| stage | wall, s | CPU, s | peak, GB | |\n|:--|--:|--:|--:|:--|")
    total = 0.0
    for stage in ("nest", "compare", "judge"):
        used = _measured(stage, folder)
        total += used.get("wall", 0.0)
        if "skipped" in used:
            print(f"| {stage} | | | | skipped: {used['skipped']} |")
        else:
            print(f"| {stage} | {used['wall']:.1f} | {used['cpu']:.1f} | {used['peak']:.2f} | "
                  f"{used['said']} |", flush=True)  # fmt: skip
    print(f"\nTogether {total:.0f} s.")


def _measured(stage: str, folder: Path) -> dict[str, Any]:
    done = subprocess.run([sys.executable, str(CHILD), stage, str(folder)], capture_output=True,
                          text=True, check=False)  # fmt: skip
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def comparing(codes: list[str]) -> dict[str, Any]:
    """The study file's key `compare`, with something of everything."""
    return {
        "comparisons": [
            {"id": "together", "asks": "under one roof?", "first": "together", "second": "apart",
             "services": ["acute", "community_health"]},
            {"id": "owned", "asks": "who owns it?", "first": "public", "second": "others",
             "attribute": "ownership", "is": ["public"]},
        ],
        "interfaces": [
            {"id": "door", "label": "Practices and hospitals",
             "between": [["primary_care"], ["acute"]]},
            {"id": "home", "label": "Hospitals and community health",
             "between": [["acute"], ["community_health", "mental_health"]]},
        ],
        "barriers": codes[:8], "discretion": codes[8:12],
        "truth_tables": [
            {"id": "f1", "asks": "what goes with it?", "outcome": {"feature": "f1"},
             "conditions": {"owned": {"attribute": "ownership", "is": ["public"]},
                            "stated": {"code": codes[0]}}},
        ],
    }  # fmt: skip


def supposing(continuities: list[str]) -> dict[str, Any]:
    """Hypotheses about every continuity, in settings of several sorts."""
    settings: dict[str, dict[str, Any]] = {
        "H1": {"together": ["acute", "community_health"]},
        "H2": {"apart": ["acute", "community_health"]},
        "H3": {"where": {"ownership": ["public"]}},
        "H4": {"kinds": ["network"]},
    }
    return {
        "hypotheses": [
            {"id": name, "statement": name, "setting": setting, "falsified_when": "it is low",
             "predicts": {c: {"predicted": "high"} for c in continuities}}
            for name, setting in settings.items()
        ]
    }  # fmt: skip


def main() -> None:
    """Print both benches, or one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--only", choices=("blind", "scale"))
    asked = parser.parse_args()
    if asked.only != "scale":
        blind(asked.seeds)
    if asked.only != "blind":
        with tempfile.TemporaryDirectory(prefix="nest-") as made:
            scale(Path(made))


if __name__ == "__main__":
    main()
