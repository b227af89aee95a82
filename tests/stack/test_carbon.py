import re
import subprocess
from configparser import ConfigParser
from itertools import pairwise

import pytest

from bank_rs.stack.carbon import write_configuration
from tests.stack.conftest import ROOT

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "y": 365 * 86400}


def read(path):
    parser = ConfigParser()
    parser.read(path)
    return parser


def in_seconds(written):
    return int(written[:-1]) * SECONDS[written[-1]]


def first_match(parser, metric):
    rules = map(parser.__getitem__, parser.sections())
    return next(rule for rule in rules if re.search(rule["pattern"], metric))


def test_schemas_archives_divide_and_grow():
    for rule in ("carbon", "default"):
        retentions = read(ROOT / "graphite/storage-schemas.conf")[rule]["retentions"]
        archives = [tuple(map(in_seconds, one.split(":"))) for one in retentions.split(",")]
        for (fine, short), (coarse, long) in pairwise(archives):
            assert coarse % fine == 0
            assert long > short


@pytest.mark.parametrize(
    ("metric", "method"),
    [
        ("bank-rs.response_code.200", "sum"),
        ("bank-rs.target.credit_card", "sum"),
        ("bank-rs.response_time.count", "sum"),
        ("bank-rs.response_time.max", "max"),
        ("bank-rs.response_time.min", "min"),
        ("bank-rs.response_time", "average"),
        ("bank-rs.system.cpu_load", "average"),
    ],
)
def test_aggregation_of_each_kind_of_metric(metric, method):
    rule = first_match(read(ROOT / "graphite/storage-aggregation.conf"), metric)
    assert (rule["aggregationMethod"], rule["xFilesFactor"]) == (method, "0")


def test_configuration_holds_the_settings(stack_settings):
    settings = stack_settings.model_copy(update={"metrics_interval": 20})
    folder = write_configuration(settings)
    carbon = read(folder / "carbon.conf")["cache"]
    assert carbon["LINE_RECEIVER_PORT"] == str(settings.graphite_port)
    assert carbon["CACHE_QUERY_PORT"] == str(settings.carbon_query_port)
    schemas = read(folder / "storage-schemas.conf")
    assert schemas["default"]["retentions"] == "20s:1d,1m:14d,10m:2y"
    shipped = read(ROOT / "graphite/storage-aggregation.conf")
    assert read(folder / "storage-aggregation.conf") == shipped


def test_configuration_is_valid_for_carbon(stack_settings):
    venv = stack_settings.graphite_venv / "bin"
    schemas = write_configuration(stack_settings) / "storage-schemas.conf"
    subprocess.run(
        (venv / "python", venv / "validate-storage-schemas.py", schemas),
        env={"PYTHONPATH": str(ROOT / "graphite")},
        capture_output=True,
        check=True,
    )
