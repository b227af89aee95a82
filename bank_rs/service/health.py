"""What load balancers and supervisors ask."""

from typing import Literal, Protocol

from fastapi import Request
from pydantic import BaseModel, Field

from bank_rs.service.edge.problems import RETRY_SOON, ProblemError
from bank_rs.service.readiness import Readiness

_UNAVAILABLE = 503


class Live(BaseModel):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(BaseModel):
    """Requests may be sent."""

    status: Literal["ready"] = "ready"
    model_version: str = Field(
        description="version in the registry, or fingerprint of the copy", examples=["3"]
    )


class _Versioned(Protocol):
    @property
    def version(self) -> str: ...


class Serves(Protocol):
    """What the endpoints read of the service in the state of the lifespan."""

    @property
    def readiness(self) -> Readiness:
        """Whether requests may be sent."""
        ...

    @property
    def model(self) -> _Versioned:
        """What answers."""
        ...


async def live() -> Live:
    """Say that the process answers, whatever it can do."""
    return Live()


async def ready(request: Request) -> Ready:
    """Say whether requests may be sent: 503 while the service ends."""
    service: Serves = request.state.service
    if not service.readiness.ready:
        raise ProblemError(_UNAVAILABLE, service.readiness.reason, headers=RETRY_SOON)
    return Ready(model_version=service.model.version)
