"""Some consecutive rows of the file: those that were read and those that were refused."""

from dataclasses import dataclass, replace

import polars as pl

from bank_rs.data.raw.cell import spelt
from bank_rs.data.raw.refusal import REFUSED


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows of the file between two places.

    Attributes
    ----------
    panel
        Rows that were read, ``PANEL_SCHEMA``.
    source
        The same rows' ``line`` and ``row``, as in ``REFUSED``; a ``row`` of cells instead of text
        is a struct.
    refused
        The other rows, ``REFUSED``.
    rows
        Rows that stand in the file, counted without parsing them.
    share
        Part of the file that ends with this batch, 0 to 1.
    """

    panel: pl.DataFrame
    source: pl.DataFrame
    refused: pl.DataFrame
    rows: int
    share: float

    def refuse(self, reasons: pl.DataFrame) -> "Batch":
        """Move rows from ``panel`` to ``refused``.

        Parameters
        ----------
        reasons
            ``column`` and ``rule`` for each row of ``panel``, null rule where the row stays.
        """
        bad = reasons["rule"].is_not_null()
        if not bad.any():
            return self
        refused = _as_text(self.source.filter(bad)).hstack(reasons.filter(bad))
        return replace(
            self,
            panel=self.panel.filter(~bad),
            source=self.source.filter(~bad),
            refused=pl.concat([self.refused, refused.match_to_schema(REFUSED)]),
        )


def _as_text(source: pl.DataFrame) -> pl.DataFrame:
    dtype = source.schema["row"]
    if not isinstance(dtype, pl.Struct):
        return source
    cells = source["row"].struct.unnest()
    row = pl.struct(spelt(name, dtype) for name, dtype in cells.schema.items())
    text = cells.select(row=row.struct.json_encode().cast(pl.Binary))
    return source.with_columns(text)
