"""The indices of continuity, against a second way to each of them."""

from fractions import Fraction
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.extract.continuity import INDICES, indices

# one letter an encounter, "?" for nobody known; capitals are GPs, small letters nurses
sequences = st.text(st.sampled_from("ABCDab?"), max_size=12)
several = st.lists(sequences.filter(bool), min_size=1, max_size=6)


def encounters(*people: str) -> pd.DataFrame:
    """Encounters at the surgery, of patients p0, p1 and so on."""
    rows = [
        {"patient": f"p{i}", "staff": "" if who == "?" else who, "place": "surgery",
         "role": "nurse" if who.islower() else "gp"}
        for i, sequence in enumerate(people) for who in sequence
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["patient", "staff", "place", "role"], dtype="str")


def by_hand(sequence: str, unknown: str) -> dict[str, Fraction | float | None]:
    """Each index of one patient from what it is meant to say, in exact fractions."""
    known = [who for who in sequence if who != "?"]
    n, seen = len(known), {who: known.count(who) for who in known}
    row = list(known) if unknown == "drop" else list(sequence)
    neighbours = [pair for pair in pairwise(row) if "?" not in pair]
    all_pairs = list(combinations(known, 2))  # COC is the share of all pairs with one provider
    tenth = Fraction(1, 10)
    return {
        "upc": Fraction(max(seen.values()), n) if n else None,
        "coc": Fraction(sum(a == b for a, b in all_pairs), len(all_pairs)) if n > 1 else None,
        "secon": Fraction(sum(a == b for a, b in neighbours), len(neighbours))
        if neighbours
        else None,
        "mmci": (1 - len(seen) / (n + tenth)) / (1 - 1 / (n + tenth)) if n else None,
        # the chance that two draws, the first put back, are the same provider
        "herfindahl": Fraction(sum(a == b for a in known for b in known), n * n) if n else None,
    }


@settings(deadline=None)
@given(several, st.sampled_from(["drop", "break"]))
def test_every_index_is_what_brute_force_gives(people: list[str], unknown: str) -> None:
    found = indices(encounters(*people), unknown_provider=unknown)  # type: ignore[arg-type]
    assert list(found.index) == [f"p{i}" for i in range(len(people))]
    for sequence, row in zip(people, found.to_dict("records"), strict=True):
        assert row["n_providers"] == len(sequence.replace("?", ""))
        for name, expected in by_hand(sequence, unknown).items():
            wanted = np.nan if expected is None else float(expected)
            assert row[name] == pytest.approx(wanted, abs=1e-12, nan_ok=True), (name, sequence)


@settings(deadline=None)
@given(several)
def test_ranges_and_the_identity_of_coc_and_herfindahl(people: list[str]) -> None:
    found = indices(encounters(*people), unknown_provider="break")
    n = found["n_providers"]
    for name in INDICES:
        assert found[name].dropna().between(0, 1).all()
    assert (found["upc"] >= 1 / n)[n > 0].all()
    assert (found["herfindahl"] >= 1 / n - 1e-12)[n > 0].all()
    assert (found["herfindahl"] <= found["upc"] + 1e-12)[n > 0].all()
    two = found[n > 1]
    identity = (two["n_providers"] * two["herfindahl"] - 1) / (two["n_providers"] - 1)
    assert two["coc"].to_numpy() == pytest.approx(identity.to_numpy(), abs=1e-12)


@settings(deadline=None)
@given(several, st.permutations("ABCDab"))
def test_names_of_providers_mean_nothing(people: list[str], names: list[str]) -> None:
    plain = encounters(*people)
    renamed = plain.assign(
        staff=plain["staff"].map(dict(zip("ABCDab", names, strict=True)) | {"": ""})
    )
    pd.testing.assert_frame_equal(
        indices(plain, unknown_provider="break"), indices(renamed, unknown_provider="break")
    )


@settings(deadline=None)
@given(sequences.filter(bool), st.randoms(use_true_random=False))
def test_only_secon_knows_the_order(sequence: str, random: object) -> None:
    shuffled = list(sequence)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    apart = [name for name in ("n_providers", *INDICES) if name != "secon"]
    one, other = (
        indices(encounters(s), unknown_provider="drop")[apart]
        for s in (sequence, "".join(shuffled))
    )
    pd.testing.assert_frame_equal(one, other)


def test_the_same_encounters_in_another_order() -> None:
    """Six encounters, three each with two GPs: in two runs, and in turns."""
    found = indices(encounters("AAABBB", "ABABAB"), unknown_provider="break")
    assert list(found["secon"]) == [0.8, 0.0]
    assert list(found["upc"]) == [0.5, 0.5]
    assert list(found["coc"]) == pytest.approx([0.4, 0.4])  # (9 + 9 − 6) / 30
    assert list(found["herfindahl"]) == [0.5, 0.5]
    assert list(found["mmci"]) == pytest.approx([4.1 / 5.1, 4.1 / 5.1])  # (1 − 2/6.1)/(1 − 1/6.1)


def test_edge_cases_of_few_encounters() -> None:
    found = indices(encounters("A", "?", "AB", "ABCD"), unknown_provider="break")
    alone, unknown, twice, all_differ = found.to_dict("records")
    assert (alone["upc"], alone["mmci"], alone["herfindahl"]) == (1, 1, 1)
    assert np.isnan([alone["coc"], alone["secon"]]).all()
    assert unknown["n_providers"] == 0
    assert np.isnan([unknown[name] for name in INDICES]).all()
    assert (twice["coc"], twice["secon"]) == (0, 0)
    assert all_differ["herfindahl"] == 0.25  # 1/N, not 0
    assert all_differ["mmci"] == pytest.approx((0.1 / 4.1) / (3.1 / 4.1))  # nor is this


def test_an_unknown_provider_joins_or_breaks_its_neighbours() -> None:
    row = encounters("A?AB")
    assert indices(row, unknown_provider="drop")["secon"].item() == 0.5  # A-A, A-B
    assert indices(row, unknown_provider="break")["secon"].item() == 0.0  # A-B alone
    assert indices(encounters("A?A"), unknown_provider="break")["secon"].isna().all()


def test_a_patients_last_is_no_neighbour_of_the_next_patients_first() -> None:
    found = indices(encounters("AB", "BA"), unknown_provider="break")
    assert list(found["secon"]) == [0, 0]


def test_the_base_is_the_practices_own_staff_or_its_gps() -> None:
    met = encounters("AAbA")
    met.loc[len(met)] = ["p0", "Z", "elsewhere", "secondary_care"]
    met.loc[len(met)] = ["p0", "A", "in_absence", "gp"]
    assert indices(met, unknown_provider="break")["n_providers"].item() == 4
    gps = indices(met, unknown_provider="break", base="gp")
    assert (gps["n_providers"].item(), gps["secon"].item()) == (3, 1.0)  # the nurse isn't there


def test_no_encounters_at_all() -> None:
    found = indices(encounters(), unknown_provider="drop")
    assert list(found.columns) == ["n_providers", *INDICES]
    assert found.empty
