"""The coding: every coding found in its text, the codebook as a table, counts."""


rule code:
    """Anchor the coders' codings, and segments exported from other tools, in the texts."""
    input:
        texts=corpus.texts,
        turns=corpus.turns,
        manifest=corpus.manifest,
        codebook=study.given("codebook"),
        codings=study.coder_files(),
        segments=study.given("segments"),
        code=house.code_of("code"),
    output:
        placed=f"{results}/tables/codings.csv",
        orphans=f"{results}/tables/orphans.csv",
        code_counts=f"{results}/tables/code_counts.csv",
        codes=f"{results}/tables/codebook.csv",
    log:
        f"{results}/logs/code.log",
    params:
        book=study.inline("codebook"),
        segment=study.inline("segments"),
        threshold=study["anchor"]["threshold"],
        orphaned=study["anchor"]["orphans"],
    message:
        "Finding every coding in its text"
    script:
        "../../scripts/code.py"


# agree (reliability, adjudication, saturation) comes here.
