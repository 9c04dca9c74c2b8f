"""The session in a real browser, a headless Chromium spoken to over its DevTools protocol."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import struct
import subprocess
from urllib.parse import urlsplit

import aiohttp
import pytest

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

LONGEST = 90
"""Seconds after which what is waited for will not come: a guard, not a measurement."""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")

_CONTROL = re.compile(r"\x1b\[[0-9;:?<>=$]*[ -/]*[@-~]|\x1b[@-_]")


class Tab:
    """A page of the browser: what it asked the net for, and what came over its WebSocket."""

    def __init__(self, socket):
        self.socket = socket
        self.number = 0
        self.requests = []
        self.drawn = ""

    async def command(self, method, **parameters):
        self.number += 1
        await self.socket.send_json({"id": self.number, "method": method, "params": parameters})
        while (message := await self.hear()).get("id") != self.number:
            pass
        return message.get("result", message)

    async def hear(self):
        message = json.loads((await self.socket.receive()).data)
        about = message.get("params", {})
        match message.get("method"):
            case "Network.requestWillBeSent":
                self.requests.append(about["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(about["url"])
            case "Network.webSocketFrameReceived" if about["response"]["opcode"] == 2:
                piece = base64.b64decode(about["response"]["payloadData"]).decode("utf-8", "replace")
                self.drawn += _CONTROL.sub("", piece)
        return message

    async def see(self, *expected):
        while not all(words in self.drawn for words in expected):
            await self.hear()
        self.drawn = ""

    async def type(self, text):
        for letter in text:
            await self.command("Input.dispatchKeyEvent", type="char", text=letter)
        for kind in ("keyDown", "keyUp"):
            enter = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
            await self.command("Input.dispatchKeyEvent", type=kind, **enter)

    async def screenshot(self, path):
        picture = await self.command("Page.captureScreenshot", format="png")
        path.write_bytes(base64.b64decode(picture["data"]))


@pytest.fixture
def chromium(tmp_path):
    """A headless browser; gives the address of its DevTools."""
    profile = tmp_path / "profile"
    options = (
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-port=0",
        "--no-first-run",
    )
    command = [CHROMIUM, *options, f"--user-data-dir={profile}", "--window-size=1200,800", "about:blank"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
        for line in browser.stderr:
            if address := re.search(r"DevTools listening on ws://([^/]+)", line):
                break
        yield f"http://{address[1]}"
        browser.terminate()
        browser.communicate()


def measured(path):
    """A picture's width, height, and bytes: one of a single colour has next to none."""
    content = path.read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    return width, height, len(content)


def test_a_learner_in_a_browser_reads_a_step_and_answers_it(site, chromium, tmp_path):
    async def work():
        async with aiohttp.ClientSession() as http, asyncio.timeout(LONGEST):
            async with http.get(f"{chromium}/json") as answer:
                pages = json.loads(await answer.text())
            target = next(page for page in pages if page["type"] == "page")["webSocketDebuggerUrl"]
            async with http.ws_connect(target, max_msg_size=0) as socket:
                tab = Tab(socket)
                for domain in ("Network", "Page"):
                    await tab.command(f"{domain}.enable")
                await tab.command("Page.navigate", url=site.url)
                await tab.see("Twelve numbers in a row", "❱")
                await tab.type("x = nd.arange(12)")
                await tab.see("numbers end at 11", "(12,)")
                state = "[document.body.className, document.fonts.check('16px \"Roboto Mono\"')]"
                shown = await tab.command("Runtime.evaluate", expression=state, returnByValue=True)
                assert shown["result"]["value"] == ["-loaded -first-byte", True]
                await tab.screenshot(tmp_path / "session.png")
                return tab.requests

    requests = asyncio.run(work())
    own = urlsplit(site.url).netloc
    assert len(requests) >= 5
    for url in requests:
        assert url.startswith("data:") or urlsplit(url).netloc == own
    width, height, size = measured(tmp_path / "session.png")
    assert width >= 1000 and height >= 600 and size > 20_000
