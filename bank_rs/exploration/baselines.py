"""Answers that know little or nothing of the client, from constants to popularity by segment."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from bank_rs.catalog import PRODUCTS
from bank_rs.data.ownership import unpack
from bank_rs.data.panel import Split
from bank_rs.exploration.contender import Contender
from bank_rs.model.candidates.segment_popularity import SegmentPopularity
from bank_rs.model.evaluate.arrays import Flags, Scores
from bank_rs.model.popularity import Popularity
from bank_rs.model.report import Evidence


def contenders(split: Split, evidence: Evidence) -> list[Contender]:
    """Judge the baselines and the model on the same month.

    Parameters
    ----------
    split
        The panel's transitions; the baselines learn from all but the last part.
    evidence
        Of a model of the same panel.

    Returns
    -------
    list of Contender
        From the simplest to the model.
    """
    held, added = unpack(split.test["owned"]), unpack(split.test["added"])
    answers = baselines(pl.concat([split.train, split.validation]), split.test)
    judged = [Contender.judge(name, given, added, held) for name, given in answers.items()]
    return [*judged, Contender.of_model(evidence)]


def baselines(known: pl.DataFrame, asked: pl.DataFrame) -> Mapping[str, Scores]:
    """Probabilities of simple answers, 0 where the product is held.

    Parameters
    ----------
    known
        What `transitions` returns of the months to learn from.
    asked
        The same of the month to answer for.

    Returns
    -------
    mapping of str to ndarray of shape (n, 24)
    """
    held, added = unpack(known["owned"]), unpack(known["added"])
    newest = (known["fetch_date"] == known["fetch_date"].max()).to_numpy()
    all_months, last_month = (
        Popularity().fit(held[part], added[part]).rates_ for part in (slice(None), newest)
    )
    first = int(added.sum(axis=0, dtype=np.int64).argmax())
    owned = unpack(asked["owned"])
    return {
        "constant: nothing": _constant(np.zeros(len(PRODUCTS)), owned),
        f"constant: {PRODUCTS[first].en}": _constant(np.eye(len(PRODUCTS))[first], owned),
        "frequency: share of holders": _constant(held.mean(axis=0), owned),
        "constant: rate of additions": _constant(all_months, owned),
        "constant: rate, last month": _constant(last_month, owned),
        "frequency: rate in the segment": SegmentPopularity()
        .fit(known, added)
        .predict_proba(asked),
    }


def _constant(values: Scores, held: Flags) -> Scores:
    return np.where(held == 1, 0.0, values)
