"""Inside-out framework analysis, from transcripts to a report: read the rule files in this order."""

from insideout import house, progress

study = house.open_or_exit(
    config.get("study"), f"{workflow.basedir}/config/polyclinics.yaml"
)
results = f"results/{study.name}"
progress.hush(workflow, results)


include: "workflow/rules/corpus.smk"  # intake, deidentify, annotate
include: "workflow/rules/coding.smk"  # code, agree, suggest
include: "workflow/rules/analysis.smk"  # chart, extract, nest, compare
include: "workflow/rules/statistics.smk"  # test, judge, quality
include: "workflow/rules/report.smk"  # report, seal


rule all:
    default_target: True
    input:
        corpus,
        rules.annotate.output,
        coding,
        analyses,
        forms,
        rules.report.output,
        rules.seal.output,


onstart:
    house.check_or_exit(study, results)


onsuccess:
    progress.farewell(results)


onerror:
    progress.regret(results, study.private)
