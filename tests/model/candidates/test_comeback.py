import numpy as np
import polars as pl
import pytest

from bank_rs.catalog import CODES, mask_of
from bank_rs.model.candidates.comeback import Comeback, MissingHistoryError, months_since_drop


def client(owned=0, *before):
    """One row of masks; months that are not given have no record."""
    masks = {f"owned_{k}": mask for k, mask in enumerate((*before, None, None, None)[:3], 1)}
    return pl.DataFrame(
        {"owned": owned} | masks, pl.Schema(dict.fromkeys(["owned", *masks], pl.UInt32))
    )


def of(matrix, code):
    return matrix[0, CODES.index(code)].item()


TJCR = mask_of("tjcr")


@pytest.mark.parametrize(
    ("row", "months"),
    [
        pytest.param(client(0, TJCR, 0, 0), 1, id="held last month"),
        pytest.param(client(0, 0, TJCR, TJCR), 2, id="held two months ago"),
        pytest.param(client(0, 0, 0, TJCR), 3, id="held three months ago"),
        pytest.param(client(0, TJCR, 0, TJCR), 1, id="dropped twice"),
        pytest.param(client(TJCR, 0, TJCR, 0), 0, id="back already"),
        pytest.param(client(0, None, TJCR), 2, id="a month without a record"),
        pytest.param(client(0), 0, id="no history"),
    ],
)
def test_months_since_drop(row, months):
    assert of(months_since_drop(row), "tjcr") == months


@pytest.fixture(scope="module")
def model(rows, added):
    return Comeback().fit(rows, added)


def test_rates_are_the_shares_that_came_back(model, rows, added):
    since = months_since_drop(rows)
    shares = [added[since == months].mean() for months in (1, 2, 3)]
    assert shares == sorted(shares, reverse=True)
    assert model.comeback_rates_ == pytest.approx(shares)


def test_dropped_products_rank_first_the_latest_drop_on_top(model):
    row = client(0, mask_of("valo"), mask_of("tjcr", "recibo"), mask_of("fond"))
    ranked = np.argsort(-model.predict_proba(row)[0])[:5]
    popular = max(("tjcr", "recibo"), key=lambda code: model.popularity_.rates_[CODES.index(code)])
    other = "recibo" if popular == "tjcr" else "tjcr"
    assert [CODES[place] for place in ranked[:4]] == ["valo", popular, other, "fond"]
    assert ranked[4] == model.popularity_.rates_.argmax()


def test_probabilities_are_the_rates_within_a_millionth(model):
    found = model.predict_proba(client(0, 0, TJCR))[0]
    expected = model.popularity_.rates_.copy()
    expected[CODES.index("tjcr")] = model.comeback_rates_[1]
    assert found == pytest.approx(expected, abs=1e-6)


def test_rate_that_would_break_the_order_is_raised():
    dropped = [client(0, TJCR, 0, 0)] * 9 + [client(0, 0, 0, TJCR)] * 10
    rows = pl.concat([*dropped, client(0, 0, 0, 0)])
    added = np.zeros((20, 24), np.int8)
    added[9, CODES.index("tjcr")] = 1
    added[19, CODES.index("recibo")] = 1
    model = Comeback().fit(rows, added)
    assert model.comeback_rates_ == pytest.approx([0.1, 0.1, 0.1])


def test_weight_of_2_counts_as_the_row_twice(rows, added, repeats):
    twice = np.arange(rows.height).repeat(repeats)
    expected = Comeback().fit(rows[twice], added[twice]).predict_proba(rows)
    weighted = Comeback().fit(rows, added, repeats.astype(float)).predict_proba(rows)
    assert weighted == pytest.approx(expected)


def test_order_of_the_rows_does_not_matter(model, rows, added):
    backwards = Comeback().fit(rows.reverse(), added[::-1])
    assert backwards.predict_proba(rows) == pytest.approx(model.predict_proba(rows))


def test_rows_without_history_are_refused_by_the_names_of_its_columns(rows, added):
    with pytest.raises(MissingHistoryError, match="owned_2, owned_3"):
        Comeback().fit(rows.drop("owned_2", "owned_3"), added)
