"""Medical records: the table that researchers extract, and what the stage `extract` makes of it."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

PLACES = ("surgery", "phone", "home", "in_absence", "elsewhere")
PARTIES = (
    "gp", "nurse", "practice_staff", "pharmacist", "patient", "carer", "secondary_care",
    "community_health", "mental_health", "community_hospital", "therapy", "ambulance",
    "out_of_hours", "care_agency", "social_services", "voluntary", "other",
)  # fmt: skip
TRANSACTIONS = (
    "consultation", "procedure", "external_review", "information", "discharge_summary",
    "administration", "repeat_prescription", "did_not_attend",
)  # fmt: skip
TRANSFERS = ("referral", "letter", "result", "request", "message", "plan")
INITIATING = "initiates"
ACTIVE = (
    "seeks_information", "raises_query", "advocates", "chases", "delegates", "sought_first",
)  # fmt: skip
ACTS = (INITIATING, *ACTIVE)
SAID_BY_RECORD = ("present", "absent", "mixed", "silent", "not_recordable")

RECORDS = Table(
    "records",
    "an encounter: one entry of a patient's medical record",
    (
        Column("encounter", "id", "id of the encounter; empty: patient and place in time"),
        Column("patient", "id", "the patient", True, refers="patients"),
        Column("practice", "id", "the practice that keeps the record", refers="units"),
        Column("date", "date", "day of the encounter", True),
        Column("conditions", "text", "what it was about, as the record has it", free_text=True),
        Column("transaction_type", "choice", "what sort of encounter", False, TRANSACTIONS),
        Column("place", "choice", "where; in_absence: without the patient", False, PLACES),
        Column("originator", "choice", "who brought it about", False, PARTIES),
        Column("transfer_type", "choice", "what was passed on", False, TRANSFERS),
        Column("outcome", "text", "what came of it", free_text=True),
        Column("recipient", "choice", "to whom it was passed on", False, PARTIES),
        Column("copied_to", "choice", "who got a copy", False, PARTIES),
        Column("comments", "text", "the extractor's; never read for coding", free_text=True),
        Column("staff", "id", "pseudonym of the member of staff who dealt with it"),
        Column("role", "choice", "what they are", False, PARTIES),
        Column("extractor", "id", "who extracted it"),
        Column("acts", "text", "acts of coordination, by spaces: " + ", ".join(ACTS)),
        Column("coordinator", "choice", "who performs the acts; empty: staff", False,
               ("staff", "patient")),
        Column("problems", "integer", "problems dealt with", minimum=0, maximum=40),
        Column("information", "choice", "what is noted of information: good or missing", False,
               ("good", "missing")),
        Column("review", "choice", "what sort of review", False,
               ("recall", "review", "medication")),
        Column("care_plan", "yes_no", "a care plan is mentioned"),
        Column("resistance", "yes_no", "the patient resists or declines care"),
    ),
    key=("encounter",),
)  # fmt: skip

RECORDS_LEFT_OUT = Table(
    "records_left_out",
    "an encounter that no measure counts, and why",
    (
        Column("encounter", "id", "the encounter", True),
        Column("patient", "id", "the patient", True),
        Column("date", "date", "its day", True),
        Column("reason", "choice", "why", True,
               ("unknown_patient", "no_interview_date", "before_window", "after_window",
                "after_death", "excluded_kind", "duplicate", "no_record")),
        Column("transaction_type", "text", "what sort of encounter it is"),
    ),
    key=("encounter",),
)  # fmt: skip


def _count(name: str, meaning: str) -> Column:
    return Column(name, "integer", meaning, minimum=0)


def _share(name: str, meaning: str) -> Column:
    return Column(name, "number", meaning, minimum=0, maximum=1)


RECORDS_PATIENTS = Table(
    "records_patients",
    "a patient's record: measures of the encounters in the window; empty where undefined",
    (
        Column("patient", "id", "the patient", True),
        Column("practice", "id", "their practice"),
        Column("site", "id", "its site"),
        Column("from", "date", "first day of the window"),
        Column("to", "date", "last day of the window"),
        _count("encounters", "encounters that count"),
        _count("with_practice", "at surgery, by phone or at home, with the practice's own staff"),
        _count("with_gp", "of them, with a GP"),
        _count("with_nurse", "of them, with a nurse"),
        _count("at_surgery", "at the surgery"),
        _count("procedures", "of them, routine procedures"),
        _count("phone", "by phone"),
        _count("home", "at the patient's home"),
        _count("gp_home", "home visits by a GP"),
        _count("in_absence", "dealt with in the patient's absence"),
        _count("external_reviews", "reviews or treatment by other providers that were told of"),
        _count("informations", "other information from providers"),
        _count("discharges", "discharge summaries"),
        _count("originated_secondary", "encounters that secondary care brought about"),
        _count("originated_community", "encounters that community health brought about"),
        _count("originated_elsewhere", "encounters that others outside the practice brought about"),
        _count("referrals", "referrals"),
        _count("gp_referrals", "referrals by GPs"),
        _count("gp_referrals_secondary", "of them, to secondary care"),
        _count("gp_referrals_community", "of them, to community health"),
        _count("referrals_secondary", "referrals to secondary care, by anybody"),
        _count("referrals_community", "referrals to community health, by anybody"),
        Column("community_involved", "yes_no", "community health brought about, dealt with, or "
               "was referred to in, at least one encounter"),
        _count("recalls", "recalls"),
        _count("reviews", "reviews"),
        _count("medication_reviews", "reviews of medication"),
        _count("medication_reviews_in_absence", "of them, in the patient's absence"),
        Column("reviewed", "yes_no", "any recall or review (medication apart)"),
        _count("information_transfers", "external reviews and other information together"),
        _count("information_good", "encounters with information noted as good"),
        _count("information_missing", "encounters with information noted as missing"),
        _count("several_problems", "encounters in which more than one problem was dealt with"),
        Column("several_problems_ever", "yes_no", "more than one problem in any encounter"),
        _count("care_plans", "encounters that mention a care plan"),
        _count("own_coordination", "encounters in which the patient coordinates their own care"),
        _count("resistances", "encounters in which the patient resists care"),
        _count("initiators", "staff who initiate care (criterion 1 of a coordinator)"),
        _count("active_coordinators", "staff who do more than initiate (criterion 2)"),
        _count("coordinators", "staff who do either"),
        Column("initiator", "yes_no", "at least one initiator"),
        Column("active", "yes_no", "at least one active coordinator"),
        _count("initiator_encounters", "encounters with initiation"),
        _count("active_encounters", "encounters with active coordination"),
        Column("main_initiator", "id", "initiator with the most referrals; empty: none, or a tie"),
        Column("main_initiator_role", "id", "what they are"),
        Column("main_active", "id", "active coordinator with the most active encounters; empty: "
               "none, or a tie"),
        Column("main_active_role", "id", "what they are"),
        _count("gps_seen", "different GPs of the encounters with the practice"),
        _count("nurses_seen", "different nurses of the encounters with the practice"),
        Column("usual_gp", "yes_no", "has a usual GP, by the study's base and threshold"),
        Column("usual_gp_id", "id", "who it is"),
        _share("usual_gp_share", "share of the most seen GP, by the study's base"),
        Column("usual_gp_of_practice", "yes_no", "base: all encounters with the practice"),
        Column("usual_gp_of_gps", "yes_no", "base: encounters with the practice's GPs"),
        _count("n_providers", "encounters with a known provider, which the indices rest on"),
        _share("upc", "usual provider of care index (Breslau and Reeb 1975)"),
        _share("coc", "continuity of care index (Bice and Boxerman 1977)"),
        _share("secon", "sequential continuity (Steinwachs 1979)"),
        _share("mmci", "modified, modified continuity index (Magill and Senf 1987)"),
        _share("herfindahl", "Herfindahl-Hirschman index of concentration"),
    ),
    key=("patient",),
    attributes=True,
)  # fmt: skip

RECORDS_COORDINATORS = Table(
    "records_coordinators",
    "a member of staff who coordinates a patient's care",
    (
        Column("patient", "id", "the patient", True),
        Column("staff", "id", "pseudonym of the member of staff", True),
        Column("role", "id", "what they are"),
        _count("initiates", "encounters in which they initiate care"),
        _count("active", "encounters in which they do more than that"),
        _count("referrals", "referrals they make"),
        Column("main_initiator", "yes_no", "the main coordinator by criterion 1"),
        Column("main_active", "yes_no", "the main coordinator by criterion 2"),
    ),
    key=("patient", "staff"),
)

RECORDS_THRESHOLDS = Table(
    "records_thresholds",
    "a patient's measure under another threshold than the study's",
    (
        Column("patient", "id", "the patient", True),
        Column("measure", "id", "the measure, a column of records_patients", True),
        Column("setting", "text", "the threshold in words", True),
        Column("chosen", "yes_no", "the study's own", True),
        Column("value", "text", "the measure's value under it; empty where undefined"),
    ),
    key=("patient", "measure", "setting"),
)

RECORDS_AGGREGATES = Table(
    "records_aggregates",
    "an aggregate of the records",
    (
        Column("aggregate", "id", "its id", True),
        Column("among", "id", "the group it is of: a site, a practice, or a group of them; empty: "
               "all"),
        Column("meaning", "text", "what it is, with its base", True),
        Column("value", "number", "its value"),
        Column("n", "integer", "what it rests on: patients, encounters, referrals", minimum=0),
    ),
    key=("aggregate", "among"),
)  # fmt: skip

BENCHMARKS = Table(
    "benchmarks",
    "a published figure that an aggregate of the records is set beside",
    (
        Column("aggregate", "id", "the aggregate", True),
        Column("among", "id", "the group; empty: all"),
        Column("published", "number", "the published figure", True),
        Column("bound", "choice", "how it is meant", False, ("equal", "at_least", "at_most")),
        Column("calibrated", "yes_no", "the synthetic records were calibrated to it"),
        Column("source", "text", "where it was published"),
        Column("note", "text", "what to bear in mind", free_text=True),
    ),
    key=("aggregate", "among"),
)

RECORDS_PUBLISHED = Table(
    "records_published",
    "an aggregate beside the published figure",
    (
        *RECORDS_AGGREGATES.columns,
        *(c for c in BENCHMARKS.columns if c.name not in ("aggregate", "among")),
        Column("difference", "number", "this study's minus the published"),
        Column("relative", "number", "the difference, as a share of the published"),
    ),
    key=("aggregate", "among"),
)

WITNESSES = Table(
    "witnesses",
    "what interview and record say of one feature of one patient's care",
    (
        Column("patient", "id", "the patient", True),
        Column("site", "id", "their site"),
        Column("feature", "id", "the feature", True),
        Column("interview", "choice", "what the interview says", True,
               ("present", "absent", "mixed", "not_told", "no_interview")),
        Column("record", "choice", "what the record says", True, (*SAID_BY_RECORD, "no_record")),
        Column("verdict", "choice", "side by side", True,
               ("corroborated", "contradicted", "partly", "interview_silent", "record_silent",
                "both_silent", "not_recordable", "one_witness")),
        Column("quotes", "text", "passages of the interview, by spaces; this and the next two "
               "only where there was one"),
        Column("encounters", "text", "encounters that speak for or against it, by spaces; the "
               "first ten"),
        Column("said", "text", "what the record says, in words"),
    ),
    key=("patient", "feature"),
)  # fmt: skip

EXTRACT = (
    RECORDS_PATIENTS, RECORDS_COORDINATORS, RECORDS_LEFT_OUT, RECORDS_THRESHOLDS,
    RECORDS_AGGREGATES, RECORDS_PUBLISHED, WITNESSES,
)  # fmt: skip
