"""A month of a panel scored by a model, on the engine that is asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bank_rs.data.history import months_in
from bank_rs.scoring.engine import Engine
from bank_rs.scoring.folder import Folder
from bank_rs.scoring.model import ScoringModel
from bank_rs.scoring.plan import Plan
from bank_rs.scoring.records import clients_of, columns_of_panel, month_to_score, records

Show = Callable[[int, float], None]
"""Called with the clients done, about, and their share of all."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be scored.

    Attributes
    ----------
    data
        Typed panel.
    out
        Folder for recommendations of any month and model.
    k
        Products for each client at most.
    month
        Any day of the month; the newest when not given.
    bucket
        Clients of a bucket, about: the features of 100,000 take 90 MB, and a run that is killed
        has the buckets under way to do again.
    """

    data: str
    out: str
    k: int
    month: date | None = None
    bucket: int = 100_000


def score(request: Request, model: ScoringModel, engine: Engine, show: Show) -> tuple[Plan, int]:
    """Write what each client of a month is most likely to add.

    Below ``out`` are ``month=.../model_version=.../bucket=.../*.parquet`` with the columns of
    ``RECOMMENDATIONS``; readers of such folders add the three. A run that was killed is finished
    by the same call.

    Returns
    -------
    Plan
        Of the run.
    int
        Buckets that an earlier run had written.

    Raises
    ------
    PanelError
        If there is no panel, or its records break the contract.
    MonthToScoreError
        If it has no such month.
    AnotherRunError
        If the folder holds what another run has written, or one is writing.
    OutputError
        If it cannot be written to.
    LostClientsError
        If not all clients have recommendations at the end.
    """
    panel = columns_of_panel(engine.read(request.data), request.data)
    days = months_in(panel)
    day = month_to_score(days, request.month)
    plan = Plan.of(day, model.version, request.k, clients_of(panel, day), request.bucket)
    storage = engine.storage(f"{request.out}/{plan.folder}")
    folder = Folder(storage, plan)
    missing = folder.begin()
    before = done = plan.buckets - len(missing)
    rows = records(panel, days, day, plan.buckets)
    for more in engine.score(rows, missing, model.champion, plan.k, storage) if missing else ():
        done += more
        show(plan.clients * done // plan.buckets, done / plan.buckets)
    folder.finish(engine.written(storage))
    return plan, before
