import pytest

from bank_rs.data.fields import RAW_COLUMNS
from bank_rs.stack.service import ServiceError, predict, published_client


def test_published_client_has_the_raw_layout():
    assert list(published_client()) == list(RAW_COLUMNS)


def test_published_client_is_understood(client):
    answer = client.post("/predict", json=published_client())
    assert answer.status_code == 200
    assert len(answer.json()) == 24


def test_predict_without_a_service_names_its_log(stack_settings):
    with pytest.raises(ServiceError, match=r"/predict gave no recommendation: .*service\.log"):
        predict(stack_settings, published_client())
