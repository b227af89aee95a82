"""The HTTP interface: its routes and what stands before them."""

from typing import Final

from fastapi import FastAPI

from bank_rs import __version__
from bank_rs.service.answering.explained import ExplainedProduct
from bank_rs.service.answering.queries import AtLeast, Best, Explained, InLanguage
from bank_rs.service.answering.route import RecordRoute, problems
from bank_rs.service.answering.schemas import Chances, Offer, Recommendation
from bank_rs.service.dashboard.dashboard import add_dashboard
from bank_rs.service.docs import add_docs
from bank_rs.service.edge.middleware import add_middleware
from bank_rs.service.edge.problem_handlers import add_problem_handlers
from bank_rs.service.endpoints.about import model, products
from bank_rs.service.endpoints.alive import alive, random_client
from bank_rs.service.endpoints.batch import BatchRoute
from bank_rs.service.endpoints.explain import Explanations
from bank_rs.service.endpoints.predict import predict, predict_proba, recommend
from bank_rs.service.health import live, ready
from bank_rs.service.interface import Interface
from bank_rs.service.lifespan import lifespan
from bank_rs.service.metering.meter import Meter, meter_of
from bank_rs.settings import Settings

_REFUSED: Final = problems(401, 422, 429, 503)
_GUARDED: Final = problems(401, 429, 503)
_UNREADY: Final = problems(503)


def create_app(settings: Settings | None = None, metrics: Meter | None = None) -> FastAPI:
    """The application; the model is loaded and metrics start with its lifespan.

    Parameters
    ----------
    settings
        Read from the environment when not given.
    metrics
        Where to count; where nobody else does when not given.
    """
    settings = settings or Settings.read()
    metrics = metrics or meter_of(settings)
    app = Interface(
        title="bank-rs",
        summary="Which product to offer each bank client next.",
        version=__version__,
        lifespan=lifespan(settings, metrics),
        docs_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        redoc_url=None,
    )
    _add_records(app, settings)
    app.get("/", responses=_UNREADY)(alive)
    app.get("/random", responses=_REFUSED)(random_client)
    app.get("/model", responses=_GUARDED)(model)
    app.get("/products", responses=_REFUSED)(products)
    app.get("/health/live")(live)
    app.get("/health/ready", responses=_UNREADY)(ready)
    add_docs(app)
    add_dashboard(app, settings)
    add_problem_handlers(app)
    add_middleware(app, settings, metrics)
    return app


def _add_records(app: FastAPI, settings: Settings) -> None:
    seconds = settings.request_seconds
    explain = Explanations().explain
    app.router.routes += [
        RecordRoute("/predict", predict, InLanguage, Offer, seconds),
        RecordRoute("/predict_proba", predict_proba, AtLeast, Chances, seconds),
        RecordRoute("/recommend", recommend, Best, list[Recommendation], seconds),
        RecordRoute("/explain", explain, Explained, list[ExplainedProduct], seconds),
        BatchRoute("/predict/batch", seconds),
    ]
