"""The tables that stages make as they stand, by name: what rules are to expect."""

from insideout.tables.compare import COMPARED
from insideout.tables.framework import CHART
from insideout.tables.judge import JUDGE
from insideout.tables.nest import NEST
from insideout.tables.quality import QUALITY
from insideout.tables.records import EXTRACT
from insideout.tables.statistics import STATISTICS

CHART_TABLES = [table.name for table in CHART]
EXTRACT_TABLES = [table.name for table in EXTRACT]
NEST_TABLES = [table.name for table in NEST]
COMPARE_TABLES = [table.name for table in COMPARED]
STATISTICS_TABLES = [table.name for table in STATISTICS]
JUDGE_TABLES = [table.name for table in JUDGE]
QUALITY_TABLES = [table.name for table in QUALITY]
