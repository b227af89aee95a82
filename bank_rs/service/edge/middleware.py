"""What stands between the server and the routes, in its order."""

from starlette.applications import Starlette

from bank_rs.service.edge.capacity import Capacity
from bank_rs.service.edge.keys import KeyRing, Keys
from bank_rs.service.edge.logs import line_writer
from bank_rs.service.edge.observe import Observe
from bank_rs.service.edge.rate import Allowance, RateLimit
from bank_rs.service.metering.meter import Meter
from bank_rs.settings import Settings


def add_middleware(app: Starlette, settings: Settings, metrics: Meter) -> None:
    """Observe, authenticate and limit every request to an application.

    What is not configured is not there: no keys, no check; no rate, no table of callers.

    Raises
    ------
    KeysError
        If what is configured as keys cannot guard the service.
    """
    # the one added last meets the request first
    app.add_middleware(Capacity, limit=settings.capacity, metrics=metrics)
    if settings.rate_limit > 0:
        app.add_middleware(RateLimit, allowance=Allowance(settings.rate_limit))
    if (ring := KeyRing.from_settings(settings)) is not None:
        app.add_middleware(Keys, ring=ring)
    app.add_middleware(Observe, metrics=metrics, writer=line_writer())
