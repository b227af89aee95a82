import re
import subprocess
from configparser import ConfigParser
from itertools import pairwise

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from bank_rs.service.metering.catalogue import CATALOGUE, metric_of, names
from bank_rs.settings import INSTANCE, NODES
from bank_rs.stack.carbon import PROBE, slot_kept, write_configuration
from tests.stack.carbon_reading import read_by_carbon
from tests.stack.conftest import ROOT

SHIPPED = ROOT / "graphite"
CODES = ("100", "200", "404", "499", "599")
NAMES = tuple(names(CODES))
MONTHLY = {name for name in NAMES if name.startswith("outcome.")}
FIRST_PARTS = {metric.name.split(".")[0] for metric in CATALOGUE}
PREFIXES = (
    "bank-rs",
    "bank-rs.web-1",
    "bank-rs.max",
    "acme.prod.p99",
    "acme.sum.last",
    "carbonate",
)
DAY, TWO_WEEKS, TWO_YEARS = 86_400, 14 * 86_400, 2 * 365 * 86_400


def read(path):
    parser = ConfigParser()
    parser.read(path)
    return parser


@pytest.fixture(scope="module")
def shipped():
    """What carbon makes of the files as they stand, which is what a container mounts."""
    asked = [f"{prefix}.{name}" for prefix in PREFIXES for name in NAMES]
    return read_by_carbon(SHIPPED, [*asked, PROBE])


@pytest.fixture(scope="module")
def mounts():
    """Where compose puts files of this folder, by their name."""
    services = yaml.safe_load((ROOT / "docker-compose.yaml").read_text("utf-8"))["services"]
    volumes = [volume.split(":") for volume in services["graphite"]["volumes"]]
    return {source: target for source, target, *_ in volumes if source.startswith("./graphite/")}


@pytest.mark.parametrize("prefix", PREFIXES)
def test_names_are_rolled_up_as_the_catalogue_says(shipped, prefix):
    found = {name: shipped["stored"][f"{prefix}.{name}"][1:] for name in NAMES}
    assert found == {name: [0, metric_of(name).roll_up] for name in NAMES}


def test_names_are_kept_ten_seconds_for_a_day_and_two_years_in_all(shipped):
    for name in set(NAMES) - MONTHLY:
        archives = shipped["stored"][f"bank-rs.{name}"][0]
        kept = [(seconds, seconds * points) for seconds, points in archives]
        assert kept == [(10, DAY), (60, TWO_WEEKS), (600, TWO_YEARS)]


@pytest.mark.parametrize("prefix", PREFIXES)
def test_outcomes_are_kept_a_point_a_day_for_thirty_years(shipped, prefix):
    for name in MONTHLY:
        assert shipped["stored"][f"{prefix}.{name}"][0] == [[DAY, 30 * 365]]


@given(
    prefix=st.from_regex(NODES, fullmatch=True),
    instance=st.from_regex(INSTANCE.replace(r"|\{hostname\}|\{replica\}", ""), fullmatch=True),
    name=st.sampled_from(NAMES),
)
def test_roll_up_does_not_depend_on_prefix_and_instance(shipped, prefix, instance, name):
    assume(instance not in FIRST_PARTS)
    assume(prefix.split(".")[-1] not in FIRST_PARTS)
    full = ".".join(filter(None, (prefix, instance, name)))
    found = next(method for rule, _, method in shipped["patterns"] if re.search(rule, full))
    assert found == metric_of(name).roll_up


def test_archives_divide_and_grow(shipped):
    for archives, _, _ in shipped["stored"].values():
        for (fine, points), (coarse, more) in pairwise(archives):
            assert coarse % fine == 0
            assert coarse * more > fine * points


def test_series_of_carbon_itself_are_small(shipped):
    assert shipped["stored"][PROBE][0] == [[60, 1440]]


def test_new_series_are_not_throttled_and_files_are_sparse(shipped):
    settings = shipped["settings"]
    assert settings["MAX_CREATES_PER_MINUTE"] == settings["MAX_UPDATES_PER_SECOND"] == float("inf")
    assert settings["WHISPER_SPARSE_CREATE"] is True
    assert settings["WHISPER_FALLOCATE_CREATE"] is False  # it would win over the other


def test_compose_runs_carbon_from_the_same_files(mounts):
    files = ("carbon.conf", "storage-schemas.conf", "storage-aggregation.conf")
    assert mounts == {f"./graphite/{name}": f"/opt/graphite/conf/{name}" for name in files}


def test_compose_reaches_carbon_and_runs_nothing_its_file_does_not_know(shipped):
    services = yaml.safe_load((ROOT / "docker-compose.yaml").read_text("utf-8"))["services"]
    graphite, settings = services["graphite"], shipped["settings"]
    assert settings["LINE_RECEIVER_INTERFACE"] == "0.0.0.0"
    assert any(port.endswith(f":{settings['LINE_RECEIVER_PORT']}") for port in graphite["ports"])
    assert read(SHIPPED / "carbon.conf").sections() == ["cache"]
    assert graphite["environment"]["CARBON_AGGREGATOR_DISABLED"] == "1"


def test_configuration_holds_the_settings(stack_settings):
    settings = stack_settings.model_copy(update={"metrics_interval": 20})
    made = read_by_carbon(write_configuration(settings), ["bank-rs.clients"])
    assert made["settings"]["LINE_RECEIVER_INTERFACE"] == settings.host
    assert made["settings"]["LINE_RECEIVER_PORT"] == settings.graphite_port
    assert made["settings"]["CACHE_QUERY_PORT"] == settings.carbon_query_port
    assert [seconds for seconds, _ in made["stored"]["bank-rs.clients"][0]] == [20, 60, 600]


def test_configuration_is_the_shipped_one_in_all_else(stack_settings, shipped):
    made = read_by_carbon(write_configuration(stack_settings), shipped["stored"])
    assert made["stored"] == shipped["stored"]
    changed = {
        name for name, value in made["settings"].items() if value != shipped["settings"][name]
    }
    folders = {name for name in changed if name.endswith("_DIR")} | {"pidfile"}
    ports = {"LINE_RECEIVER_INTERFACE", "LINE_RECEIVER_PORT", "CACHE_QUERY_PORT"}
    assert changed - folders == ports


def test_configuration_is_valid_for_carbon(stack_settings):
    venv = stack_settings.graphite_venv / "bin"
    schemas = write_configuration(stack_settings) / "storage-schemas.conf"
    subprocess.run(
        (venv / "python", venv / "validate-storage-schemas.py", schemas),
        env={"PYTHONPATH": str(ROOT / "graphite")},
        capture_output=True,
        check=True,
    )


def test_slot_kept_of_no_series(stack_settings):
    assert slot_kept(stack_settings) == 0


def test_slot_kept_is_the_one_the_series_were_made_with(stack_settings):
    whisper = stack_settings.state_dir / "graphite/whisper"
    for series, archives in {
        "bank-rs/clients": ("5s:1h", "1m:1d"),
        "bank-rs/web-1/system/rss_mb": ("10s:1h", "1m:1d"),
        "bank-rs/outcome/version/1/map_at_7": ("1d:30y",),
        "carbon/ready": ("60s:1d",),
    }.items():
        file = (whisper / series).with_suffix(".wsp")
        file.parent.mkdir(parents=True, exist_ok=True)
        create = stack_settings.graphite_venv / "bin/whisper-create.py"
        subprocess.run((create, file, *archives), check=True, capture_output=True)
    assert slot_kept(stack_settings) == 10
