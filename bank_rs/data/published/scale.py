"""The size of a bank against the real one."""

from bank_rs.catalog import CODES
from bank_rs.data.published import published


def scale_of(clients: int) -> float:
    """Return the clients of a bank by the 956,645 of the real one."""
    return clients / float(published("presence")["clients"])


def published_count(name: str, product: int, place: int, clients: int) -> float:
    """Return a count of ``holdings`` at the size of a bank of so many clients.

    Parameters
    ----------
    name
        ``holders``, ``additions`` or ``first_record_holders``.
    product
        Position of the product in the catalog; 0 is returned where nothing is published for it.
    place
        Position of the month in the counts: additions begin with 2015-02.
    clients
        Distinct clients of the bank.
    """
    counts = published("holdings")[name].get(CODES[product])
    return float(counts[place]) * scale_of(clients) if counts else 0.0
