"""Which engine a command runs on."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bank_rs.model.source import Source
from bank_rs.scoring.engine import Engine


class EngineName(StrEnum):
    """An engine."""

    POLARS = "polars"
    SPARK = "spark"


MasterOption = Annotated[
    str, typer.Option(help="Spark's master: local[*] is this machine, with all its cores.")
]
SparkSettings = Annotated[
    list[str] | None,
    typer.Option("--conf", metavar="KEY=VALUE", help="A setting of Spark's; may be repeated."),
]


@contextmanager
def engine_of(name: EngineName, master: str, conf: Sequence[str] | None) -> Iterator[Engine]:
    """An engine, started for the time of the block."""
    if name == EngineName.POLARS:
        from bank_rs.scoring.here import Here

        yield Here()
        return
    from bank_rs.spark.engine import Spark
    from bank_rs.spark.session import spark_session

    with spark_session(master, _pairs(conf or ())) as session:
        yield Spark(session)


@contextmanager
def source_of(
    name: EngineName, master: str, conf: Sequence[str] | None, panel: str, most: int
) -> Iterator[Source]:
    """A panel to learn from, on an engine started for the time of the block."""
    if name == EngineName.POLARS:
        from bank_rs.model.panel_file import PanelFile

        yield PanelFile(Path(panel), most)
        return
    from bank_rs.spark.session import spark_session
    from bank_rs.spark.training import SparkPanel

    with spark_session(master, _pairs(conf or ())) as session:
        yield SparkPanel(session, panel, most)


def _pairs(conf: Sequence[str]) -> dict[str, str]:
    pairs = {}
    for setting in conf:
        key, equals, value = setting.partition("=")
        if not equals:
            raise typer.BadParameter(
                f"{key} has no value: write it as KEY=VALUE.", param_hint="--conf"
            )
        pairs[key] = value
    return pairs
