"""Answers as rows of the prediction log."""

from collections.abc import Sequence
from datetime import date
from itertools import chain, compress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.predictions.client_key import ClientKey
from bank_rs.predictions.journal import Origin, Rows
from bank_rs.predictions.row import row_type
from bank_rs.predictions.sample import sampled
from bank_rs.service.answering.scored import Asked
from bank_rs.service.following.served import ServedModel
from bank_rs.service.recording.queue import Noted

_EPOCH: Final = date(1970, 1, 1).toordinal()


class RowMaker:
    """Makes rows of what one model answered.

    Parameters
    ----------
    model
        The model.
    key
        Hashes clients.
    share
        Part of the clients that are kept.
    """

    def __init__(self, model: ServedModel, key: ClientKey, share: float) -> None:
        names = model.champion.feature_names
        self.model = model
        self.origin = Origin(model.version, model.sha256, names)
        self._key, self._share = key, share
        self._type = row_type(len(names))
        self._categories = [names.index(name) for name in CATEGORIES]

    def rows(self, noted: Sequence[Noted]) -> Rows:
        """A row for each client that is kept, in the order they were answered."""
        answered = [some.answered for some in noted]
        asked = [one for some in answered for one in some.asked]
        offered = [some.offered for some in answered]
        clients = self._key.names([one.values["id"] for one in asked])
        kept = sampled(clients, self._share)
        asked = list(compress(asked, kept))
        rows = np.empty(len(asked), self._type)
        times = [int(some.time * 1e6) for some in noted]
        rows["time"] = np.repeat(times, [len(some.asked) for some in answered])[kept]
        rows["client"] = clients[kept]
        rows["request_id"] = [one.request_id for one in asked]
        rows["month"] = [one.values["fetch_date"].toordinal() - _EPOCH for one in asked]
        rows["offered"] = list(compress(chain.from_iterable(offered), kept))
        rows["probabilities"] = np.concatenate([some.probabilities for some in answered])[kept]
        rows["features"] = np.concatenate([some.features for some in answered])[kept]
        rows["unseen"] = self._unseen(asked, rows["features"])
        return rows

    def _unseen(self, asked: Sequence[Asked], features: NDArray[np.float32]) -> NDArray[np.uint16]:
        unseen = np.zeros(len(asked), np.uint16)
        missing = np.isnan(features[:, self._categories])
        for row, bit in zip(*(places.tolist() for places in missing.nonzero()), strict=True):
            if asked[row].values.get(CATEGORIES[bit]) is not None:
                unseen[row] |= 1 << bit
        return unseen
