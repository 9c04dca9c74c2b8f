"""A server as `d2l-tutor serve` starts it, and visitors that speak to it as a browser does."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

ROOT = Path(__file__).parents[2]

LONGEST = 60
"""Seconds after which something that is waited for will not come: a guard, not a measurement."""

_CONTROL = re.compile(r"\x1b\[[0-9;:?<>=$]*[ -/]*[@-~]|\x1b[@-_]")


class Site:
    """A running server."""

    def __init__(self, home: Path, *options: str):
        environment = os.environ | {"HOME": str(home), "D2L_TUTOR_HOME": str(home), "TMPDIR": str(home)}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "tutor.cli", "serve", "--port", "0", *options],
            cwd=home,
            env=environment | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = self.process.stdout.readline()
        while "http://" not in self.said:
            assert self.process.poll() is None, self.said
            self.said += self.process.stdout.readline()
        self.url = re.search(r"http://\S+/", self.said)[0]
        self.root = re.match(r"http://[^/]+", self.url)[0]

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        status = self.process.wait(LONGEST)
        self.process.stdout.close()
        return status

    def descendants(self) -> list[int]:
        """The processes that the server has started, and those that they have."""
        found = [self.process.pid]
        for pid in found:
            children = Path(f"/proc/{pid}/task/{pid}/children")
            if children.exists():
                found += [int(child) for child in children.read_text().split()]
        return found[1:]


class Visit:
    """A browser's side of a session: what it was sent, and what it types."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse):
        self.socket = socket
        self.text = ""

    async def see(self, *expected: str) -> str:
        """Reads on until all of `expected` has been drawn; returns what was drawn since the last time."""
        try:
            async with asyncio.timeout(LONGEST):
                while not all(words in self.text for words in expected):
                    message = await self.socket.receive()
                    assert message.type is aiohttp.WSMsgType.BINARY, (message, self.text)
                    self.text += _CONTROL.sub("", message.data.decode("utf-8", "replace"))
        except TimeoutError:
            raise AssertionError(f"{expected} is not in {self.text}") from None
        seen, self.text = self.text, ""
        return seen

    async def type(self, keys: str) -> None:
        await self.socket.send_json(["stdin", keys])


@pytest.fixture
def visit():
    """Opens a WebSocket as the page does: `async with visit(http, url) as visitor`."""

    @asynccontextmanager
    async def visit(http: aiohttp.ClientSession, url: str, **headers: str):
        address = f"{url.replace('http', 'ws', 1)}ws?width=120&height=40"
        async with http.ws_connect(address, headers=headers) as socket:
            await socket.send_json(["focus"])
            yield Visit(socket)

    return visit


@pytest.fixture
def start_site(tmp_path):
    """Starts servers, and stops them at the end."""
    sites = []

    def start(*options: str) -> Site:
        sites.append(Site(tmp_path, *options))
        return sites[-1]

    yield start
    for site in sites:
        if site.process.poll() is None:
            site.stop()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The module's server, in English, for two visitors."""
    site = Site(tmp_path_factory.mktemp("site"), "--lang", "en", "--visitors", "2")
    yield site
    site.stop()
