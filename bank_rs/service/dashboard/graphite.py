"""Questions to graphite-web."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Final

import httpx2
from pydantic import BaseModel, ValidationError

from bank_rs.service.edge.problems import ProblemError

ANSWER_SECONDS: Final = 5.0
LONGEST_ANSWER: Final = 8 << 20
"""Bytes; the widest panel, 24 products at 2,000 points, has about 1.5 million."""

_BAD_GATEWAY: Final = 502
_LATE: Final = 504
_AWAY: Final = "Graphite does not answer: start it, or set BANK_RS_GRAPHITE_URL to where it is."
_SLOW: Final = f"Graphite has not answered within {ANSWER_SECONDS:g} s: ask for a shorter time."
_WRONG: Final = (
    "What BANK_RS_GRAPHITE_URL names answers as no Graphite does, or refuses the dashboard's "
    "question: graphite-web's log says why."
)
_LONG: Final = f"Graphite's answer is longer than {LONGEST_ANSWER >> 20} MiB: ask for less."

Form = Mapping[str, str | Sequence[str]]


class _Expanded(BaseModel):
    results: list[str]


class Graphite:
    """Asks one graphite-web, over connections that are kept.

    Parameters
    ----------
    url
        Of graphite-web.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._client: httpx2.AsyncClient | None = None

    async def render(self, targets: Sequence[str], seconds: int, points: int) -> bytes:
        """Series of the last `seconds`.

        Parameters
        ----------
        targets
            Expressions.
        seconds
            How far to look back.
        points
            Of each series at most.

        Returns
        -------
        bytes
            Graphite's own JSON: a list of ``target`` and ``datapoints``, pairs of value and time.

        Raises
        ------
        ProblemError
            502 if Graphite is away or refuses, 504 if it is slow.
        """
        if not targets:
            return b"[]"
        form = {"target": targets, "from": f"-{seconds}s", "until": "now", "format": "json"}
        # graphite-web may keep answers for a minute, which is longer than a refresh
        return await self._ask("/render", form | {"maxDataPoints": str(points), "noCache": "1"})

    async def expand(self, pattern: str) -> list[str]:
        """Names of the metrics that fit a pattern; raises as `render` does."""
        answer = await self._ask("/metrics/expand", {"query": pattern, "leavesOnly": "1"})
        try:
            return _Expanded.model_validate_json(answer).results
        except ValidationError as error:
            raise ProblemError(_BAD_GATEWAY, _WRONG) from error

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()

    async def _ask(self, path: str, form: Form) -> bytes:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._read(path, form)
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise ProblemError(_LATE, _SLOW) from error
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise ProblemError(_BAD_GATEWAY, _AWAY) from error

    async def _read(self, path: str, form: Form) -> bytes:
        if self._client is None:
            # made late, as most workers are never asked for a dashboard
            self._client = httpx2.AsyncClient(timeout=None, trust_env=False)
        body = bytearray()
        async with self._client.stream("POST", f"{self._url}{path}", data=form) as answer:
            kind = answer.headers.get("content-type", "")
            if not answer.is_success or not kind.startswith("application/json"):
                raise ProblemError(_BAD_GATEWAY, _WRONG)
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > LONGEST_ANSWER:
                    raise ProblemError(_BAD_GATEWAY, _LONG)
        return bytes(body)
