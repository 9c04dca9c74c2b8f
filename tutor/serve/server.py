"""The web server: one page, its files and a WebSocket, all behind a token in the address.

Every address begins with the token; whatever does not is refused. A browser that opens the WebSocket
must come from this server's own page.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import urlsplit

import textual_serve
from aiohttp import WSCloseCode, web
from textual_serve.server import Server as TextualServer
from textual_serve.server import to_int

from tutor.lesson import Texts, choose_language
from tutor.serve.page import page, words
from tutor.serve.visitor import Visitor

WEB: Final = Path(__file__).parent / "web"
TEXTUAL: Final = Path(textual_serve.__file__).parent / "static"

COOKIE: Final = "d2l_tutor_visitor"
"""Tells a browser from others, so that a page that is loaded again finds its progress."""

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "font-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """The site. `most` visitors at once; `single`: one, with this user's own progress.

    `app` is what aiohttp serves. `arguments` are those of the tutor's command line, for each visitor.
    """

    def __init__(
        self, arguments: list[str], language: str | None = None, *, most: int = 4, single: bool = False
    ) -> None:
        self.token: Final = secrets.token_urlsafe(24)
        self._arguments, self._language = arguments, language
        self._most = 1 if single else most
        self._homes = None if single else TemporaryDirectory(prefix="d2l-tutor-visitors-")
        self._running: dict[web.WebSocketResponse, Visitor] = {}
        self._textual = TextualServer("d2l-tutor")  # knows the browser's messages
        self.app: Final = web.Application(middlewares=[self._guard])
        self.app.add_routes(
            [
                web.get("/{token}", self._to_page),
                web.get("/{token}/", self._page),
                web.get("/{token}/ws", self._websocket),
                web.static(f"/{self.token}/web", WEB),
                web.static(f"/{self.token}/static", TEXTUAL),
            ]
        )
        self.app.on_shutdown.append(self._end_all)

    @property
    def path(self) -> str:
        """The page's path, with its token."""
        return f"/{self.token}/"

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets through what has the token; every answer tells the browser to load nothing from elsewhere."""
        given = request.path.split("/")[1]
        if not secrets.compare_digest(given.encode(), self.token.encode()):
            return web.Response(status=403, text=self._texts(request)("serve.refused"), headers=HEADERS)
        try:
            response = await handler(request)
        except web.HTTPException as error:
            error.headers.update(HEADERS)
            raise
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    async def _to_page(self, request: web.Request) -> web.StreamResponse:
        raise web.HTTPFound(self.path)

    async def _page(self, request: web.Request) -> web.StreamResponse:
        texts = self._texts(request)
        if self._full:
            return web.Response(
                status=503, text=words(texts, "serve.full", most=self._most), content_type="text/html"
            )
        font_size = min(max(to_int(request.query.get("fontsize", "16"), 16), 6), 60)
        response = web.Response(text=page(texts, font_size), content_type="text/html")
        if not self._knows(request):
            response.set_cookie(
                COOKIE, secrets.token_urlsafe(16), path=self.path, httponly=True, samesite="Strict"
            )
        return response

    async def _websocket(self, request: web.Request) -> web.StreamResponse:
        """A visitor, from coming to leaving."""
        if not _of_this_site(request):
            raise web.HTTPForbidden(text=self._texts(request)("serve.refused"))
        if self._full:
            raise web.HTTPServiceUnavailable(text=self._texts(request)("serve.full", most=self._most))
        socket = web.WebSocketResponse(heartbeat=15)
        language = self._texts(request).language

        async def write_bytes(data: bytes) -> None:
            # read on when nobody looks any more: a process whose output is stuck cannot end
            if not socket.closed:
                await socket.send_bytes(data)

        async def write_text(text: str) -> None:
            if not socket.closed:
                await socket.send_str(text)

        visitor = Visitor(
            self._arguments,
            self._home(request),
            language,
            write_bytes=write_bytes,
            write_str=write_text,
            close=socket.close,
        )
        self._running[socket] = visitor
        try:
            await socket.prepare(request)
            await visitor.start(
                to_int(request.query.get("width", "80"), 80), to_int(request.query.get("height", "24"), 24)
            )
            await self._textual._process_messages(socket, visitor)
        except (AssertionError, KeyError, IndexError, TypeError, ValueError):
            await socket.close(code=WSCloseCode.PROTOCOL_ERROR)
        finally:
            self._running.pop(socket, None)  # a page that is loaded again need not wait for the end
            await visitor.stop()
        return socket

    @property
    def _full(self) -> bool:
        return len(self._running) >= self._most

    def _knows(self, request: web.Request) -> bool:
        return len(request.cookies.get(COOKIE, "")) == len(secrets.token_urlsafe(16))

    def _home(self, request: web.Request) -> Path | None:
        """The folder of a visitor's progress: the same one for the same browser, while the server runs."""
        if self._homes is None:
            return None
        name = request.cookies.get(COOKIE, "")
        if not self._knows(request) or not name.replace("-", "").replace("_", "").isalnum():
            name = secrets.token_urlsafe(16)
        home = Path(self._homes.name) / name
        home.mkdir(exist_ok=True)
        return home

    def _texts(self, request: web.Request) -> Texts:
        """In the language that was asked for, else in the browser's."""
        return Texts(choose_language(self._language or request.headers.get("Accept-Language", "en")[:2]))

    async def _end_all(self, _: web.Application) -> None:
        for socket in list(self._running):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    def clear(self) -> None:
        """Remove the visitors' progress."""
        if self._homes is not None:
            self._homes.cleanup()


def _of_this_site(request: web.Request) -> bool:
    """Whether a browser sent this from our own page. Other programs send no `Origin`, but have the token."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
