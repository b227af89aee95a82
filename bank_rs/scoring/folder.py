"""The recommendations of one month by one model: what is done, what is missing, and the end."""

import re
from typing import Final

import narwhals.stable.v2 as nw

from bank_rs.data.dialect import Lazy
from bank_rs.errors import BankRsError
from bank_rs.scoring.plan import AnotherRunError, Plan
from bank_rs.scoring.storage import Storage

PLAN_FILE: Final = "_plan.json"
"""There while a run is not finished: readers of the folder stumble over it, as they should."""

DONE_FILE: Final = "_SUCCESS"
"""Empty, as Hadoop's readers know it, and there once all is written and counted."""

_BUCKET: Final = re.compile(r"bucket=([0-9]+)")


class LostClientsError(BankRsError):
    """Not as many clients have recommendations as there are to have some."""


class Folder:
    """A run's folder. A bucket appears in it under its name when it is whole.

    Parameters
    ----------
    storage
        Where it is.
    plan
        What it is to hold.
    """

    def __init__(self, storage: Storage, plan: Plan) -> None:
        self.storage = storage
        self.plan = plan

    def begin(self) -> list[int]:
        """Write down the plan, unless the folder has it already.

        Returns
        -------
        list of int
            The buckets that are missing: none where a run has said that it is all.

        Raises
        ------
        AnotherRunError
            If the folder holds what another run has written.
        OutputError
            If it cannot be written to.
        """
        names = self.storage.names()
        done = [int(found[1]) for name in names if (found := _BUCKET.fullmatch(name))]
        if PLAN_FILE in names:
            self.plan.check_same(self.storage.read(PLAN_FILE))
        elif DONE_FILE in names:
            return []
        elif done:
            raise AnotherRunError(
                f"{self.storage.address} holds recommendations of a run that is not this one: "
                "name another folder, or remove that one."
            )
        else:
            self.storage.write(PLAN_FILE, self.plan.model_dump_json())
        return self.plan.missing(done)

    def finish(self, written: Lazy) -> None:
        """Count what is written, and say that it is all.

        Parameters
        ----------
        written
            The folder's recommendations.

        Raises
        ------
        LostClientsError
            If they are not of as many clients as lack some product.
        AnotherRunError
            If they are of another length than this run's.
        """
        first, last = (nw.col("rank") == 1).cast(nw.Int64), nw.col("rank").max()
        found = written.select(first.sum().alias("clients"), last.alias("k")).collect("polars")
        clients, k = found.to_native().row(0)
        if (clients or 0) != self.plan.offered:
            raise LostClientsError(
                f"{self.storage.address} has recommendations for {clients or 0:,} clients, and "
                f"{self.plan.offered:,} of the panel lack some product: remove the folder and "
                "score again; the panel may have changed meanwhile."
            )
        if k and k > self.plan.k:
            raise AnotherRunError(
                f"{self.storage.address} has {k} products for a client and not {self.plan.k}: "
                "name another folder, or remove that one."
            )
        names = self.storage.names()
        if DONE_FILE not in names:
            self.storage.write(DONE_FILE, "")
        if PLAN_FILE in names:
            self.storage.remove(PLAN_FILE)
