"""The tables that the stage `test` makes."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

METHODS = (
    "chi_squared", "chi_squared_yates", "fisher", "cmh", "two_proportions", "anova", "welch",
    "kruskal_wallis", "t", "welch_t", "mann_whitney", "pearson", "spearman",
)  # fmt: skip
PARTNERS = ("practices_permuted", "within_sites", "within_practices", "gee")
VERDICTS = ("differs", "differs_if_independent", "no_difference_shown", "not_tested")

TESTS = Table(
    "tests",
    "a statistical test",
    (
        Column("test", "id", "id in the study file", True),
        Column("asks", "text", "the question", True, free_text=True),
        Column("unit", "id", "what a case is: a patient, or an informant", True),
        Column("method", "choice", "the test", True, METHODS),
        Column("chosen", "text", "why, where the study file says auto"),
        Column("outcome", "text", "variable that may differ", True),
        Column("by", "text", "variable that groups the cases", True),
        Column("strata", "text", "variable that is held constant (cmh)"),
        Column("n", "integer", "cases with every variable", True, minimum=0),
        Column("left_out", "integer", "cases without one of them", True, minimum=0),
        Column("groups", "integer", "groups compared", True, minimum=0),
        Column("statistic", "number", "the test statistic; empty when infinite or without one"),
        Column("statistic_name", "text", "what it is: chi2, F, H, t, U, z, r, rho, odds ratio"),
        Column("df", "number", "degrees of freedom (of the groups)"),
        Column("df_within", "number", "degrees of freedom within groups"),
        Column("p", "number", "p-value, two-sided, cases as units", minimum=0, maximum=1),
        Column("p_error", "number", "standard error of a Monte Carlo p", minimum=0),
        Column("family", "id", "tests whose p-values are adjusted together"),
        Column("p_holm", "number", "p adjusted within the family (Holm 1979)", minimum=0,
               maximum=1),
        Column("p_bh", "number", "p adjusted within the family (Benjamini and Hochberg 1995)",
               minimum=0, maximum=1),
        Column("effect", "number", "the first effect size (the others: test_effects)"),
        Column("effect_name", "text", "what it is"),
        Column("effect_low", "number", "lower end of its interval"),
        Column("effect_high", "number", "upper end of its interval"),
        Column("least_expected", "number", "smallest expected count (tables)", minimum=0),
        Column("partner", "choice", "the test that respects clusters", False, PARTNERS),
        Column("clusters", "integer", "clusters: practices", minimum=0),
        Column("p_cluster", "number", "its p-value", minimum=0, maximum=1),
        Column("p_cluster_error", "number", "standard error, where it was estimated", minimum=0),
        Column("p_cluster_holm", "number", "p_cluster adjusted within the family (Holm)",
               minimum=0, maximum=1),
        Column("p_cluster_bh", "number", "p_cluster adjusted within the family (Benjamini and "
               "Hochberg)", minimum=0, maximum=1),
        Column("p_cluster_least", "number", "the smallest p that it could reach", minimum=0,
               maximum=1),
        Column("arrangements", "integer", "arrangements enumerated or drawn", minimum=0),
        Column("partner_note", "text", "how it was done, or why there is none"),
        Column("verdict", "choice", "in short", True, VERDICTS),
        Column("sentence", "text", "the result in a sentence", True),
        Column("note", "text", "what to bear in mind, or why it could not be done", free_text=True),
    ),
    key=("test",),
)  # fmt: skip

TEST_CELLS = Table(
    "test_cells",
    "what a test compared: a cell of its table, or a group's values",
    (
        Column("test", "id", "id of the test", True),
        Column("group", "text", "group of cases", True, free_text=True),
        Column("value", "text", "value of the outcome; empty for numbers", free_text=True),
        Column("n", "integer", "cases in the cell (or group)", True, minimum=0),
        Column("share", "number", "of the group's cases", minimum=0, maximum=1),
        Column("expected", "number", "count expected without any difference"),
        Column("mean", "number", "mean of the outcome"),
        Column("sd", "number", "standard deviation (n - 1)"),
        Column("median", "number", "median of the outcome"),
        Column("low", "number", "lower end of the interval of the share (Wilson) or mean (t)"),
        Column("high", "number", "upper end"),
    ),
    key=("test", "group", "value"),
)

TEST_EFFECTS = Table(
    "test_effects",
    "an effect size of a test",
    (
        Column("test", "id", "id of the test", True),
        Column("effect", "text", "what it is", True),
        Column("value", "number", "its size"),
        Column("low", "number", "lower end of the interval"),
        Column("high", "number", "upper end"),
        Column("method", "text", "of which kind the interval is"),
    ),
    key=("test", "effect"),
)

TEST_PAIRS = Table(
    "test_pairs",
    "a pair of groups, compared after a test of all groups (post hoc)",
    (
        Column("test", "id", "id of the test", True),
        Column("method", "choice", "how", True, ("tukey", "games_howell", "dunn")),
        Column("first", "text", "one group", True, free_text=True),
        Column("second", "text", "the other", True, free_text=True),
        Column("difference", "number", "of means (Dunn: of mean ranks)"),
        Column("low", "number", "lower end of the simultaneous interval"),
        Column("high", "number", "upper end"),
        Column("statistic", "number", "q, or z (Dunn)"),
        Column("p", "number", "adjusted p (Tukey, Games-Howell: studentized range; Dunn: Holm)",
               minimum=0, maximum=1),
    ),
    key=("test", "first", "second"),
)  # fmt: skip

TEST_ASSUMPTIONS = Table(
    "test_assumptions",
    "a condition that was looked at before a test was chosen, or beside one",
    (
        Column("test", "id", "id of the test", True),
        Column("assumption", "id", "such as expected_counts, normality, equal_variances", True),
        Column("looked_at", "text", "by which check", True),
        Column("statistic", "number", "its statistic"),
        Column("p", "number", "its p-value", minimum=0, maximum=1),
        Column("met", "yes_no", "whether it holds; empty: can't be told"),
        Column("so", "text", "what follows from it", True),
    ),
    key=("test", "assumption"),
)

SENSITIVITY = Table(
    "sensitivity",
    "a test with its measure's threshold varied",
    (
        Column("test", "id", "id of the test", True),
        Column("measure", "id", "the measure varied", True),
        Column("setting", "text", "the threshold in words", True),
        Column("chosen", "yes_no", "the study's own", True),
        Column("n", "integer", "cases", minimum=0),
        Column("positive", "integer", "cases with the measure (yes)", minimum=0),
        Column("p", "number", "p-value, cases as units", minimum=0, maximum=1),
        Column("p_cluster", "number", "p-value of the partner", minimum=0, maximum=1),
        Column("effect", "number", "the first effect size"),
        Column("verdict", "choice", "in short", True, VERDICTS),
        Column("same", "yes_no", "the verdict is that of the study's own threshold", True),
    ),
    key=("test", "measure", "setting"),
)

CONTRASTS = Table(
    "contrasts",
    "two published shares compared, with an assumed number of people behind them",
    (
        Column("contrast", "id", "id of the contrast", True),
        Column("asks", "text", "what the shares are of", True),
        Column("first", "text", "one group", True),
        Column("second", "text", "the other", True),
        Column("first_share", "number", "its published share", True, minimum=0, maximum=1),
        Column("second_share", "number", "the other's", True, minimum=0, maximum=1),
        Column("first_n", "integer", "assumed number of the first", True, minimum=1),
        Column("second_n", "integer", "assumed number of the second", True, minimum=1),
        Column("assumed", "yes_no", "the numbers are assumed, not published", True),
        Column("difference", "number", "first minus second", True),
        Column("low", "number", "lower end of the interval (Newcombe 1998)"),
        Column("high", "number", "upper end"),
        Column("p", "number", "p-value of the chi-squared test without correction, or Fisher's "
               "where an expected count is below 5", minimum=0, maximum=1),
        Column("method", "choice", "which", True, ("chi_squared", "fisher")),
        Column("p_holm", "number", "adjusted over the contrasts with these numbers",
               minimum=0, maximum=1),
        Column("least_n", "integer", "smallest number in each group from which p stays below "
               "alpha; empty: none up to the largest tried", minimum=1),
    ),
    key=("contrast", "first_n", "second_n"),
)  # fmt: skip

WITNESS_AGREEMENT = Table(
    "witness_agreement",
    "how interview and record agree on a feature, over the patients",
    (
        Column("feature", "id", "the feature", True),
        Column("patients", "integer", "patients with interview and record", True, minimum=0),
        Column("corroborated", "integer", "both say the same", True, minimum=0),
        Column("contradicted", "integer", "one says present, the other absent", True, minimum=0),
        Column("partly", "integer", "one of them is mixed", True, minimum=0),
        Column("interview_silent", "integer", "only the record speaks", True, minimum=0),
        Column("record_silent", "integer", "only the interview speaks", True, minimum=0),
        Column("both_silent", "integer", "neither speaks", True, minimum=0),
        Column("n", "integer", "both say present or absent: what the coefficients rest on", True,
               minimum=0),
        Column("kappa", "number", "Cohen's kappa", minimum=-1, maximum=1),
        Column("kappa_low", "number", "lower end of its interval", minimum=-1, maximum=1),
        Column("kappa_high", "number", "upper end", minimum=-1, maximum=1),
        Column("interview_only", "integer", "present in the interview, absent in the record",
               minimum=0),
        Column("record_only", "integer", "absent in the interview, present in the record",
               minimum=0),
        Column("mcnemar_p", "number", "exact McNemar test of these two", minimum=0, maximum=1),
        Column("note", "text", "why a coefficient is missing"),
    ),
    key=("feature",),
)  # fmt: skip

STATISTICS = (
    TESTS, TEST_CELLS, TEST_EFFECTS, TEST_PAIRS, TEST_ASSUMPTIONS, SENSITIVITY, CONTRASTS,
    WITNESS_AGREEMENT,
)  # fmt: skip
