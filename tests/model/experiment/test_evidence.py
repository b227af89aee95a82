from datetime import date
from hashlib import sha256

from bank_rs.data.panel import read_panel
from bank_rs.model.experiment.evidence import data_card


def test_data_card_describes_the_panel(bank):
    panel, rows = bank[0], read_panel(bank[0])
    card = data_card(panel, "simulated")
    assert (card.rows, card.clients) == (rows.height, rows["id"].n_unique())
    assert (card.first_month, card.last_month) == (date(2016, 1, 28), date(2016, 5, 28))
    assert card.sha256 == sha256(panel.read_bytes()).hexdigest()
    assert card.description == "simulated"
