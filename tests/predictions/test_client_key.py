import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bank_rs.predictions.client_key import FILE, ClientKey, ClientKeyError
from bank_rs.settings import Settings

CLIENTS = st.integers(0, 10**9)


def settings(folder, **given):
    return Settings(_env_file=None, state_dir=folder, **given)


@given(CLIENTS)
def test_name_depends_on_the_key(client):
    one, other = ClientKey(b"k" * 24), ClientKey(b"l" * 24)
    assert one.of(client) == ClientKey(b"k" * 24).of(client) != other.of(client)


@given(st.lists(CLIENTS, unique=True))
def test_names_of_all_are_those_of_each(clients):
    key = ClientKey(b"k" * 24)
    assert key.of_all(clients).to_list() == [key.of(client) for client in clients]


def test_key_is_made_once_for_its_owner_alone(tmp_path):
    first = ClientKey.from_settings(settings(tmp_path / "state"))
    assert ClientKey.from_settings(settings(tmp_path / "state")).of(7) == first.of(7)
    (kept,) = (tmp_path / "state").iterdir()
    assert kept.name == FILE
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_key_that_is_set_leaves_no_file(tmp_path):
    key = ClientKey.from_settings(settings(tmp_path, client_key="k" * 24))
    assert key.of(7) == ClientKey(b"k" * 24).of(7)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("length", [0, 15, 65])
def test_key_of_another_length_is_refused_without_being_shown(tmp_path, length):
    with pytest.raises(ClientKeyError, match="16 to 64") as refused:
        ClientKey.from_settings(settings(tmp_path, client_key="k" * length))
    assert "kkk" not in str(refused.value)


def test_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "state").write_text("")
    with pytest.raises(ClientKeyError, match=FILE):
        ClientKey.from_settings(settings(tmp_path / "state"))
