import numpy as np
import pytest

from bank_rs.data.record import read_record
from bank_rs.model.champion import Champion
from bank_rs.registry.golden import GOLDEN_FILE, WAYS, Golden
from bank_rs.registry.golden_clients import CLIENTS, ODDITIES, golden_clients
from tests.registry.releases import copy, edit_probability


@pytest.fixture(scope="module")
def folder(models_dir):
    return models_dir / "champion"


@pytest.fixture(scope="module")
def champion(folder):
    return Champion.load(folder)


def test_clients_are_the_same_on_every_call():
    assert golden_clients() == golden_clients()


def test_half_of_the_clients_have_months_before_with_gaps_among_them():
    histories = [history for _, history in golden_clients()]
    assert len(histories) == CLIENTS
    assert [len(history) >= 3 for history in histories] == [False, True] * (CLIENTS // 2)
    assert any(None in history and any(history) for history in histories)


def test_every_oddity_is_a_record_that_can_be_read():
    odd = [record for record, _ in golden_clients()][-len(ODDITIES) :]
    for record, oddity in zip(odd, ODDITIES, strict=True):
        assert record | oddity == record
        assert read_record(record).height == 1


def test_stored_model_answers_its_golden_records(folder, champion):
    assert list(Golden.read(folder).wrong(champion)) == []


def test_written_records_are_read_again(folder, champion, tmp_path):
    golden = Golden.of(champion, "0" * 64)
    golden.write(tmp_path)
    assert Golden.read(tmp_path) == golden
    assert golden.records == Golden.read(folder).records
    assert len((tmp_path / GOLDEN_FILE).read_text("utf-8").splitlines()) == CLIENTS + 2


def test_other_model_is_wrong_in_every_way(folder):
    other = Champion.load(folder)
    other.pipeline.steps[-1][1].rates_ += 1e-6
    found = list(Golden.read(folder).wrong(other))
    assert [line.split(" ", 2)[2] for line in found] == list(WAYS)


def test_answer_that_is_no_number_is_wrong(folder):
    other = Champion.load(folder)
    other.pipeline.steps[-1][1].rates_[:] = np.nan
    assert len(list(Golden.read(folder).wrong(other))) == len(WAYS)


@pytest.mark.parametrize(("by", "ways"), [(1e-11, len(WAYS)), (1e-14, 0)])
def test_answers_may_differ_by_less_than_the_tolerance(by, ways, folder, champion, tmp_path):
    edited = copy(folder, tmp_path / "edited")
    edit_probability(edited, by)
    assert len(list(Golden.read(edited).wrong(champion))) == ways
