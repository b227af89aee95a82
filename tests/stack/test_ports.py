import re
import socket

import pytest

from bank_rs.stack.ports import PURPOSES, PortError, check_ports, is_free


def test_check_ports_free(stack_settings):
    check_ports(stack_settings)


@pytest.mark.parametrize("name", PURPOSES)
def test_check_ports_taken_names_port_and_setting(stack_settings, name):
    port = getattr(stack_settings, name)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(PortError, match=f"^Port {port} of .* set BANK_RS_{name.upper()} to"):
            check_ports(stack_settings)


def test_check_ports_named_twice(stack_settings):
    twice = stack_settings.model_copy(update={"mlflow_port": stack_settings.port})
    message = f"BANK_RS_PORT and BANK_RS_MLFLOW_PORT are both {twice.port}: give each its own."
    with pytest.raises(PortError, match=re.escape(message)):
        check_ports(twice)


def test_is_free_address_of_another_machine():
    assert not is_free("192.0.2.1", 8000)  # RFC 5737: an address nobody has
