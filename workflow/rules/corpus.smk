"""The corpus: from the files people have to canonical text, turns and tokens."""

sources = study.source_files()
private = study.private or f"{results}/private"
# Raw transcripts, and everything with a name in it, stay in the private folder.
taken = f"{private}/intake" if study.raw else f"{results}/corpus"
masked = f"{results}/corpus" if study.raw else f"{results}/masked"
logs = f"{private}/logs" if study.raw else f"{results}/logs"


rule intake:
    """Read every source, whatever its format, and freeze its text and its speaking turns."""
    input:
        sources=study.given("sources"),
        files=[str(file) for file in sources.values()],
        speakers=study.raw_speakers() or study.given("speakers"),
        watched=study.raw_listing() if study.raw else [],
        code=house.code_of("intake"),
    output:
        texts=[f"{taken}/texts/{source}.txt" for source in sources],
        turns=f"{taken}/turns.csv",
        manifest=f"{taken}/manifest.csv",
    log:
        f"{logs}/intake.log",
    params:
        root=lambda wildcards: str(private if study.raw else study.root),
        pattern=study.inline("sources"),
        roles=study.inline("speakers"),
        ids=list(sources),
        language=study["language"],
        columns=study["turn_columns"],
        encoded=study.encoded,
    message:
        "Reading the sources and freezing their texts"
    script:
        "../../scripts/intake.py"


rule deidentify:
    """Mask names and other identifiers, and list what somebody has to review."""
    input:
        raw_texts=rules.intake.output.texts,
        raw_turns=rules.intake.output.turns,
        raw_manifest=rules.intake.output.manifest,
        speakers=study.given("speakers"),
        watched=study.private_files(),
        code=house.code_of("deidentify"),
    output:
        texts=[f"{masked}/texts/{source}.txt" for source in sources],
        turns=f"{masked}/turns.csv",
        manifest=f"{masked}/manifest.csv",
        summary=f"{results}/tables/deidentified.csv",
        offsets=f"{private}/offsets.csv",
        # The key and the queue are no outputs: Snakemake would copy them out of the folder.
        digest=f"{private}/key.sha256",
    log:
        f"{logs}/deidentify.log",
    params:
        roles=study.inline("speakers"),
        settings=study["deidentify"],
        pipelines=study["pipelines"],
    message:
        "Masking names and other identifiers"
    script:
        "../../scripts/deidentify.py"


# Texts that are de-identified already are taken as they are: then nobody asks for that rule.
corpus = rules.deidentify.output if study.raw else rules.intake.output
# What a leak would disclose: names and their pseudonyms.
disclosed = [corpus.digest, *study.private_files()] if study.raw else []


rule annotate:
    """Split the turns into sentences and words; find lemmas, negation, words that mark a site."""
    input:
        texts=corpus.texts,
        turns=corpus.turns,
        manifest=corpus.manifest,
        codebook=study.given("codebook"),
        informants=study.given("informants"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        code=house.code_of("annotate"),
    output:
        tokens=f"{results}/corpus/tokens.parquet",
        sentences=f"{results}/tables/sentences.csv",
        words=f"{results}/tables/keyness.csv",
        pairs=f"{results}/tables/collocations.csv",
        matches=f"{results}/tables/matches.csv",
    log:
        f"{results}/logs/annotate.log",
    params:
        pipelines=study["pipelines"],
    message:
        "Splitting the turns into sentences and words"
    script:
        "../../scripts/annotate.py"
