import re
from dataclasses import replace

from bank_rs.model.report.headline import headline, tiles


def test_headline_names_month_quality_and_what_to_compare_with(evidence):
    sentence = headline(evidence)
    assert sentence.startswith("Of the clients who added a product by May 2016")
    assert f"{evidence.quality.metrics['hit_rate_at_1']:.1%}" in sentence
    assert "95% interval" in sentence
    assert f"popularity reaches {evidence.baseline['map_at_7_normalised']:.1%}" in sentence
    assert "were drawn from" in sentence
    assert not re.search(r"\. ", sentence)


def test_headline_leaves_out_what_is_not_known(bare):
    assert "popularity" not in headline(bare)
    assert "drawn from" not in headline(bare)


def test_headline_without_buyers_says_so(bare):
    metrics = dict.fromkeys(bare.quality.metrics, 0.0)
    quiet = replace(bare, quality=replace(bare.quality, metrics=metrics, interval=None))
    assert headline(quiet).startswith("Nobody added a product by May 2016")


def test_tiles_set_the_model_beside_the_limit_where_it_is_known(bare, evidence):
    assert "of the limit" in [tile.name for tile in tiles(evidence)]
    assert "of the limit" not in [tile.name for tile in tiles(bare)]
