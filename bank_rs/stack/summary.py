import json

from rich.console import Console

from bank_rs.data.example import EXAMPLE_RECORD
from bank_rs.settings import Settings
from bank_rs.stack.service import predict, published_client


def show_summary(settings: Settings, console: Console) -> None:
    """Print first recommendations, the addresses and how to stop.

    Raises
    ------
    ServiceError
        If the service does not answer a record.
    """
    service, web = settings.address(settings.port), settings.address(settings.graphite_web_port)
    places = (
        ("service", f"{service}  with its dashboard at /dashboard, its documentation at /docs"),
        ("MLflow", settings.tracking_uri),
        ("Graphite", web),
        ("carbon", f"{settings.graphite_host}:{settings.graphite_port}, one line per metric"),
    )
    lines = (
        "",
        *(f"{name:<10}{where}" for name, where in places),
        "",
        "POST /predict with the record of a client of the public data offers",
        _offered(predict(settings, published_client())),
        "and with that of the made-up client of the documentation",
        _offered(predict(settings, EXAMPLE_RECORD)),
        "",
        f"Logs are in {settings.state_dir / 'log'}. Ctrl-C stops everything.",
    )
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _offered(answer: dict[str, int]) -> str:
    offered = {product: value for product, value in answer.items() if value == 1}
    others = len(answer) - len(offered)
    if not offered:
        return f"nothing: 0 for all {others} products, as for most clients in most months"
    return f"{json.dumps(offered, ensure_ascii=False)} and 0 for the other {others} products"
