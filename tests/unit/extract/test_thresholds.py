"""Measures under other thresholds than the study's."""

from collections.abc import Callable
from typing import Any

import pandas as pd

from insideout.extract.coordinators import coordinators, of_patients
from insideout.extract.thresholds import thresholds
from insideout.extract.usual_gp import usual_gp
from insideout.tables.records import RECORDS_THRESHOLDS

Made = Callable[..., pd.DataFrame]
Settings = dict[str, Any]


def met(patient: str, staff: str) -> list[dict[str, Any]]:
    """Encounters at the surgery, a letter each: A-D are GPs, n a nurse."""
    return [
        {"patient": patient, "staff": who, "place": "surgery",
         "role": "gp" if who.isupper() else "nurse"} for who in staff
    ]  # fmt: skip


def values(table: pd.DataFrame, patient: str, measure: str) -> list[str]:
    rows = table[(table["patient"] == patient) & (table["measure"] == measure)]
    return list(rows["value"])


def with_values(settings: Settings, usual: list[float], lead: list[int]) -> Settings:
    return settings | {"thresholds": {"usual_gp": usual, "main_lead": lead}}


def test_the_line_is_drawn_elsewhere(encounters: Made, settings: Settings) -> None:
    # p: A at 5 of 10 encounters with the practice, 5 of 8 with GPs; q: one encounter alone
    made = encounters(*met("p", "AAAAABBCnn"), *met("q", "A"))
    table = thresholds(made, with_values(settings, [0.4, 0.6, 0.67], [1]))
    assert list(table) == RECORDS_THRESHOLDS.names
    assert values(table, "p", "usual_gp_of_practice") == ["yes", "no", "no", "no"]
    assert values(table, "p", "usual_gp_of_gps") == ["yes", "yes", "yes", "no"]  # .4 .5 .6 .67
    assert values(table, "p", "usual_gp") == values(table, "p", "usual_gp_of_practice")
    assert values(table, "q", "usual_gp") == [""] * 4
    by_gps = settings | {"usual_gp": settings["usual_gp"] | {"base": "gp"}}
    table = thresholds(made, with_values(by_gps, [0.4, 0.6, 0.67], [1]))
    assert values(table, "p", "usual_gp") == ["yes", "yes", "yes", "no"]


def test_the_studys_own_is_chosen_and_equals_the_measures(
    encounters: Made, settings: Settings
) -> None:
    acting = [{"patient": "q", "staff": "s1", "role": "secondary_care", "acts": "initiates chases",
               "transfer_type": "referral"}]  # fmt: skip
    made = encounters(*met("p", "AABn"), *met("q", "BBB"), *acting, *met("r", "ABCD"))
    table = thresholds(made, with_values(settings, [0.4], [2, 3]))
    own = table[table["chosen"]].pivot(index="patient", columns="measure", values="value")
    usual = usual_gp(made, **settings["usual_gp"])
    for measure in ("usual_gp", "usual_gp_of_practice", "usual_gp_of_gps"):
        assert list(own[measure]) == ["yes" if has else "no" for has in usual[measure]]
    staff = coordinators(made, main_lead=settings["main_lead"])
    main = of_patients(made, staff)
    for measure in ("main_initiator_role", "main_active_role"):
        assert list(own[measure]) == list(main[measure]) == ["", "secondary_care", ""]
    assert own.notna().all().all()  # each measure has exactly one setting that is the study's


def test_a_larger_lead_leaves_fewer_main_coordinators(encounters: Made, settings: Settings) -> None:
    refers = {"acts": "initiates", "transfer_type": "referral", "place": "surgery"}
    gp, nurse = {"staff": "g1", "role": "gp"}, {"staff": "n1", "role": "nurse"}
    chases = nurse | {"acts": "chases"}
    made = encounters(*[gp | refers] * 3, nurse | refers, *[chases] * 3)
    table = thresholds(made, with_values(settings, [0.5], [1, 2, 3, 4]))
    assert values(table, "p", "main_initiator_role") == ["gp", "gp", "", ""]  # 3 against 1
    assert values(table, "p", "main_active_role") == ["nurse", "nurse", "nurse", ""]  # against 0
    words = table.loc[table["measure"] == "main_active_role", "setting"]
    assert list(words)[1] == "at least 2 more active encounters than the next"


def test_rows_are_in_the_order_of_patients_and_measures(
    encounters: Made, settings: Settings
) -> None:
    made = encounters(*met("z", "AA"), *met("a", "AB"))
    table = thresholds(made, with_values(settings, [0.6, 0.4], [1]))
    assert list(table["patient"].unique()) == ["z", "a"]
    assert list(table["measure"].unique()) == [
        "usual_gp", "usual_gp_of_practice", "usual_gp_of_gps", "main_initiator_role",
        "main_active_role",
    ]  # fmt: skip
    assert list(table["setting"].unique())[:3] == [
        f"the same GP at more than {above} of the encounters" for above in ("0.4", "0.5", "0.6")
    ]
    assert not table.duplicated(list(RECORDS_THRESHOLDS.key)).any()


def test_without_staff_or_role_nobody_knows(encounters: Made, settings: Settings) -> None:
    made = encounters(*met("p", "AAA"))
    told = {"patient", "date", "staff", "role", "place"}
    some = with_values(settings, [0.5], [1])
    assert values(thresholds(made, some, told), "p", "usual_gp") == ["yes"]
    for column in ("staff", "role"):
        table = thresholds(made, some, told - {column})
        assert values(table, "p", "usual_gp") == [""]
        assert values(table, "p", "usual_gp_of_gps") == [""]


def test_no_encounters_no_rows(encounters: Made, settings: Settings) -> None:
    assert thresholds(encounters(), settings).empty
