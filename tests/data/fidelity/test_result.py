import pytest

from bank_rs.data.fidelity.block import BLOCKS
from bank_rs.data.fidelity.result import totals

NAMES = [block.name for block in BLOCKS]


@pytest.mark.parametrize("name", NAMES)
def test_simulated_bank_meets_every_line_of(name, results):
    missed = results[name].failing
    assert not missed, "\n".join(
        f"{line.name}: published {line.published:,.6g}, found {line.found:,.6g}, "
        f"allowed {line.tolerance:,.6g}"
        for line in missed
    )


@pytest.mark.parametrize("name", NAMES)
def test_block_names_each_line_once(name, results):
    names = [line.name for line in results[name].lines]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("records", 40),
        ("reload", 20),
        ("columns", 150),
        ("ages", 30),
        ("incomes", 58),
        ("ownership", 250),
        ("segments", 90),
        ("additions", 110),
        ("baskets", 40),
        ("drops", 25),
        ("correlations", 2),
    ],
)
def test_block_judges_what_is_published(name, least, results):
    assert len(results[name].judged) >= least


def test_habits_are_told_alone(results):
    judged, met, told = results["habits"].counts
    assert judged == met == 0
    assert told > 5


def test_totals_are_those_of_the_blocks(results):
    counts = [result.counts for result in results.values()]
    assert totals(list(results.values())) == tuple(map(sum, zip(*counts, strict=True)))


def test_worst_line_leads_the_judged_ones(results):
    result = results["additions"]
    strains = [line.strain for line in result.judged]
    assert strains == sorted(strains, reverse=True)
    assert result.worst.endswith(result.judged[0].name)
