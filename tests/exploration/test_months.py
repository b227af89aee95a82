from bank_rs.data.panel import transitions
from bank_rs.exploration.months import month_table
from tests.exploration.records import FEBRUARY, JANUARY, MARCH


def test_month_table_counts_holders_and_buyers(three_months):
    columns = ("month", "clients", "products_held", "hold_nothing", "buyers", "additions")
    assert month_table(three_months, transitions(three_months)).select(columns).rows() == [
        (JANUARY, 2, 0.5, 0.5, None, None),
        (FEBRUARY, 3, 5 / 3, 0.0, 1.0, 3),
        (MARCH, 2, 1.0, 0.0, 0.0, 0),
    ]
