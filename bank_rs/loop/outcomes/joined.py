"""The answers of a month beside what their clients hold in the next."""

from dataclasses import dataclass

import polars as pl

from bank_rs.errors import BankRsError
from bank_rs.loop.outcomes.new_month import NewMonth


class OtherClientsError(BankRsError):
    """None of the clients who were answered is in the new month."""


@dataclass(frozen=True, slots=True)
class Joined:
    """Answers of which it is known what came true.

    Attributes
    ----------
    rows
        Those of `latest_answers` whose client has a record in the new month, in their order, and
        ``added``: a UInt32 mask of what is held there and was not in the record answered for.
    asked
        Clients who were answered.
    gone
        Those of them without a record in the new month, who are left out.
    never_asked
        Clients of the new month who were not answered, or whose answers were not kept.
    """

    rows: pl.DataFrame
    asked: int
    gone: int
    never_asked: int

    @property
    def overall(self) -> pl.DataFrame:
        """The latest answer to each client, whichever version gave it."""
        return self.rows.unique("client", keep="last", maintain_order=True)

    @property
    def by_version(self) -> dict[str, pl.DataFrame]:
        """The latest answer of each version to each client; versions as they are numbered."""
        parts = self.rows.partition_by("version", as_dict=True, maintain_order=True)
        names = sorted((name for (name,) in parts), key=lambda name: (len(name), name))
        return {name: parts[name,] for name in names}


def join(answers: pl.DataFrame, new_month: NewMonth) -> Joined:
    """Join the answers with the new month.

    Parameters
    ----------
    answers
        What `latest_answers` returns.
    new_month
        The month after that of the records.

    Raises
    ------
    OtherClientsError
        If no client is in both.
    """
    holdings = new_month.holdings
    rows = answers.join(holdings, on="client", how="inner", maintain_order="left")
    asked, met = answers["client"].n_unique(), rows["client"].n_unique()
    if not met:
        raise OtherClientsError(
            f"none of the {asked:,} clients who were answered is in {new_month.snapshot:%Y-%m}: "
            "set BANK_RS_CLIENT_KEY, or the state folder with client.key, to what the service had "
            "when it answered, and name a file of the same bank."
        )
    added = pl.col("owned") & ~pl.col("held")
    kept = rows.with_columns(added=added).drop("owned")
    return Joined(kept, asked, asked - met, holdings.height - met)
