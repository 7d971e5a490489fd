"""Inside-out framework analysis, from transcripts to a report: read the rule files in this order."""

from insideout import house, progress

study = house.open_or_exit(
    config.get("study"), f"{workflow.basedir}/config/polyclinics.yaml"
)
results = f"results/{study.name}"
progress.hush(workflow, results)


include: "workflow/rules/corpus.smk"  # intake, deidentify, annotate
include: "workflow/rules/coding.smk"  # code, agree, suggest
include: "workflow/rules/analysis.smk"  # chart, (extract), nest, (compare), test, (judge)
include: "workflow/rules/report.smk"  # report, seal


rule all:
    default_target: True
    input:
        corpus,
        rules.annotate.output,
        rules.code.output,
        rules.agree.output,
        rules.suggest.output if study["suggest"] else [],
        analyses,
        rules.report.output,
        rules.seal.output,


onstart:
    house.check_or_exit(study, results)


onsuccess:
    progress.farewell(results)


onerror:
    progress.regret(results, study.private)
