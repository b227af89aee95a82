"""The size of a panel against the real file, and what chance may add to a tolerance."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from bank_rs.data.fidelity.comparison import Comparison, Unit
from bank_rs.data.published.scale import scale_of

DEVIATIONS: Final = 3.0
"""Standard errors added to every tolerance; one right number in 370 lies farther out."""

STATIC: Final = 16.0
"""Rows that one client gives to the count of a lasting trait over all months.

The sum of squared records per client by the sum of records is 15.4 (``records.json``).
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """A panel seen as a sample of the real file's clients.

    A panel of ``clients`` is the share ``s = clients / 956,645`` of the real file. Its numbers are
    allowed the tolerance of the full size and `DEVIATIONS` standard errors of a sample of that
    share drawn without replacement, so that at full size (``s = 1``) nothing is added. The rows of
    one client repeat each other over the months; the sample is one of clients, and the variance of
    a number counted in rows grows with the rows that each client gives to it (``rows_each``).

    Attributes
    ----------
    clients
        Distinct clients of the panel.
    """

    clients: int

    @property
    def share(self) -> float:
        """Clients of the panel by those of the real file."""
        return scale_of(self.clients)

    def count(
        self,
        measure: str,
        item: str,
        number: float,
        found: float,
        relative: float | None,
        *,
        month: str = "",
        rows_each: float = 1.0,
    ) -> Comparison:
        """Compare a count, the found one scaled to the real file's clients.

        The tolerance for a published count ``n`` is ``relative * n + z * sqrt(n * m * (1 - p) *
        (1 - s) / s)`` with ``m`` rows from each client and ``p = n / (956,645 * m)``, the share of
        the clients behind the count: the binomial variance of a sampled count, scaled up.
        """
        behind = min(1.0, number * self.share / (self.clients * rows_each))
        error = sqrt(number * rows_each * (1 - behind) * self._undrawn / self.share)
        tolerance = None if relative is None else relative * number + DEVIATIONS * error
        full = found / self.share
        return Comparison(measure, item, number, full, tolerance, Unit.COUNT, month)

    def proportion(
        self,
        measure: str,
        item: str,
        number: float,
        found: float,
        points: float | None,
        *,
        base: float,
        month: str = "",
        rows_each: float = 1.0,
    ) -> Comparison:
        """Compare a share of ``base`` rows of the panel; ``points`` is given as 0.01 for one point.

        The tolerance for a published share ``p`` is ``points + z * sqrt(p * (1 - p) * m * (1 - s) /
        base)``.
        """
        error = sqrt(number * (1 - number) * rows_each * self._undrawn / max(base, 1))
        tolerance = None if points is None else points + DEVIATIONS * error
        return Comparison(measure, item, number, found, tolerance, Unit.SHARE, month)

    def amount(
        self,
        measure: str,
        item: str,
        number: float,
        found: float,
        relative: float | None,
        *,
        clients: float,
        spread: float = 1.0,
    ) -> Comparison:
        """Compare a mean or a quantile.

        The tolerance for a published amount ``x`` is ``x * (relative + z * spread * sqrt((1 - s) /
        clients))``, where ``spread`` is the standard error of one client's value by ``x`` and
        ``clients`` those of the panel behind it.
        """
        error = spread * sqrt(self._undrawn / max(clients, 1))
        tolerance = None if relative is None else number * (relative + DEVIATIONS * error)
        return Comparison(measure, item, number, found, tolerance, Unit.AMOUNT)

    @property
    def _undrawn(self) -> float:
        return 1 - min(self.share, 1.0)
