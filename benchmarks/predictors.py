"""What predicts each product in a simulated bank, beside what did in the real one.

One LightGBM model a product, P(add) of the clients who lack it, learnt on five months with profile,
ownership now and in the five months before, and the history. Shown are the strongest features by
gain; beside them those of the 2nd place of the competition (ttvand, product feature order.rds).

    python benchmarks/predictors.py PANEL.parquet
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import lightgbm as lgb
import numpy as np
import polars as pl
from buyers import Matrix, history, ownership, profile
from rich.console import Console
from rich.table import Table

from bank_rs.catalog import CODES
from bank_rs.data.panel import months_of, read_panel, with_history

MONTHS = 5
LAGS = 5
NEGATIVES = 60_000
SHOWN = 5
SETTINGS = {"objective": "binary", "learning_rate": 0.1, "min_data_in_leaf": 50, "verbose": -1}
EVENTS = ("months since drop of", "months since addition of", "drops of", "additions of", "held")
PUBLISHED = {
    "recibo": "since drop of recibo, drops of recibo, active fraction, activity",
    "nom_pens": "since drop of nom_pens, nom_pens lag 2, since drop of nomina, drops, activity",
    "nomina": "since drop of nomina, nomina lag 2, drops of nomina, activity",
    "tjcr": "since drop of tjcr, drops of tjcr, since addition of tjcr, counts",
    "cco": "nom_pens lag 2, months active, activity, nom_pens lag 4, since drop of nom_pens",
    "cno": "since drop of cno, since addition of nom_pens, activity, nomina, income",
    "ecue": "seniority, since addition of ctma, age, since drop of ecue, active fraction",
    "ctop": "since drop of ctop, seniority, drops of ctop, ctop lag 2",
    "valo": "since drop of valo, income, drops of valo, activity, age",
    "dela": "age, activity, client type, since drop of dela",
    "fond": "age, income, activity, dela lag 5",
    "reca": "active fraction, income, age, number of products",
}


def features(rows: pl.DataFrame, panel: pl.DataFrame) -> Matrix:
    flags = ownership(rows)
    return np.hstack([profile(rows, panel), *flags[: LAGS + 1], history(flags)])


def feature_names(panel: pl.DataFrame) -> list[str]:
    left_out = ("id", "owned", "unknown", "fetch_date")
    columns = [name for name in panel.columns if name not in left_out]
    lags = [f"{code} lag {lag}" for lag in range(1, LAGS + 2) for code in CODES]
    return [*columns, *lags, *(f"{event} {code}" for event in EVENTS for code in CODES), "months"]


def sample(rows: pl.DataFrame, product: int) -> pl.DataFrame:
    """Clients who lack the product: all who add it and as many others as can be learnt from."""
    bit = 1 << product
    free = rows.filter((pl.col("owned") & bit) == 0)
    adds = (pl.col("added") & bit) != 0
    others = free.filter(~adds)
    few = others.sample(min(NEGATIVES, others.height), seed=0)
    return pl.concat([free.filter(adds), few]).with_columns(adds=adds)


def strongest(rows: pl.DataFrame, panel: pl.DataFrame) -> Iterator[str]:
    data = lgb.Dataset(features(rows, panel), rows["adds"].to_numpy())
    gain = lgb.train(SETTINGS, data, num_boost_round=60).feature_importance("gain")
    names = feature_names(panel)
    for place in np.argsort(-gain)[:SHOWN]:
        yield f"{names[place]} {100 * gain[place] / gain.sum():.0f} %"


def main(path: Path) -> None:
    panel = read_panel(path)
    rows = with_history(panel).filter(pl.col("added").is_not_null())
    rows = rows.filter(pl.col("fetch_date").is_in(months_of(rows)[-1 - MONTHS : -1]))
    table = Table("product", "strongest by gain, simulated", "published", show_lines=True)
    console = Console()
    for code, published in PUBLISHED.items():
        with console.status(f"learning {code}"):
            found = strongest(sample(rows, CODES.index(code)), panel)
            table.add_row(code, ", ".join(found), published)
    console.print(table)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
