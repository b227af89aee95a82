import socket
from typing import Final

from bank_rs.errors import BankRsError
from bank_rs.settings import Settings

PURPOSES: Final = {
    "port": "the service",
    "mlflow_port": "MLflow",
    "graphite_port": "carbon's line receiver",
    "graphite_web_port": "graphite-web",
    "carbon_query_port": "carbon's query receiver",
}
"""The settings that are ports of the local stack, and what listens there."""


class PortError(BankRsError):
    """A port of the stack cannot be used."""


def check_ports(settings: Settings) -> None:
    """Raise `PortError` for the first port of the stack that is taken or named twice."""
    owners: dict[int, str] = {}
    for name, purpose in PURPOSES.items():
        port, variable = getattr(settings, name), f"BANK_RS_{name.upper()}"
        if port in owners:
            raise PortError(f"{owners[port]} and {variable} are both {port}: give each its own.")
        if not is_free(settings.host, port):
            raise PortError(
                f"Port {port} of {purpose} is taken: "
                f"end what listens there or set {variable} to another port."
            )
        owners[port] = variable


def is_free(host: str, port: int) -> bool:
    """Whether nothing listens at the address and it can be bound."""
    with socket.socket() as client:
        client.settimeout(1)
        # macOS lets a second socket bind 127.0.0.1 beside one that listens on all addresses.
        if client.connect_ex((host, port)) == 0:
            return False
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((host, port))
        except OSError:
            return False
    return True
