import numpy as np
import pytest

from bank_rs.model.features.inputs import CATEGORIES
from bank_rs.predictions.client_key import ClientKey
from bank_rs.predictions.frame import frame_of
from bank_rs.service.answering.scored import Asked, HistoryUsed
from bank_rs.service.recording.queue import Noted
from bank_rs.service.recording.row_maker import RowMaker

KEY = ClientKey(b"k" * 24)
SECOND = 1_464_782_400.25


@pytest.fixture
def maker(served):
    return RowMaker(served, KEY, 1.0)


@pytest.fixture
def rows(maker, asked, answer, served):
    noted = [
        Noted(SECOND + place, answer(asked[place : place + 3], served)) for place in range(0, 9, 3)
    ]
    return maker.rows(noted)


def test_row_says_who_asked_and_when(rows, asked):
    assert rows["time"].tolist() == [int((SECOND + place // 3 * 3) * 1e6) for place in range(9)]
    assert rows["request_id"].tolist() == [f"ask-{place}".encode() for place in range(9)]
    assert rows["client"].tolist() == [KEY.of(one.values["id"]) for one in asked[:9]]


def test_row_says_what_was_asked_and_answered(maker, rows, asked, served):
    values = [one.values for one in asked[:9]]
    features = served.champion.encoded(values)
    probabilities = served.champion.probabilities_of(values)
    assert np.array_equal(rows["features"], features, equal_nan=True)
    assert np.array_equal(rows["probabilities"], probabilities.astype(np.float32))
    answers = served.champion.answers(probabilities)
    assert [[mask >> bit & 1 for bit in range(24)] for mask in rows["offered"]] == answers.tolist()
    frame = frame_of(maker.origin, rows)
    assert frame["month"].to_list() == [one["fetch_date"] for one in values]
    assert frame.columns[-features.shape[1] :] == list(served.champion.feature_names)


@pytest.mark.parametrize("bit", range(len(CATEGORIES)))
def test_row_says_which_category_was_not_learnt(maker, asked, answer, served, bit):
    values = asked[0].values

    def unseen(value):
        one = Asked(values | {CATEGORIES[bit]: value}, (), HistoryUsed.NONE)
        return int(maker.rows([Noted(SECOND, answer([one], served))])["unseen"][0]) >> bit & 1

    learnt = next(iter(served.champion.pipeline.steps[0][1].ranks_[CATEGORIES[bit]]))
    assert [unseen(value) for value in ("never seen", learnt, None)] == [1, 0, 0]


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_share_keeps_clients_in_all_their_answers_or_in_none(asked, answer, served, share):
    noted = [Noted(SECOND, answer(asked, served))] * 2
    rows = RowMaker(served, KEY, share).rows(noted)
    kept = [name.decode() for name in rows["request_id"].tolist()]
    wanted = [one for one in asked if KEY.of(one.values["id"]) <= share * 2**64]
    assert kept == 2 * [one.request_id for one in wanted]
    values = [one.values for one in wanted]
    if values:
        features = served.champion.encoded(values)
        assert np.array_equal(rows["features"][: len(values)], features, equal_nan=True)
