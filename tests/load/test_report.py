from rich.console import Console

from bank_rs.load.outcome import Load, Outcome
from bank_rs.load.report import report


def test_report_counts_results_by_endpoint():
    outcomes = [
        Outcome("GET /", "200", 1.0),
        Outcome("GET /", "200", 3.0),
        Outcome("POST /predict", "422", 2.0),
        Outcome("POST /predict", "ReadError"),
    ]
    console = Console(width=120)
    with console.capture() as capture:
        console.print(report(Load(outcomes, seconds=2.0)))
    lines = [line.replace("│", " ").split() for line in capture.get().splitlines()]
    assert "4 requests in 2.0 s, 2 per s" in capture.get()
    assert ["GET", "/", "2", "0", "0", "2.0", "2.9", "3.0"] in lines
    assert ["POST", "/predict", "0", "1", "1", "2.0", "2.0", "2.0"] in lines
    assert ["all", "2", "1", "1", "2.0", "2.9", "3.0"] in lines
