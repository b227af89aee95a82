from datetime import date

import polars as pl
import pytest

from bank_rs.data.simulation.published import published

RELOAD = date(2015, 7, 28)


def share(bank, condition):
    return bank.select(condition.mean()).item()


@pytest.mark.parametrize(
    ("column", "value", "wanted"),
    [
        ("client_segment", "01 - TOP", 0.041),
        ("client_segment", "02 - PARTICULARES", 0.583),
        ("client_segment", "03 - UNIVERSITARIO", 0.362),
        ("gender", "V", 0.544),
        ("entry_channel", "KHE", 0.297),
        ("entry_channel", "KAT", 0.239),
        ("entry_channel", "KFC", 0.227),
        ("province_name", "MADRID", 0.323),
        ("province_name", "BARCELONA", 0.093),
        ("ind_foreigner", "S", 0.047),
        ("country_of_residence", "ES", 0.993),
        ("client_activity_1m", "A", 0.453),
    ],
)
def test_frequent_value_has_its_published_share(bank, column, value, wanted):
    """Shares of all rows: iuliia-kuznetsova, data_overview.ipynb, cell 14, and others."""
    assert share(bank, pl.col(column).eq(value).fill_null(value=False)) == pytest.approx(
        wanted, rel=0.15, abs=0.01
    )


@pytest.mark.parametrize(
    ("column", "wanted"),
    [
        ("age", 0.0020),
        ("income", 0.2048),
        ("client_segment", 0.0139),
        ("entry_channel", 0.0136),
        ("client_type_1m", 0.0110),
        ("province_code", 0.0069),
        ("ind_spouse_employee", 0.9999),
        ("last_date_as_primary", 0.9982),
    ],
)
def test_column_is_null_as_often_as_published(bank, column, wanted):
    found = share(bank, pl.col(column).is_null())
    assert found == pytest.approx(wanted, rel=0.2, abs=0.001)


@pytest.mark.parametrize(
    ("column", "quantile", "wanted"),
    [
        ("age", 0.25, 24),
        ("age", 0.5, 39),
        ("age", 0.75, 50),
        ("tenure_months", 0.25, 23),
        ("tenure_months", 0.5, 50),
        ("tenure_months", 0.75, 135),
        ("income", 0.25, 68_711),
        ("income", 0.5, 101_850),
        ("income", 0.75, 155_956),
        ("id", 0.5, 931_893),
    ],
)
def test_quantile_is_the_published_one(bank, column, quantile, wanted):
    assert bank[column].quantile(quantile) == pytest.approx(wanted, rel=0.1)


def test_students_are_young(bank):
    ages = bank.filter(pl.col("client_segment").str.starts_with("03"))["age"]
    assert ages.is_between(18, 30).mean() > 0.85


def test_income_is_constant_per_client(bank):
    assert bank.group_by("id").agg(pl.col("income").drop_nulls().n_unique())["income"].max() == 1


def test_income_is_a_multiple_of_three_cents(bank):
    cents = (bank["income"].drop_nulls() * 100).round()
    assert ((cents % 3) == 0).all()
    assert (bank["income"].drop_nulls().to_numpy() == cents.to_numpy() / 100).all()


def test_income_follows_the_province(bank):
    medians = bank.group_by("province_name").agg(pl.col("income").median())
    medians = dict(medians.drop_nulls().iter_rows())
    assert medians["MADRID"] > 1.5 * medians["VALENCIA"]


def test_age_and_tenure_stand_still_before_the_reload(bank):
    early = bank.filter(pl.col("fetch_date") <= RELOAD, pl.col("age").is_not_null())
    kinds = early.group_by("id").agg(pl.col("age", "tenure_months").n_unique())
    assert kinds["age"].max() == 1
    assert kinds["tenure_months"].max() == 1


def test_profile_is_missing_as_a_whole_and_only_before_the_reload(bank):
    lost = bank.filter(pl.col("ind_employee").is_null())
    assert lost["fetch_date"].max() < RELOAD
    kept = {"fetch_date", "id", "owned", "unknown"}
    assert all(lost[name].is_null().all() for name in bank.columns if name not in kept)


def test_flags_are_unknown_only_without_a_profile(bank):
    assert bank.filter(pl.col("unknown") != 0)["age"].is_null().all()


def test_last_date_as_primary_comes_with_status_99_alone(bank):
    known = bank.filter(pl.col("client_relationship_status").is_not_null())
    gone = known["client_relationship_status"] == 99
    assert (gone == known["last_date_as_primary"].is_not_null()).all()
    assert gone.any()


def test_residents_alone_have_a_province(bank):
    known = bank.filter(pl.col("ind_resident").is_not_null())
    resident = known["ind_resident"] == "S"
    assert (resident == known["province_code"].is_not_null()).all()
    assert (resident == (known["country_of_residence"] == "ES")).all()


def test_new_clients_have_joined_in_the_last_six_months(bank):
    late = bank.filter(pl.col("fetch_date") > RELOAD)
    since = late["fetch_date"].dt.offset_by("-6mo")
    assert ((late["registration_date"] > since) == (late["ind_new_client"] == 1)).all()


def test_registration_precedes_the_end_of_the_first_month(bank):
    late = bank.filter(pl.col("fetch_date") >= RELOAD)
    assert (late["registration_date"] <= late["fetch_date"].dt.month_end()).all()


def test_nobody_joined_before_birth(bank):
    years = (pl.col("fetch_date") - pl.col("registration_date")).dt.total_days() / 365.25
    assert bank.filter(pl.col("age") + 1 < years).is_empty()


@pytest.mark.parametrize("name", ["behaviour", "holdings", "presence", "profile"])
def test_published_table_names_its_source(name):
    assert published(name)["source"]
