from dataclasses import replace

from bank_rs.model.report.card import SIMULATED, card_of


def test_card_says_where_the_model_comes_from(evidence):
    card = card_of(evidence)
    assert card.facts["period"] == "2015-01 to 2016-05"
    assert card.facts["records"] == "12,345 of 3,000 clients"
    assert card.facts["trained"] == "2016-06-01 12:00 UTC"
    assert card.parameters == {"rounds": "100"}
    assert card.protocol == ("Fitted on the months before.",)


def test_limits_begin_with_what_simulated_data_means(evidence):
    assert card_of(evidence).limits[0] == SIMULATED
    assert SIMULATED not in card_of(replace(evidence, simulated=False)).limits
    assert card_of(evidence).limits[-1] == "It knows one bank only."
