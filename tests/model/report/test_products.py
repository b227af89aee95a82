import polars as pl

from bank_rs.model.report.products import products_section, ratios


def test_products_come_by_their_additions(evidence):
    section = products_section(evidence)
    first = section.tables[0].rows[0]
    assert first[0].text == "Direct debit (recibo)"
    assert len(section.tables[0].rows) == 24
    assert [plot.name for plot in section.plots] == ["roc", "precision-recall"]


def test_what_is_not_defined_is_not_a_0(evidence):
    table = products_section(evidence).tables[0]
    places = {column.heading: place for place, column in enumerate(table.columns)}
    for row in table.rows:
        undefined = row[places["additions"]].text == "0"
        assert (row[places["recall"]].text == "–") == undefined


def test_ratios_are_of_the_ten_products_added_most(evidence):
    found = ratios(evidence.quality.products)
    assert len(found) == 10
    assert "Direct debit" in found


def test_products_that_nobody_added_have_no_ratio(evidence):
    nothing = evidence.quality.products.with_columns(
        additions=pl.lit(0), predicted_over_actual=pl.lit(None, pl.Float64)
    )
    assert ratios(nothing) == {}
