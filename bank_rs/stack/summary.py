import json

from rich.console import Console

from bank_rs.settings import Settings
from bank_rs.stack.service import predict, published_client


def show_summary(settings: Settings, console: Console) -> None:
    """Print a first recommendation, the addresses and how to stop.

    Raises
    ------
    ServiceError
        If the service does not answer a published client's record.
    """
    answer = predict(settings, published_client())
    offered = {product: value for product, value in answer.items() if value == 1}
    service, web = settings.address(settings.port), settings.address(settings.graphite_web_port)
    places = (
        ("service", f"{service}  with its documentation at {service}/docs"),
        ("MLflow", settings.tracking_uri),
        ("Graphite", web),
        ("carbon", f"{settings.graphite_host}:{settings.graphite_port}, one line per metric"),
    )
    written = json.dumps(offered, ensure_ascii=False)
    lines = (
        "",
        *(f"{name:<10}{where}" for name, where in places),
        "",
        "POST /predict with the record of a client of the public data answers",
        f"{written} and 0 for the other {len(answer) - len(offered)} products.",
        "",
        f"Logs are in {settings.state_dir / 'log'}. Ctrl-C stops everything.",
    )
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
