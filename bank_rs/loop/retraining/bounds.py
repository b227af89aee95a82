"""What the gate asks of a challenger, in figures."""

from numpy.typing import ArrayLike
from pydantic import BaseModel, ConfigDict, Field

from bank_rs.model.evaluate import Interval, paired_bootstrap


class Bounds(BaseModel):
    """Bounds of the gate.

    Attributes
    ----------
    confidence
        Of every interval. A loss counts when its interval lies below zero, a gain when it lies
        above.
    resamples, seed
        Of the bootstrap over clients.
    worst_loss
        Part of the champion's measure that a main product or a group of clients may lose.
    main_products
        How many products are judged by themselves, those with the most additions.
    min_buyers
        Buyers in the month that a product or a group needs to be judged by itself. Of 100, the
        standard error of a mean of numbers between 0 and 1 is 0.05 at most.
    least_expected, most_expected
        Expected over actual additions within which probabilities are as large as they should be.
        Months differ: of the six in docs/model.md, on simulated data, five are within.
    latency_ratio
        How much longer than the champion the challenger may take for one record.
    records
        How many records both are timed on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    confidence: float = Field(0.95, gt=0, lt=1)
    resamples: int = Field(2000, ge=1)
    seed: int = 0
    worst_loss: float = Field(0.05, ge=0, lt=1)
    main_products: int = Field(10, ge=1, le=24)
    min_buyers: int = Field(100, ge=1)
    least_expected: float = Field(0.8, gt=0, le=1)
    most_expected: float = Field(1.25, ge=1)
    latency_ratio: float = Field(1.5, gt=0)
    records: int = Field(300, ge=1)

    def difference(self, challenger: ArrayLike, other: ArrayLike, buyers: ArrayLike) -> Interval:
        """How much higher the challenger's mean is, by the paired bootstrap over clients.

        Parameters
        ----------
        challenger, other : array-like of shape (n,)
            The measure of each client.
        buyers : array-like of shape (n,)
            1 for clients who added something.

        Raises
        ------
        MetricInputError
            If the arrays are not of one length, or have nobody who added something.
        """
        found = paired_bootstrap(
            challenger,
            other,
            buyers,
            resamples=self.resamples,
            confidence=self.confidence,
            seed=self.seed,
        )
        return found.raw
