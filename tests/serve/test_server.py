"""`d2l-tutor serve` over real HTTP and WebSockets: who gets in, what they see, and that all of it ends."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time

import aiohttp
import pytest

from tutor import cli

LONGEST = 60
"""Seconds that processes have to end before a test fails: a guard, not a measurement."""


def in_browser(work):
    """Runs `work(http)`, a coroutine function, with a client that keeps cookies as a browser does."""

    async def run():
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
            await work(http)

    asyncio.run(run())


def wait_until_gone(pids):
    deadline = time.monotonic() + LONGEST
    while left := [pid for pid in pids if os.path.exists(f"/proc/{pid}")]:
        assert time.monotonic() < deadline, f"still running: {left}"
        time.sleep(0.05)


def test_the_server_says_where_it_is_and_listens_on_this_machine_alone(site):
    assert re.search(r"http://127\.0\.0\.1:\d+/[\w-]{32}/", site.said)


@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/ws", "/static/js/textual.js", "/ws", "/%ff/"])
def test_without_the_token_nothing_is_given(site, path):
    async def work(http):
        async with http.get(site.root + path) as answer:
            assert answer.status == 403
            assert "token" in await answer.text()

    in_browser(work)


def test_a_websocket_without_the_token_is_refused(site):
    async def work(http):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(site.root.replace("http", "ws") + "/wrong/ws")
        assert refused.value.status == 403

    in_browser(work)


def test_a_websocket_of_another_sites_page_is_refused(site, visit):
    async def work(http):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            async with visit(http, site.url, Origin="http://elsewhere.example"):
                pass
        assert refused.value.status == 403

    in_browser(work)


def test_page_and_files_name_no_other_place(site):
    async def work(http):
        async with http.get(site.url) as answer:
            page = await answer.text()
            policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "http" not in policy
        addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
        assert len(addresses) >= 4
        fetched = [page]
        for address in addresses:
            if address == "data:,":
                continue
            assert "//" not in address and not address.startswith("/")
            async with http.get(site.url + address) as answer:
                assert answer.status == 200
                fetched.append(await answer.text())
        for text in fetched:
            assert not re.search(r"https?://", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
        for font in re.findall(r'url\("\.\./(.*?)"\)', "".join(fetched)):
            async with http.get(site.url + font) as answer:
                assert answer.status == 200 and len(await answer.read()) > 10_000

    in_browser(work)


def test_no_folder_is_listed_and_no_file_beside_them_is_given(site):
    async def work(http):
        for path in ("static/", "web/", "static/../server.py", "web/%2e%2e/server.py"):
            async with http.get(site.url + path) as answer:
                assert answer.status in (403, 404)

    in_browser(work)


def test_a_visitor_sees_the_step_types_an_answer_and_comes_back_to_it(site, visit):
    async def work(http):
        async with http.get(site.url):  # brings the cookie
            pass
        async with visit(http, site.url, Origin=site.root) as visitor:
            assert "Make an array x" in await visitor.see("Twelve numbers in a row", "❱")
            await visitor.type("x = nd.arange(12)\r")
            await visitor.see("numbers end at 11", "(12,)")
            running = site.descendants()
            assert len(running) >= 2  # the screen, and the kernel
        wait_until_gone(running)
        async with visit(http, site.url, Origin=site.root) as visitor:
            await visitor.see("(12,)")  # the variable is there again

    in_browser(work)


def test_visitors_share_nothing_and_more_than_there_is_room_for_are_turned_away(site, visit):
    async def work(http):
        async with visit(http, site.url) as one, visit(http, site.url) as other:
            await one.see("Twelve numbers in a row")
            await other.see("Twelve numbers in a row")
            await one.type("x = nd.arange(12)\r")
            await one.see("numbers end at 11")
            await other.type("x.shape\r")
            await other.see("There is no x yet")
            async with http.get(site.url) as answer:
                assert answer.status == 503
                assert "All 2 places are taken" in await answer.text()
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                async with visit(http, site.url):
                    pass
            assert refused.value.status == 503
            running = site.descendants()
        wait_until_gone(running)

    in_browser(work)


def test_what_no_page_would_send_ends_that_visit_alone(site, visit):
    async def work(http):
        async with visit(http, site.url) as visitor:
            await visitor.see("Twelve numbers in a row")
            await visitor.socket.send_str('{"no": "list"}')
            while not visitor.socket.closed:
                await visitor.socket.receive(LONGEST)
        async with http.get(site.url) as answer:
            assert answer.status == 200

    in_browser(work)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_where_the_server_ends_its_visitors_and_their_kernels_end(start_site, visit, number):
    site = start_site("--lang", "zh")

    async def work(http):
        async with visit(http, site.url) as visitor:
            await visitor.see("❱")
            await visitor.type("x = 1 + 1\r")
            await visitor.see("int")
            running = site.descendants()
            assert len(running) >= 2
            stopped = await asyncio.to_thread(site.stop, number)
            assert stopped == (0 if number != signal.SIGKILL else -signal.SIGKILL)
        await asyncio.to_thread(wait_until_gone, running)

    in_browser(work)


def test_the_page_speaks_the_browsers_language(start_site):
    site = start_site("--single")
    assert "one visitor at a time" in site.said or site.process.stdout.readline()

    async def work(http):
        async with http.get(site.url, headers={"Accept-Language": "zh-CN,zh;q=0.9"}) as answer:
            assert "正在打开课程" in await answer.text()
        async with http.get(site.url, headers={"Accept-Language": "fr"}) as answer:
            assert "Opening the session" in await answer.text()

    in_browser(work)


def test_alone_a_visitor_has_the_users_own_progress(start_site, visit, tmp_path):
    site = start_site("--single", "--lang", "en")

    async def work(http):
        async with visit(http, site.url) as visitor:
            await visitor.see("❱")
            await visitor.type("x = nd.arange(12)\r")
            await visitor.see("numbers end at 11")

    in_browser(work)
    site.stop()
    assert (tmp_path / "progress.db").exists()


def test_a_port_that_is_taken_is_said(site, capsys):
    port = site.root.rpartition(":")[2]
    assert cli.main(["serve", "--port", port, "--lang", "en"]) == 2
    assert "cannot be listened on" in capsys.readouterr().err


def test_an_address_that_others_reach_comes_with_a_warning(start_site):
    assert "any program as you" in start_site("--host", "0.0.0.0", "--lang", "en").said


def test_without_the_extra_the_line_that_installs_it_is_said(monkeypatch, capsys):
    monkeypatch.setitem(__import__("sys").modules, "tutor.serve.server", None)
    assert cli.main(["serve", "--lang", "en"]) == 2
    assert "pip install 'd2l-tutor[serve]'" in capsys.readouterr().err


def test_a_lesson_that_does_not_exist_is_said_before_anything_is_served(capsys):
    assert cli.main(["serve", "ndarray-reshap", "--lang", "en"]) == 2
    assert "ndarray-reshape" in capsys.readouterr().err
