"""How hard a simulated bank is to predict, and whether history matters as published.

Everything is measured on the buyers of the last month with a next one, so MAP@7 is the normalised
one. The models are those of the Kaggle recipes: LightGBM over classes, one row per added product
with weight 1/n, learnt on the buyers of the eight months before; "nowcast" adds the activity and
the segment of the target month, which the published models saw and a live service cannot. The
limit ranks by the probabilities the additions were drawn from. Held products rank nowhere unless
"not masked" is said.

Sources of the figures beside, each over the MAP@7 of a perfect order in its month:
  limit: what the simulation aims at, about the best a published model reached
  perfect order, June 2016: MAP@7 .0350 (Tom Van de Wiele, 2nd place, github.com/ttvand)
  2nd place, 2016-05, nowcast: its out-of-fold predictions (ttvand, BackN.rds), scored on buyers
  profile only, not masked: .0166 (kweonwooj, "bare minimum"); lag 1: about .027 (AJ Pryor)
  lags 2 to 5: above .030 (AJ Pryor; hanzlfs); popularity, 2016-05: .0177 of .0301
  (AlexandrFedyuk, 02_modeling; ceiling: 8th place as repeated by kweonwooj)

    python benchmarks/hardness.py PANEL.parquet [TRUTH.parquet]
"""

import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import lightgbm as lgb
import numpy as np
import polars as pl
from buyers import Buyers, buyers_of
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.metrics import roc_auc_score

from bank_rs.catalog import CODES
from bank_rs.data.panel import months_of, read_panel, with_history
from bank_rs.data.truth import read_truth, true_probabilities
from bank_rs.model.evaluate import ranking_metrics

Scores = NDArray[np.float64]
TRAINING_MONTHS: Final = 8
MIN_ADDITIONS: Final = 30
BLOCKS: Final = ("profile", "lag 1", "lags 2 to 5", "history")
TITLES: Final = ("profile", "+ lag 1", "+ lags 2 to 5", "+ all history")
SETTINGS: Final = {
    "objective": "multiclass",
    "num_leaves": 16,
    "max_depth": 6,
    "min_data_in_leaf": 30,
    "feature_fraction": 0.25,
    "learning_rate": 0.08,
    "num_threads": 1,
    "verbosity": -1,
    "seed": 0,
}
PUBLISHED: Final = {
    "limit": "0.89-0.93 wanted",
    "popularity": "0.588",
    "not masked: profile, nowcast": "0.47",
    "+ lag 1, nowcast": "0.77",
    "+ lags 2 to 5, nowcast": "> 0.86",
    "+ all history, nowcast": "0.908, top-1 0.856",
}
PUBLISHED_AUC: Final = {
    "recibo": 0.852, "nom_pens": 0.870, "nomina": 0.883, "tjcr": 0.932, "cco": 0.945,
    "ecue": 0.867, "cno": 0.834, "ctma": 0.968, "reca": 0.589, "ctop": 0.949, "valo": 0.850,
    "dela": 0.867,
}  # fmt: skip


def scores(train: Buyers, test: Buyers, blocks: tuple[str, ...]) -> Scores:
    """P(product | buys) of the test rows; 0 for products too rare to learn."""
    weights = train.added / train.added.sum(axis=1, keepdims=True)
    common = np.flatnonzero(train.added.sum(axis=0) >= MIN_ADDITIONS)
    row, label = np.nonzero(train.added[:, common])
    settings = SETTINGS | {"num_class": len(common)}
    weight = weights[row, common[label]]
    data = lgb.Dataset(train.features(blocks)[row], label, weight=weight, params=settings)
    model = lgb.train(settings, data, num_boost_round=100)
    result = np.zeros(test.added.shape)
    result[:, common] = model.predict(test.features(blocks))
    return result


def popularity(train: Buyers, test: Buyers) -> Scores:
    """Additions of the month before, the same for everybody."""
    before = train.added[train.month == train.month.max()].sum(axis=0)
    return np.tile(before.astype(float), (len(test.added), 1))


def rankings(train: Buyers, test: Buyers) -> Iterator[tuple[str, Scores]]:
    """Names and scores, the simple ones first; held products score below all others."""
    yield "not masked: popularity", popularity(train, test)
    yield "popularity", mask(popularity(train, test), test)
    sets = {
        title + suffix: (*BLOCKS[:depth], *extra)
        for suffix, extra in (("", ()), (", nowcast", ("nowcast",)))
        for depth, title in enumerate(TITLES, start=1)
    }
    # one thread for each model: LightGBM's own threads stall where a processor is shared
    with ThreadPoolExecutor(2) as pool:
        learnt = pool.map(lambda blocks: scores(train, test, blocks), sets.values())
        for title, found in zip(sets, learnt, strict=True):
            if title.startswith("profile"):
                yield f"not masked: {title}", found
            yield title, mask(found, test)


def mask(found: Scores, test: Buyers) -> Scores:
    return np.where(test.held == 1, -1.0, found)


def ranking_table(found: Mapping[str, Scores], test: Buyers) -> Table:
    title = f"{len(test.added):,} buyers of the last month"
    table = Table("ranking", "MAP@7", "top-1", "published", title=title)
    for name, ranking in found.items():
        metrics = ranking_metrics(ranking, test.added)
        quality = (metrics["map_at_7_normalised"], metrics["hit_rate_at_1"])
        table.add_row(name, *(f"{q:.3f}" for q in quality), PUBLISHED.get(name, ""))
    return table


def product_table(found: Mapping[str, Scores], test: Buyers) -> Table:
    """AUC of the limit and of the richest models among the buyers who lack the product.

    The 2nd place predicted P(add) of all clients, which is what the limit is; the models predict
    P(add) of a buyer, which stands beside the limit given they buy.
    """
    shown = {}
    if "limit" in found:
        buys = 1 - np.prod(1 - found["limit"], axis=1, keepdims=True)
        shown["limit"] = found["limit"]
        shown["limit, given they buy"] = found["limit"] / np.maximum(buys, 1e-12)
    shown |= {name: found[name] for name in found if name.startswith("+ all history")}
    table = Table("AUC", "additions", "2nd place", *shown, title="buyers who lack the product")
    for code, published in PUBLISHED_AUC.items():
        additions = test.added[:, CODES.index(code)].sum()
        measured = (auc(scores, test, CODES.index(code)) for scores in shown.values())
        table.add_row(code, f"{additions:,}", f"{published:.3f}", *measured)
    return table


def auc(found: Scores, test: Buyers, product: int) -> str:
    free = test.held[:, product] == 0
    added = test.added[free, product]
    measurable = 0 < added.sum() < len(added)
    return f"{roc_auc_score(added, found[free, product]):.3f}" if measurable else ""


def main(panel_path: Path, truth_path: Path | None) -> None:
    panel = read_panel(panel_path)
    rows = with_history(panel).filter(pl.col("added") != 0)
    months = months_of(rows)
    past = pl.col("fetch_date").is_in(months[-1 - TRAINING_MONTHS : -1])
    last = rows.filter(pl.col("fetch_date") == months[-1])
    train, test = (buyers_of(part, panel) for part in (rows.filter(past), last))
    found: dict[str, Scores] = {}
    if truth_path:
        found["limit"] = true_probabilities(read_truth(truth_path, months[-1]), last)
    console = Console()
    with console.status("learning"):
        found |= dict(rankings(train, test))
    console.print(ranking_table(found, test))
    console.print(product_table(found, test))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
