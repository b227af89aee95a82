import polars as pl
import pytest

from bank_rs.catalog import CODES
from bank_rs.data.panel import with_history
from bank_rs.scoring.recommend import RECOMMENDATIONS, recommend

EVERYTHING = (1 << 24) - 1


@pytest.fixture(scope="module")
def rows(panel):
    return with_history(panel).filter(pl.col("fetch_date") == pl.col("fetch_date").max())


def test_recommendations_are_the_likeliest_products_not_held(model, rows):
    offers = recommend(model.champion, rows, 7)
    assert offers.schema == RECOMMENDATIONS
    probabilities = model.champion.pipeline.predict_proba(rows)
    for place, (client, owned) in enumerate(rows.select("id", "owned").head(200).rows()):
        mine = offers.filter(pl.col("client") == client)
        free = [i for i in range(24) if not owned >> i & 1]
        best = sorted(free, key=lambda i: (-probabilities[place, i], i))[:7]
        assert mine["product"].to_list() == [CODES[i] for i in best]
        assert mine["rank"].to_list() == list(range(1, len(best) + 1))
        assert mine["probability"].to_list() == probabilities[place, best].tolist()


def test_recommendations_keep_the_order_of_the_rows(model, rows):
    clients = recommend(model.champion, rows, 3)["client"].unique(maintain_order=True)
    assert clients.equals(rows["id"].alias("client"))


@pytest.mark.parametrize(("owned", "offers"), [(EVERYTHING, []), (EVERYTHING - 5, [0, 2])])
def test_recommendations_end_where_the_products_do(model, rows, owned, offers):
    one = rows.head(1).with_columns(owned=pl.lit(owned, pl.UInt32))
    found = recommend(model.champion, one, 7)
    assert set(found["product"]) == {CODES[i] for i in offers}


def test_recommendations_of_nobody_are_none(model, rows):
    assert recommend(model.champion, rows.clear(), 7).schema == RECOMMENDATIONS


def test_recommendations_do_not_depend_on_the_rows_beside_them(model, rows):
    together = recommend(model.champion, rows, 7)
    parts = [recommend(model.champion, part, 7) for part in rows.iter_slices(313)]
    assert pl.concat(parts).equals(together)
    assert together["probability"].is_between(0, 1).all()
