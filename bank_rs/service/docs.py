"""The pages that show the interface to people, with all they load in this package."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_redoc_html, get_swagger_ui_html
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

STATIC: Final = Path(__file__).parent / "static"
"""What the pages load, from npm; ``VERSIONS.txt`` there names the packages and their hashes."""

ASSETS_PATH: Final = "/static/docs"
SWAGGER_PATH: Final = "/docs"
REDOC_PATH: Final = "/redoc"

_SWAGGER: Final = f"{ASSETS_PATH}/swagger-ui-dist-5.35.0"
_REDOC: Final = f"{ASSETS_PATH}/redoc-2.5.4"
_FAVICON: Final = f"{_SWAGGER}/favicon-32x32.png"

_INLINE: Final = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
_POLICY: Final = (
    "default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; worker-src blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""Both pages write styles as they go, and ReDoc searches in a worker made of its own script."""

_HEADERS: Final = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
_KEPT: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
"""For files whose path names their version."""


class Assets(StaticFiles):
    """Files that never change under their path, always sent whole."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass over a wish for a part, which Starlette may refuse in words of its own."""
        headers = [header for header in scope["headers"] if header[0] != b"range"]
        await super().__call__({**scope, "headers": headers}, receive, send)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, and for how long a browser may keep it."""
        response = await super().get_response(path, scope)
        response.headers.update(_KEPT | _HEADERS)
        return response


def add_docs(app: FastAPI) -> None:
    """Add the pages ``/docs`` and ``/redoc`` and what they load, under ``/static/docs``.

    Nothing is loaded from anywhere else, and the browser is told to refuse it.

    Parameters
    ----------
    app
        Made with ``docs_url=None`` and ``redoc_url=None``: FastAPI's own pages load theirs from the
        internet.
    """
    app.mount(ASSETS_PATH, Assets(directory=STATIC), name="static")
    app.add_route(SWAGGER_PATH, _swagger, include_in_schema=False)
    app.add_route(REDOC_PATH, _redoc, include_in_schema=False)


async def _swagger(request: Request) -> Response:
    root = _root(request)
    page = get_swagger_ui_html(
        openapi_url=f"{root}{request.app.openapi_url}",
        title=request.app.title,
        swagger_js_url=f"{root}{_SWAGGER}/swagger-ui-bundle.js",
        swagger_css_url=f"{root}{_SWAGGER}/swagger-ui.css",
        swagger_favicon_url=f"{root}{_FAVICON}",
        # else the document's address goes to a validator on the internet
        swagger_ui_parameters={"validatorUrl": None},
    )
    return _guarded(page)


async def _redoc(request: Request) -> Response:
    root = _root(request)
    page = get_redoc_html(
        openapi_url=f"{root}{request.app.openapi_url}",
        title=request.app.title,
        redoc_js_url=f"{root}{_REDOC}/redoc.standalone.js",
        redoc_favicon_url=f"{root}{_FAVICON}",
        with_google_fonts=False,
    )
    return _guarded(page)


def _root(request: Request) -> str:
    """Where a proxy has put the service."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def _guarded(page: HTMLResponse) -> Response:
    """The page, which may run its own scripts and load from this service alone."""
    hashes = [sha256(script).digest() for script in _INLINE.findall(bytes(page.body))]
    allowed = ("'self'", *(f"'sha256-{b64encode(found).decode()}'" for found in hashes))
    page.headers["Content-Security-Policy"] = _POLICY.format(scripts=" ".join(allowed))
    page.headers.update(_HEADERS)
    return page
