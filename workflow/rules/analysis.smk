"""The analysis: framework matrices, measures of the records, the inside-out nest, comparisons."""

frames = study["frames"]


rule chart:
    """Chart the codings into framework matrices, with summaries, and find each theme's words."""
    input:
        agreed=rules.agree.output.agreed,
        codes=rules.code.output.codes,
        tokens=rules.annotate.output.tokens,
        sentences=rules.annotate.output.sentences,
        texts=corpus.texts,
        turns=corpus.turns,
        manifest=corpus.manifest,
        informants=study.given("informants"),
        patients=study.given("patients"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        summaries=study.summary_files(),
        code=house.code_of("chart"),
    output:
        matrices=[f"{results}/tables/framework_{frame}.csv" for frame in frames],
        theme_words=f"{results}/tables/theme_keyness.csv",
        tables=[f"{results}/tables/{table}.csv" for table in house.CHART_TABLES],
        forms=[f"{results}/forms/charting_{frame}.xlsx" for frame in frames],
    log:
        f"{results}/logs/chart.log",
    params:
        frames=frames,
        queries=study["queries"],
    message:
        "Charting the framework matrices"
    script:
        "../../scripts/chart.py"


rule extract:
    """Make measures of the medical records, and set them beside what patients told."""
    input:
        records=study.given("records"),
        patients=study.given("patients"),
        informants=study.given("informants"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        manifest=corpus.manifest,
        turns=corpus.turns,
        agreed=rules.agree.output.agreed,
        codes=rules.code.output.codes,
        benchmarks=study.given("benchmarks"),
        code=house.code_of("extract"),
    output:
        tables=[f"{results}/tables/{table}.csv" for table in house.EXTRACT_TABLES],
    log:
        f"{results}/logs/extract.log",
    params:
        settings=house.for_records(study),
        rules=study["witnesses"],
        nest=study["nest"],
    message:
        "Measuring the medical records"
    script:
        "../../scripts/extract.py"


measured = rules.extract.output.tables if study["records"] else []


rule nest:
    """Explain patients' experience by what organisations do, ring by ring outwards."""
    input:
        agreed=rules.agree.output.agreed,
        codes=rules.code.output.codes,
        turns=corpus.turns,
        manifest=corpus.manifest,
        informants=study.given("informants"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        links=study.given("links"),
        witnesses=[file for file in measured if file.endswith("witnesses.csv")],
        code=house.code_of("nest"),
    output:
        tables=[f"{results}/tables/{table}.csv" for table in house.NEST_TABLES],
    log:
        f"{results}/logs/nest.log",
    params:
        settings=study["nest"],
        levels=study["levels"],
    message:
        "Explaining patients' experience from the inside out"
    script:
        "../../scripts/nest.py"


nested = rules.nest.output.tables if study["nest"] else []


rule compare:
    """Compare sites by how their services are organised, and who provides them."""
    input:
        agreed=rules.agree.output.agreed,
        codes=rules.code.output.codes,
        manifest=corpus.manifest,
        units=study.given("units"),
        memberships=study.given("memberships"),
        services=study.given("services"),
        links=study.given("links"),
        patterns=[file for file in nested if file.endswith("nest_patterns.csv")],
        code=house.code_of("compare"),
    output:
        tables=[f"{results}/tables/{table}.csv" for table in house.COMPARE_TABLES],
        cases=[f"{results}/tables/qca_{name}.csv" for name in house.truth_tables(study)],
    log:
        f"{results}/logs/compare.log",
    params:
        settings=study["compare"],
        nest=study["nest"],
    message:
        "Comparing how services are organised"
    script:
        "../../scripts/compare.py"


compared = [*rules.compare.output] if study["compare"] else []
