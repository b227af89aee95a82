import narwhals.stable.v2 as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bank_rs.data.contract import PanelError, check_joined
from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.history import HISTORY, followed, join_months, months_in
from bank_rs.data.panel import followed_months, transitions, with_history
from bank_rs.errors import BankRsError
from bank_rs.scoring.here import Here
from bank_rs.scoring.records import BUCKET, checked, columns_of_panel, records
from bank_rs.scoring.score import Request, score
from bank_rs.spark.engine import Spark
from tests.spark.conftest import CLIENTS

KEYS = ("id", "fetch_date")


def collected(frame):
    return pl.DataFrame(frame.to_native().toArrow())


@pytest.fixture(scope="module")
def joined(spark, bank_file):
    """The whole panel joined by Spark, all its types as they come back."""
    panel = Spark(spark).read(str(bank_file))
    return collected(join_months(panel, months_in(panel)))


def typed(rows):
    dtypes = PANEL_SCHEMA | {n: pl.UInt32 if "owned" in n else pl.UInt8 for n in HISTORY}
    return rows.with_columns(
        pl.col(name).cast(dtype) for name, dtype in (dtypes | {"added": pl.UInt32}).items()
    )


def test_panel_joined_by_spark_is_the_one_joined_by_polars(joined, bank):
    expected = with_history(bank).sort(KEYS)
    found = check_joined(typed(joined)).select(expected.columns).sort(KEYS)
    assert_frame_equal(found, expected)
    assert expected["owned_2"].is_null().any()  # a gap,
    assert (expected["owned_2"].is_null() & expected["owned_3"].is_not_null()).any()  # in between


def test_targets_and_split_are_the_same(joined, bank, spark, bank_file):
    panel = Spark(spark).read(str(bank_file))
    assert followed(months_in(panel)) == followed_months(bank.lazy())
    found = typed(joined).filter(pl.col("added").is_not_null()).select(*KEYS, "owned", "added")
    expected = transitions(bank).select(found.columns)
    assert_frame_equal(found.sort(KEYS), expected.sort(KEYS))
    assert (expected["added"] != 0).sum() > 1000


def test_features_are_the_same(spark, bank, bank_file, model):
    panel = columns_of_panel(Spark(spark).read(str(bank_file)), "")
    days = months_in(panel)
    rows = checked(collected(records(panel, days, days[-1], 4))).sort("id")
    expected = with_history(bank).filter(pl.col("fetch_date") == days[-1]).sort("id")
    encode = model.champion.pipeline["features"].transform
    assert encode(rows).tobytes() == encode(expected).tobytes()


def test_recommendations_are_the_same_to_the_last_bit(spark, bank_file, model, tmp_path):
    for name, engine in (("polars", Here()), ("spark", Spark(spark))):
        request = Request(str(bank_file), str(tmp_path / name), k=7, bucket=10_000)
        plan, _ = score(request, model, engine, lambda *_: None)
        assert plan.clients > CLIENTS * 0.9
    here, there = (
        pl.read_parquet(tmp_path / name).sort("client", "rank") for name in ("polars", "spark")
    )
    assert_frame_equal(here, there, check_exact=True)
    assert there["client"].n_unique() == plan.clients
    assert sorted(there[BUCKET].unique()) == list(range(plan.buckets))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda bank: pl.concat([bank, bank.tail(1)]),
        lambda bank: pl.concat([bank, bank.filter(pl.col("fetch_date") < pl.date(2016, 1, 1))]),
        lambda bank: bank.with_columns(age=pl.lit(-1, pl.Int32)),
        lambda bank: bank.with_columns(pl.col("owned") + 2**24),
    ],
    ids=["a duplicate", "duplicates in earlier months", "an age", "a mask"],
)
def test_broken_panel_is_refused_in_the_same_words(spark, bank, model, tmp_path, spoil):
    data = tmp_path / "spoilt.parquet"
    spoil(bank.filter(pl.col("id") % 50 == 1)).write_parquet(data)
    said = []
    for name, engine in (("polars", Here()), ("spark", Spark(spark))):
        with pytest.raises(BankRsError) as raised:
            score(Request(str(data), str(tmp_path / name), 7), model, engine, lambda *_: None)
        said.append(str(raised.value))
    assert said[0] == said[1]


def test_table_that_is_no_panel_is_refused_by_both(spark, tmp_path):
    pl.DataFrame({"id": [1]}).write_parquet(tmp_path / "other.parquet")
    for engine in (Here(), Spark(spark)):
        with pytest.raises(PanelError, match="its column ind_employee"):
            columns_of_panel(engine.read(str(tmp_path / "other.parquet")), "it")


def test_engines_join_by_one_expression(bank, spark, bank_file):
    """Both read what `join_months` says; only the file of dialects knows which one runs."""
    here = join_months(nw.from_native(bank.lazy()), months_in(nw.from_native(bank.lazy())))
    panel = Spark(spark).read(str(bank_file))
    there = join_months(panel, months_in(panel))
    assert here.collect_schema().names() == there.collect_schema().names()
