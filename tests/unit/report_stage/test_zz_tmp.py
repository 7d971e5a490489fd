from __future__ import annotations
from dataclasses import replace
from pathlib import Path
from insideout.report import stage
from insideout.report.data import Data
from test_quality_chapter import assessed, finding
from test_records_chapter import measured, patient, FEW
def test_x(rich: Data, tmp_path: Path) -> None:
    d = measured(rich, records_patients=[patient("A1", **FEW)])
    d = assessed(d, data_quality=[finding("impossible", about="printed", where="q (set s)")], flow=[{"step":1,"label":"a","n":5,"counted":True},{"step":2,"label":"b","n":4,"counted":True,"of":1,"lost":1},{"step":3,"label":"c","n":3,"counted":True,"of":1,"lost":2}])
    d = replace(d, study=d.study | {"report": d.study["report"] | {"chapters": ["sample.qmd","records.qmd","quality.qmd","methods.qmd"]}})
    reports = Path("/work/main/reports")
    book = [f for f in sorted(reports.rglob("*")) if f.is_file()]
    print(stage.report(d, book, tmp_path/"html", tmp_path/"r.pdf", [{"package":"python","version":"3"}], str))
    import shutil; shutil.copytree(tmp_path/"html", "/tmp/mbhtml", dirs_exist_ok=True)
