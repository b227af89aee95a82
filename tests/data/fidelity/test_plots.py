import pytest

from bank_rs.data.fidelity.block import BLOCKS
from bank_rs.data.fidelity.plots import figure_of


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.name)
def test_every_block_has_a_figure_that_says_what_the_panel_is(block, results):
    figure = figure_of(results[block.name], "simulated")
    assert figure.get_suptitle() == f"{block.title}: published and simulated"
    assert all(axes.has_data() for axes in figure.axes)
