"""Statistical tests, the hypothesis ledger, and what can't be right in the data."""

tested = study["tests"] or study["contrasts"] or (measured and study["witnesses"])


rule test:
    """Run the study's plan of statistical tests."""
    input:
        informants=study.given("informants"),
        patients=study.given("patients"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        turns=corpus.turns,
        codings=rules.agree.output.agreed,
        codebook=rules.code.output.codes,
        measured=measured,
        responses=study.given("responses"),
        shares=study.given("contrasts"),
        code=house.code_of("test"),
    output:
        tables=[f"{results}/tables/{table}.csv" for table in house.STATISTICS_TABLES],
    log:
        f"{results}/logs/test.log",
    params:
        declared=study["tests"],
        settings=house.for_tests(study),
    message:
        "Running the statistical tests"
    script:
        "../../scripts/test.py"


# What a question may rest on; the quality of the data is looked at for itself.
results_so_far = [
    *coding,
    *(suggested if study["suggest"] else []),
    *([*rules.chart.output.matrices, *rules.chart.output.tables] if frames else []),
    *measured,
    *nested,
    *compared,
    *(rules.test.output.tables if tested else []),
]


rule judge:
    """Hold what was predicted against what was found, and trace the questions to their answers."""
    input:
        agreed=rules.agree.output.agreed,
        codes=rules.code.output.codes,
        turns=corpus.turns,
        manifest=corpus.manifest,
        informants=study.given("informants"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        services=study.given("services"),
        links=study.given("links"),
        journal=study.given("journal"),
        hypotheses=study.given("hypotheses"),
        lock=study.lock_files(),
        questions=study.given("questions"),
        results=results_so_far,
        code=house.code_of("judge"),
    output:
        tables=[f"{results}/tables/{table}.csv" for table in house.JUDGE_TABLES],
    log:
        f"{results}/logs/judge.log",
    params:
        settings=study["nest"],
    message:
        "Judging the hypotheses"
    script:
        "../../scripts/judge.py"


judged = rules.judge.output.tables if study["hypotheses"] or study["questions"] else []


rule quality:
    """Look for what can't be right in the data, and who met the criteria of inclusion."""
    input:
        turns=corpus.turns,
        informants=study.given("informants"),
        patients=study.given("patients"),
        responses=study.given("responses"),
        units=study.given("units"),
        records=study.given("records"),
        left_out=[file for file in measured if file.endswith("records_left_out.csv")],
        matrices=rules.chart.output.matrices if frames else [],
        summaries=study.summary_files(),
        printed=study.given("printed"),
        code=house.code_of("quality"),
    output:
        tables=[f"{results}/tables/{table}.csv" for table in house.QUALITY_TABLES],
    log:
        f"{results}/logs/quality.log",
    params:
        settings=house.for_quality(study),
    message:
        "Looking for what can't be right in the data"
    script:
        "../../scripts/quality.py"
