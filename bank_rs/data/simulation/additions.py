"""What clients take in a month."""

import numpy as np
from numpy.typing import NDArray

from bank_rs.catalog import CODES
from bank_rs.data.simulation.affinity import Affinity
from bank_rs.data.simulation.companions import companion_lean
from bank_rs.data.simulation.draw import pick, whole
from bank_rs.data.simulation.holdings import CCO, CNO, NOM_PENS, NOMINA, Holdings
from bank_rs.data.simulation.month import Month
from bank_rs.data.simulation.months import MONTHS
from bank_rs.data.simulation.published import published, published_count


class Additions:
    """Draws who takes a product, as many as the published counts say.

    Parameters
    ----------
    rng
        Source of chance.
    holdings
        The state to change.
    affinity
        Leanings of the clients.
    """

    def __init__(self, rng: np.random.Generator, holdings: Holdings, affinity: Affinity) -> None:
        self._rng = rng
        self._holdings = holdings
        self._affinity = affinity
        self._rules = published("behaviour")["addition"]

    def arrive(self, product: int, month: Month) -> None:
        """Give the month's new clients the product they bring along."""
        count = self._count("first_record_holders", product, month)
        fresh = np.flatnonzero(month.fresh & month.may_hold(product))
        chosen = fresh[pick(self._rng, 1.5 * self._affinity.scores[product, fresh], count)]
        self._holdings.add(product, chosen, month.index)

    def run(self, product: int, month: Month) -> None:
        """Let clients of both months who lack the product take it."""
        count = self._count("additions", product, month)
        free = month.both & ~month.had(product) & month.may_hold(product)
        if product == NOMINA:
            free &= self._holdings.holds(NOM_PENS) | month.had(NOM_PENS)
        for pool, quota in self._pools(product, month, count):
            taken = self._take(product, month, np.flatnonzero(free & pool), min(quota, count))
            free[taken] = False
            count -= taken.size
        self._take(product, month, np.flatnonzero(free), count)

    def _count(self, name: str, product: int, month: Month) -> int:
        return whole(self._rng, published_count(name, product, month.index - 1, month.age.size))

    def _pools(self, product: int, month: Month, count: int) -> list[tuple[NDArray[np.bool_], int]]:
        """Groups that a part of the additions comes from, before everybody else."""
        pools = []
        pairs = published("behaviour")["pairs"]
        if product in (NOMINA, CNO):
            just_paid = self._holdings.added[NOM_PENS] == month.index
            pools.append((just_paid, round(pairs[f"{CODES[product]} with nom_pens"] * count)))
        if product == CCO:
            lost = self._holdings.dropped[CNO] == month.index
            pools.append((lost, self._replaced(month)))
        share = published("holdings")["repurchase_share"].get(CODES[product], 0)
        rest = count - sum(quota for _, quota in pools)
        pools.append((self._lately(self._holdings.dropped[product], month), round(share * rest)))
        return pools

    def _replaced(self, month: Month) -> int:
        counts = published("holdings")["cno_replaced_by_cco"]
        scale = month.age.size / published("presence")["clients"]
        return whole(self._rng, counts.get(MONTHS[month.index].isoformat(), 0) * scale)

    def _lately(self, months: NDArray[np.int8], month: Month) -> NDArray[np.bool_]:
        return months >= np.int8(month.index - self._rules["memory_months"])

    def _take(
        self, product: int, month: Month, pool: NDArray[np.int64], count: int
    ) -> NDArray[np.int64]:
        chosen = pool[pick(self._rng, self._lean(product, month, pool), count)]
        self._holdings.add(product, chosen, month.index)
        month.bought[chosen] = True
        return chosen

    def _lean(self, product: int, month: Month, pool: NDArray[np.int64]) -> NDArray[np.float32]:
        rules, dropped = self._rules, self._holdings.dropped
        lean: NDArray[np.float32] = rules["affinity"] * self._affinity.scores[product, pool]
        lean += month.traits.lean(product, pool)
        lean += np.float32(rules["same_month"]) * month.bought[pool]
        lean += companion_lean(self._holdings, product, pool)
        since = month.index - dropped[product, pool].astype(np.float32)
        again = rules["restless"] * self._affinity.restless[pool] - rules["recency"] * since
        lean += np.where(since <= rules["memory_months"], again, 0)
        return lean + self._sequel_lean(product, month, pool)

    def _sequel_lean(
        self, product: int, month: Month, pool: NDArray[np.int64]
    ) -> NDArray[np.float32]:
        """Pull towards a product of having taken, or given up, another one lately."""
        lean = np.zeros(pool.size, np.float32)
        for change, months in (
            ("added", self._holdings.added),
            ("dropped", self._holdings.dropped),
        ):
            sequels = published("behaviour")["sequels"][change].get(CODES[product], {})
            for code, weight in sequels.items():
                lately = self._lately(months[CODES.index(code), pool], month)
                lean += np.float32(weight) * lately
        return lean
