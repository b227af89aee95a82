"""The bank's months as they came in, and the panel they make together."""

from collections.abc import Callable, Sequence
from hashlib import file_digest, sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from bank_rs.data.fields import PANEL_SCHEMA
from bank_rs.data.raw import ingest
from bank_rs.data.whole_file import whole

PANEL_FILE: Final = "panel.parquet"
_MONTHS: Final = "months"
_KEY: Final = "fetch_date"


class Months:
    """A file for each month, of which a later delivery takes the place.

    Parameters
    ----------
    folder
        Of the files; made when something comes in.
    """

    def __init__(self, folder: Path) -> None:
        self.panel = folder / PANEL_FILE
        self._folder = folder / _MONTHS

    @property
    def names(self) -> list[str]:
        """The months there are, as ``2016-05``, rising."""
        return [path.stem for path in self._files()]

    @property
    def fingerprint(self) -> str:
        """What tells these months from others: a hash of their files."""
        whole_hash = sha256()
        for path in self._files():
            with path.open("rb") as file:
                whole_hash.update(path.name.encode() + file_digest(file, "sha256").digest())
        return whole_hash.hexdigest()

    def file_of(self, month: str) -> Path:
        """The typed records of a month."""
        return self._folder / f"{month}.parquet"

    def take_in(self, file: Path, show: Callable[[int, float], None] | None = None) -> list[str]:
        """Read a file of the bank's and keep its months.

        Parameters
        ----------
        file
            As `bank_rs.data.raw.ingest` reads it, of one month or more.
        show
            As ``on_progress`` there.

        Returns
        -------
        list of str
            Months that are new, or not what they were, rising.

        Raises
        ------
        RawFileError
            If the file cannot be read; then nothing has changed.
        OutputError
            If the months cannot be written.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._folder.parent) as new:
            typed = Path(new, "typed.parquet")
            ingest(file, typed, on_progress=show)
            records = pl.scan_parquet(typed, glob=False)
            changed = [month for month in _months_of(records) if self._keep(records, month)]
        if changed or not self.panel.exists():
            self._join()
        return changed

    def _keep(self, records: pl.LazyFrame, month: str) -> bool:
        """Write a month unless it is the one that is there."""
        rows = records.filter(_name() == month).sort("id").collect(engine="streaming")
        target = self.file_of(month)
        if target.exists() and pl.read_parquet(target, glob=False).equals(rows):
            return False
        with whole(target) as partial:
            rows.write_parquet(partial)
        return True

    def _join(self) -> None:
        with whole(self.panel) as partial:
            months = [pl.scan_parquet(path, glob=False) for path in self._files()]
            pl.concat(months).match_to_schema(PANEL_SCHEMA).sink_parquet(partial)

    def _files(self) -> Sequence[Path]:
        return sorted(self._folder.glob("*.parquet"))


def _name() -> pl.Expr:
    return pl.col(_KEY).dt.strftime("%Y-%m")


def _months_of(records: pl.LazyFrame) -> list[str]:
    names = records.select(_name().alias(_KEY).unique().sort()).collect(engine="streaming")
    return names[_KEY].to_list()
