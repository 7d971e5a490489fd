"""The report, and the seal on what it rests on."""

# What may be shared of the corpus.
shared = [
    *corpus.texts,
    corpus.turns,
    corpus.manifest,
    *([corpus.summary] if study.raw else []),
]


forms = [
    rules.agree.output.form,
    *(
        [f for f in rules.suggest.output if f not in suggested]
        if study["suggest"]
        else []
    ),
    *(rules.chart.output.forms if frames else []),
]
# A study switches stages on by what it contains.
analyses = [
    *(suggested if study["suggest"] else []),
    *([f for f in rules.chart.output if not f.endswith(".xlsx")] if frames else []),
    *measured,
    *nested,
    *compared,
    *(rules.test.output if tested else []),
    *judged,
    *rules.quality.output,
]


rule report:
    """Render the book: one HTML page a chapter, and a PDF."""
    input:
        texts=corpus.texts,
        turns=corpus.turns,
        manifest=corpus.manifest,
        deidentified=[corpus.summary] if study.raw else [],
        annotations=[
            rules.annotate.output.sentences,
            rules.annotate.output.words,
            rules.annotate.output.pairs,
        ],
        coding=coding,
        analyses=analyses,
        informants=study.given("informants"),
        patients=study.given("patients"),
        units=study.given("units"),
        memberships=study.given("memberships"),
        services=study.given("services"),
        responses=study.given("responses"),
        disclosed=disclosed,
        book=house.book_files(study),
        code=house.code_of("report"),
    output:
        # update: the last book stays readable until the new one is whole
        html=update(f"{results}/report/html/index.html"),
        pdf=update(f"{results}/report/report.pdf"),
        # and this is gone as long as the last book isn't that of the present tables
        whole=f"{results}/report/whole.txt",
    log:
        f"{results}/logs/report.log",
    params:
        study=house.for_report(study),
    message:
        "Rendering the report"
    script:
        "../../scripts/report.py"


rule seal:
    """Record the hashes of what went in and came out, and the versions it was made with."""
    input:
        inputs=study.shared_files(),
        corpus=[*shared, *rules.annotate.output],
        tables=[*coding, *analyses],
        forms=forms,
        report=rules.report.output,
        code=house.code_of("seal"),
    output:
        sealed_inputs=f"{results}/provenance/inputs.csv",
        sealed_outputs=f"{results}/provenance/outputs.csv",
        made_with=f"{results}/provenance/versions.csv",
    log:
        f"{results}/logs/seal.log",
    message:
        "Sealing inputs, outputs and versions"
    script:
        "../../scripts/seal.py"
