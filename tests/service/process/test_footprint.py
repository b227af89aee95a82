import subprocess
import sys

SERVING = """
import sys
from bank_rs.service.process.footprint import keep_footprint_small
keep_footprint_small()
import bank_rs.service.api
print(sorted({name.partition(".")[0] for name in sys.modules}))
"""


SELDOM = """
import gc
from bank_rs.service.process.footprint import collect_seldom
collect_seldom()
print(gc.get_freeze_count() > 1000, gc.get_threshold()[0] > 700)
"""


def test_what_is_there_at_the_start_is_passed_over_by_collections():
    result = subprocess.run(
        [sys.executable, "-c", SELDOM], capture_output=True, text=True, check=True
    )
    assert result.stdout.split() == ["True", "True"]


def test_process_that_serves_imports_nothing_it_does_not_need():
    result = subprocess.run(
        [sys.executable, "-c", SERVING], capture_output=True, text=True, check=True
    )
    for package in ("mlflow", "lightgbm", "pyarrow", "matplotlib"):
        assert f"'{package}'" not in result.stdout
    assert "'sklearn'" in result.stdout
