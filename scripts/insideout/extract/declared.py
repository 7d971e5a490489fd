"""The aggregates of the records: the figures a publication would print, each with its base.

Each is made of columns of records_patients, or of those that `aggregates.sheet` adds; nothing here
counts anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["ratio", "mean", "least", "most", "mode", "total", "units_without"]
OUTSIDE = (
    "ambulance", "out_of_hours", "mental_health", "community_hospital", "therapy", "care_agency",
    "social_services",
)  # fmt: skip


@dataclass(frozen=True)
class Aggregate:
    """One aggregate. `column` is what is counted, `meaning` says it in words, with the base.

    ratio: the sum of `column` over that of `base`; mean, least, most and mode (the most frequent
    value, the smallest of several): over the patients for whom `column` is defined, so that the
    mean of a yes/no measure is a share of patients; total: the sum of `column`; units_without:
    practices with patients none of whom has any of `column`.
    """

    name: str
    how: How
    column: str
    meaning: str
    base: str = ""


def _of_encounters(name: str, column: str, what: str) -> Aggregate:
    return Aggregate(f"share_{name}", "ratio", column, f"{what}, share of encounters", "encounters")


def _of_patients(name: str, column: str, what: str, whom: str = "patients") -> Aggregate:
    return Aggregate(f"share_patients_{name}", "mean", column, f"{what}, share of {whom}")


def _spread(name: str, column: str, what: str) -> tuple[Aggregate, ...]:
    return (
        Aggregate(f"mean_{name}", "mean", column, f"{what} a patient, mean"),
        Aggregate(f"least_{name}", "least", column, f"{what} a patient, the fewest of any"),
        Aggregate(f"most_{name}", "most", column, f"{what} a patient, the most of any"),
    )


ENCOUNTERS = (
    Aggregate("patients", "total", "patients", "patients with a record"),
    *_spread("encounters", "encounters", "encounters that count"),
    _of_encounters("with_practice", "with_practice", "with the practice's own staff"),
    _of_encounters("with_gp", "with_gp", "with a GP of the practice"),
    _of_encounters("with_nurse", "with_nurse", "with a nurse of the practice"),
    _of_encounters("at_surgery", "at_surgery", "at the surgery"),
    Aggregate("share_procedures_of_surgery", "ratio", "procedures",
              "routine procedures, share of encounters at the surgery", "at_surgery"),
    _of_encounters("phone", "phone", "by phone"),
    Aggregate("share_phone_of_practice", "ratio", "phone_practice",
              "by phone, share of encounters with the practice's own staff", "with_practice"),
    _of_encounters("home", "home", "at the patient's home"),
    _of_encounters("gp_home", "gp_home", "home visits by a GP"),
    Aggregate("practices_without_gp_home", "units_without", "gp_home",
              "practices without any home visit by a GP"),
    _of_encounters("in_absence", "in_absence", "dealt with in the patient's absence"),
    _of_encounters("external_review", "external_reviews", "reviews or treatment by others"),
    _of_encounters("information", "informations", "other information from providers"),
    _of_encounters("discharge", "discharges", "discharge summaries"),
    _of_encounters("originated_secondary", "originated_secondary", "brought about by secondary "
                   "care"),
    _of_encounters("originated_community", "originated_community", "brought about by community "
                   "health"),
    *(_of_encounters(f"originated_{party}", f"originated_{party}",
                     f"brought about by: {party.replace('_', ' ')}") for party in OUTSIDE),
    *(Aggregate(f"encounters_originated_{party}", "total", f"originated_{party}",
                f"encounters brought about by: {party.replace('_', ' ')}")
      for party in ("care_agency", "social_services")),
)  # fmt: skip

REVIEWS = (
    _of_encounters("recall", "recalls", "recalls"),
    _of_encounters("review", "reviews", "reviews (recalls and medication apart)"),
    _of_encounters("medication_review", "medication_reviews", "reviews of medication"),
    Aggregate("share_medication_reviews_in_absence", "ratio", "medication_reviews_in_absence",
              "in the patient's absence, share of reviews of medication", "medication_reviews"),
    _of_patients("unreviewed", "unreviewed", "neither recalled nor reviewed"),
    _of_patients("never_reviewed", "never_reviewed", "neither recalled nor reviewed, nor their "
                 "medication"),
    Aggregate("patients_never_reviewed", "total", "never_reviewed",
              "patients neither recalled nor reviewed, nor their medication"),
    _of_patients("care_plan", "any_care_plan", "a care plan is mentioned"),
    Aggregate("practices_without_care_plan", "units_without", "care_plans",
              "practices in whose records no care plan is mentioned"),
)  # fmt: skip

INFORMATION = (
    _of_encounters("information_transfer", "information_transfers", "external reviews and other "
                   "information together"),
    *_spread("information_transfers", "information_transfers", "information transfers"),
    Aggregate("patients_without_information_transfer", "total", "no_information_transfer",
              "patients without any information transfer"),
    _of_patients("information_good", "any_information_good", "information noted as good at least "
                 "once"),
    _of_patients("information_missing", "any_information_missing", "information noted as missing "
                 "at least once"),
    _of_encounters("information_good", "information_good", "information noted as good"),
    _of_encounters("information_missing", "information_missing", "information noted as missing"),
)  # fmt: skip

REFERRALS = (
    Aggregate("share_referrals_by_gp", "ratio", "gp_referrals", "by GPs, share of referrals",
              "referrals"),
    Aggregate("share_referrals_by_secondary", "ratio", "referrals_by_secondary",
              "by secondary care (consultants), share of referrals", "referrals"),
    Aggregate("share_gp_referrals_to_secondary", "ratio", "gp_referrals_secondary",
              "to secondary care, share of GPs' referrals", "gp_referrals"),
    Aggregate("share_gp_referrals_to_community", "ratio", "gp_referrals_community",
              "to community health, share of GPs' referrals", "gp_referrals"),
    *_spread("referrals", "referrals", "referrals"),
    _of_patients("community_involved", "community_involved", "community health is involved"),
)  # fmt: skip

COORDINATORS = (
    _of_encounters("initiating", "initiator_encounters", "care is initiated (criterion 1)"),
    _of_encounters("active", "active_encounters", "active coordination (criterion 2)"),
    _of_patients("initiator", "initiator", "somebody initiates care (criterion 1)"),
    _of_patients("active", "active", "somebody coordinates actively (criterion 2)"),
    _of_patients("no_active", "no_active", "nobody coordinates actively (criterion 2)"),
    _of_patients("both_criteria", "both_criteria", "coordinators by both criteria"),
    _of_patients("neither_criterion", "neither_criterion", "no coordinator by either criterion"),
    *_spread("initiators", "initiators", "staff who initiate care"),
    *_spread("active_coordinators", "active_coordinators", "staff who coordinate actively"),
    *_spread("coordinators", "coordinators", "staff who coordinate by either criterion"),
    Aggregate("share_coordinators_gp", "ratio", "coordinating_gps",
              "GPs, share of the staff who coordinate a patient's care", "coordinators"),
    _of_patients("gp_main_initiator", "gp_main_initiator", "a GP is the main initiator"),
    _of_patients("gp_main_active", "gp_main_active", "a GP is the main active coordinator"),
    _of_patients("secondary_main_active", "secondary_main_active", "somebody of secondary care is "
                 "the main active coordinator"),
    _of_patients("own_coordinator", "any_own_coordination", "the patient coordinates their own "
                 "care at least once"),
    _of_patients("resists", "any_resistances", "the patient resists care at least once"),
)  # fmt: skip

RELATIONS = (
    _of_patients("usual_gp", "usual_gp", "a usual GP, by the study's base",
                 "patients with encounters enough"),
    _of_patients("usual_gp_of_practice", "usual_gp_of_practice", "a usual GP; base: encounters "
                 "with the practice", "patients with encounters enough"),
    _of_patients("usual_gp_of_gps", "usual_gp_of_gps", "a usual GP; base: encounters with its GPs",
                 "patients with encounters enough"),
    *_spread("gps_seen", "gps_seen", "different GPs seen"),
    Aggregate("mode_gps_seen", "mode", "gps_seen", "different GPs seen, the most frequent number"),
    *_spread("nurses_seen", "nurses_seen", "different nurses seen"),
    Aggregate("mode_nurses_seen", "mode", "nurses_seen",
              "different nurses seen, the most frequent number"),
    _of_patients("several_problems", "any_several_problems", "several problems in one consultation "
                 "at least once"),
    Aggregate("share_several_problems_with_usual_gp", "ratio", "several_with_usual_gp",
              "several problems in one consultation at least once, share of patients with a usual "
              "GP", "with_usual_gp"),
    Aggregate("share_several_problems_without_usual_gp", "ratio", "several_without_usual_gp",
              "several problems in one consultation at least once, share of patients without a "
              "usual GP", "without_usual_gp"),
    Aggregate("share_usual_gp_of_several_problems", "ratio", "several_with_usual_gp",
              "a usual GP, share of patients with several problems in one consultation and "
              "encounters enough", "several_and_known"),
    *(Aggregate(f"mean_{index}", "mean", index, f"{name}, mean of the patients for whom it is "
                "defined")
      for index, name in (("upc", "UPC"), ("coc", "COC"), ("secon", "SECON"), ("mmci", "MMCI"),
                          ("herfindahl", "Herfindahl index"))),
)  # fmt: skip

AGGREGATES = (*ENCOUNTERS, *REVIEWS, *INFORMATION, *REFERRALS, *COORDINATORS, *RELATIONS)
NAMES = tuple(aggregate.name for aggregate in AGGREGATES)
