"""The corpus: from the files people have to canonical text, turns and tokens."""

sources = study.source_files()


rule intake:
    """Read every source, whatever its format, and freeze its text and its speaking turns."""
    input:
        sources=study.given("sources"),
        files=[str(file) for file in sources.values()],
        speakers=study.given("speakers"),
        code=house.code_of("intake"),
    output:
        texts=[f"{results}/corpus/texts/{source}.txt" for source in sources],
        turns=f"{results}/corpus/turns.csv",
        manifest=f"{results}/corpus/manifest.csv",
    log:
        f"{results}/logs/intake.log",
    params:
        root=lambda wildcards: str(study.root),
        pattern=study.inline("sources"),
        roles=study.inline("speakers"),
        ids=list(sources),
        language=study["language"],
    message:
        "Reading the sources and freezing their texts"
    script:
        "../../scripts/intake.py"


# deidentify comes between intake and annotate.


rule annotate:
    """Split the turns into sentences and tokens, find lemmas, and the words that mark each site."""
    input:
        texts=rules.intake.output.texts,
        turns=rules.intake.output.turns,
        manifest=rules.intake.output.manifest,
        informants=study.given("informants"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        code=house.code_of("annotate"),
    output:
        tokens=f"{results}/corpus/tokens.parquet",
        sentences=f"{results}/tables/sentences.csv",
        words=f"{results}/tables/keyness.csv",
    log:
        f"{results}/logs/annotate.log",
    message:
        "Splitting the turns into sentences and words"
    script:
        "../../scripts/annotate.py"
