"""The coding: codings found in their texts, what coders agree on, what may still deserve a code."""


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
        changes=f"{results}/tables/code_changes.csv",
        notes=f"{results}/tables/codebook_notes.csv",
    log:
        f"{results}/logs/code.log",
    params:
        book=study.inline("codebook"),
        segment=study.inline("segments"),
        rounds=study["rounds"],
        threshold=study["anchor"]["threshold"],
        orphaned=study["anchor"]["orphans"],
    message:
        "Finding every coding in its text"
    script:
        "../../scripts/code.py"


rule agree:
    """Measure how far coders agree, settle what they don't agree on, and find saturation."""
    input:
        texts=corpus.texts,
        turns=corpus.turns,
        manifest=corpus.manifest,
        sentences=rules.annotate.output.sentences,
        placed=rules.code.output.placed,
        codes=rules.code.output.codes,
        assignments=study.given("assignments"),
        adjudications=study.given("adjudications"),
        mapping=study.given("mapping"),
        code=house.code_of("agree"),
    output:
        agreed=f"{results}/tables/consensus.csv",
        agreement=f"{results}/tables/agreement.csv",
        disagreements=f"{results}/tables/disagreements.csv",
        saturation_table=f"{results}/tables/saturation.csv",
        mapped=f"{results}/tables/mapped.csv",
        form=f"{results}/forms/disagreements.xlsx",
    log:
        f"{results}/logs/agree.log",
    params:
        settings=study["agree"],
        rounds=study["rounds"],
        saturation_settings=study["saturation"],
        seed=study["seed"],
    message:
        "Comparing the coders, and putting together what they agree on"
    script:
        "../../scripts/agree.py"


rule suggest:
    """Suggest codes for what isn't coded yet, and themes for what no deductive code covers."""
    input:
        texts=corpus.texts,
        turns=corpus.turns,
        tokens=rules.annotate.output.tokens,
        sentences=rules.annotate.output.sentences,
        matches=rules.annotate.output.matches,
        agreed=rules.agree.output.agreed,
        disagreements=rules.agree.output.disagreements,
        codes=rules.code.output.codes,
        rejected=study.given("rejected"),
        clusters=study.given("clusters"),
        code=house.code_of("suggest"),
    output:
        suggestions=f"{results}/tables/suggestions.csv",
        classifier=f"{results}/tables/classifier.csv",
        residual=f"{results}/tables/residual.csv",
        candidates=f"{results}/tables/candidates.csv",
        suggestion_form=f"{results}/forms/suggestions.xlsx",
        inductive_form=f"{results}/forms/inductive.xlsx",
    log:
        f"{results}/logs/suggest.log",
    params:
        settings=study["suggest"],
        seed=study["seed"],
    message:
        "Suggesting codes, and themes for what no code covers"
    script:
        "../../scripts/suggest.py"


# Forms (xlsx) are for people to fill in, and no tables.
coding = [
    *rules.code.output,
    *(file for file in rules.agree.output if not file.endswith(".xlsx")),
]
suggested = [file for file in rules.suggest.output if not file.endswith(".xlsx")]
