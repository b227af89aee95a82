"""``GET /dashboard``: Grafana's dashboards in a page of the service, and what the page asks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, Response
from starlette.types import Scope

from bank_rs.service.dashboard.board import Board
from bank_rs.service.dashboard.boards import Boards
from bank_rs.service.dashboard.graphite import Graphite
from bank_rs.service.dashboard.queries import OfBoard, OfInstance, OfPanel
from bank_rs.service.docs import STATIC, Assets
from bank_rs.service.edge.problems import ProblemError
from bank_rs.settings import Settings

PATH: Final = "/dashboard"
PAGE: Final = Path(__file__).parent / "page"
LIBRARY: Final = "uplot-1.6.32"
"""The charts; ``VERSIONS.txt`` beside it says where it is from."""

_NOT_FOUND: Final = 404
_JSON: Final = "application/json"
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_ASKED_AGAIN: Final = {"Cache-Control": "no-cache"}
"""For files that change with the service: a browser asks each time whether they have."""
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
} | _ASKED_AGAIN


def add_dashboard(app: FastAPI, settings: Settings) -> None:
    """Add the page ``/dashboard``, what it loads and what it asks, all below its address.

    Parameters
    ----------
    app
        Its lifespan closes the connections to Graphite.
    settings
        Where the dashboards and Graphite are.
    """
    answers = _Answers(Boards(settings.dashboards_dir), Graphite(settings.graphite_address))
    router = APIRouter(prefix=PATH, include_in_schema=False, lifespan=answers.running)
    router.get("/boards")(answers.boards)
    router.get("/data")(answers.data)
    router.get("/marks")(answers.marks)
    router.get("/instances")(answers.instances)
    app.include_router(router)
    app.add_route(PATH, _page, include_in_schema=False)
    app.mount(f"{PATH}/page", _PageFiles(directory=PAGE), name="dashboard-page")
    library = Assets(directory=STATIC / LIBRARY)
    app.mount(f"{PATH}/static/{LIBRARY}", library, name="dashboard-library")


class _PageFiles(Assets):
    """The page's own files."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, to be asked for again."""
        response = await super().get_response(path, scope)
        response.headers.update(_ASKED_AGAIN)
        return response


async def _page(_: Request) -> Response:
    text = await asyncio.to_thread((PAGE / "index.html").read_bytes)
    return HTMLResponse(text, headers=_HEADERS)


class _Answers:
    """What the page asks; expressions are the dashboards' own, never the browser's."""

    def __init__(self, boards: Boards, graphite: Graphite) -> None:
        self._boards = boards
        self._graphite = graphite

    @asynccontextmanager
    async def running(self, _: FastAPI) -> AsyncIterator[None]:
        """For as long as the application runs."""
        yield
        await self._graphite.close()

    async def boards(self) -> Response:
        """All dashboards, as their files have them."""
        read = await asyncio.to_thread(self._boards.read)
        return Response(read.document, media_type=_JSON, headers=_ASKED_AGAIN)

    async def data(self, query: Annotated[OfPanel, Query()]) -> Response:
        """The series of a panel, as Graphite has them."""
        board = await self._board(query)
        targets = board.targets_of(query.panel, query.instance)
        if targets is None:
            raise ProblemError(_NOT_FOUND, "The dashboard has no panel with this id.")
        seconds = board.seconds_of(query.panel) or query.range.seconds
        return await self._series(targets, seconds, query.points)

    async def marks(self, query: Annotated[OfInstance, Query()]) -> Response:
        """The series of a dashboard's annotations."""
        board = await self._board(query)
        return await self._series(board.marks(query.instance), query.range.seconds, query.points)

    async def instances(self, query: Annotated[OfBoard, Query()]) -> list[str]:
        """What the variable ``instance`` can be, beside all."""
        variable = (await self._board(query)).variable("instance")
        if variable is None:
            return []
        return variable.values(await self._graphite.expand(variable.metrics))

    async def _board(self, query: OfBoard) -> Board:
        read = await asyncio.to_thread(self._boards.read)
        board = read.by_uid.get(query.board)
        if board is None:
            raise ProblemError(_NOT_FOUND, "There is no dashboard with this uid.")
        return board

    async def _series(self, targets: list[str], seconds: int, points: int) -> Response:
        answer = await self._graphite.render(targets, seconds, points)
        return Response(answer, media_type=_JSON, headers={"Cache-Control": "no-store"})
