import re
from pathlib import Path

import pytest

from bank_rs.service.metering.catalogue import CATALOGUE, PLACES, metric_of, names
from bank_rs.service.metering.histogram import PARTS
from bank_rs.settings import Settings

PAGE = (Path(__file__).parents[3] / "docs/metrics.md").read_text("utf-8")
NAMING, _, CATALOGUED = PAGE.split("\n## How long\n")[0].partition("\n## Catalogue\n")


def row(metric):
    kind = "counter" if metric.is_counter else "gauge"
    cells = (f"`{metric.name}`", metric.unit, kind, metric.roll_up, metric.meaning)
    return f"| {' | '.join(cells)} |"


def test_page_lists_the_catalogue_in_its_order():
    rows = [line for line in CATALOGUED.splitlines() if line.startswith("| `")]
    assert rows == [row(metric) for metric in CATALOGUE]


def test_page_explains_every_place():
    assert all(f"`{place}`" in NAMING for place in PLACES)


@pytest.mark.parametrize("place", ["<endpoint>", "<metric>", "<window>", "<field>", "<realised>"])
def test_page_lists_what_stands_in_a_place(place):
    (item,) = (item for item in NAMING.split("\n- ") if item.startswith(f"`{place}` is one of"))
    assert re.findall(r"`(\w+)`", item) == list(PLACES[place])


def test_page_names_the_settings_and_their_defaults():
    assert set(re.findall(r"BANK_RS_METRICS_\w+", PAGE)) == {
        f"BANK_RS_{name.upper()}" for name in Settings.model_fields if name.startswith("metrics_")
    }
    assert f"`{Settings.model_fields['metrics_prefix'].default}` by default" in PAGE


def test_page_names_the_error_of_a_percentile():
    assert f"buckets at most 1/{PARTS} of their time wide" in PAGE
    assert f"at most {100 / PARTS:.1f} % off" in re.sub(r"\s+", " ", PAGE)


def test_names_are_distinct_and_of_one_metric_each():
    found = list(names(PLACES["<code>"]))
    assert len(set(found)) == len(found)
    filled = {metric.name: 0 for metric in CATALOGUE}
    for name in found:
        filled[metric_of(name).name] += 1
    assert all(filled.values())


def test_no_name_looks_like_another_s_of_an_instance():
    """Panels ask for a name below any instance, and would add up what is called alike."""
    found = set(names())
    assert not {name for name in found if name.partition(".")[2] in found}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "response_code",
        "response_code.",
        "response_code.600",
        "response_code.200.more",
        "endpoint.nowhere.response_time",
        "target.nonsense",
        "bank-rs.clients",
        "response_code.<code>",
        "outcome.version.1.judged",
        "outcome.version.a b.brier",
        "outcome.precision",
    ],
)
def test_metric_of_a_name_that_is_none(name):
    assert metric_of(name) is None
