"""The analysis: framework matrices, the inside-out nest, statistical tests."""

frames = study["frames"]


rule chart:
    """Chart the codings into framework matrices, with summaries, and find each theme's words."""
    input:
        agreed=rules.agree.output.agreed,
        codes=rules.code.output.codes,
        tokens=rules.annotate.output.tokens,
        turns=corpus.turns,
        manifest=corpus.manifest,
        informants=study.given("informants"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        summaries=study.summary_files(),
        code=house.code_of("chart"),
    output:
        matrices=[f"{results}/tables/framework_{frame}.csv" for frame in frames],
        theme_words=f"{results}/tables/theme_keyness.csv",
        cases=f"{results}/tables/code_cases.csv",
        pairs=f"{results}/tables/code_pairs.csv",
    log:
        f"{results}/logs/chart.log",
    params:
        frames=frames,
    message:
        "Charting the framework matrices"
    script:
        "../../scripts/chart.py"


# extract (medical records to measures) comes here.


rule nest:
    """Explain patients' experience by what organisations do, ring by ring outwards."""
    input:
        agreed=rules.agree.output.agreed,
        codes=rules.code.output.codes,
        turns=corpus.turns,
        informants=study.given("informants"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        code=house.code_of("nest"),
    output:
        tables=[f"{results}/tables/{table}.csv" for table in house.NEST_TABLES],
    log:
        f"{results}/logs/nest.log",
    params:
        settings=study["nest"],
    message:
        "Explaining patients' experience from the inside out"
    script:
        "../../scripts/nest.py"


# compare (configurations, countries) comes here.


rule test:
    """Run the study's statistical tests."""
    input:
        informants=study.given("informants"),
        patients=study.given("patients"),
        turns=corpus.turns,
        codings=rules.agree.output.agreed,
        codebook=rules.code.output.codes,
        code=house.code_of("test"),
    output:
        tests=f"{results}/tables/tests.csv",
        cells=f"{results}/tables/test_cells.csv",
    log:
        f"{results}/logs/test.log",
    params:
        declared=study["tests"],
        alpha=study["alpha"],
        seed=study["seed"],
    message:
        "Running the statistical tests"
    script:
        "../../scripts/test.py"


# judge (the hypothesis ledger) comes here.
