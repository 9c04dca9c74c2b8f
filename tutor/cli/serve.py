"""`serve`: the session in a browser."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import signal
import sys
from typing import TYPE_CHECKING, Final

from tutor.cli.command import UNUSABLE, Command, language_option
from tutor.cli.language import texts_for
from tutor.cli.session import unknown

if TYPE_CHECKING:
    from tutor.lesson import Texts

GRACE: Final = 20
"""Seconds that open connections have once the server is asked to stop."""


def _serve(arguments: argparse.Namespace) -> int:
    from tutor.lesson import LessonError, UnknownLesson, locate

    texts = texts_for(arguments.lang)
    try:
        locate(arguments.target)
    except LessonError as error:
        print(error, file=sys.stderr)
        return UNUSABLE
    except UnknownLesson:
        print(unknown(arguments.target, texts), file=sys.stderr)
        return UNUSABLE
    try:
        import tutor.serve.server  # noqa: F401
    except ModuleNotFoundError as error:
        print(texts("serve.missing", module=error.name), file=sys.stderr)
        return UNUSABLE
    try:
        return asyncio.run(_until_stopped(arguments, texts))
    except OSError as error:
        facts = {"host": arguments.host, "port": arguments.port, "error": error}
        print(texts("serve.taken", **facts), file=sys.stderr)
        return UNUSABLE


async def _until_stopped(arguments: argparse.Namespace, texts: Texts) -> int:
    from aiohttp import web

    from tutor.serve.server import Server

    command = ["open", *([arguments.target] if arguments.target else [])]
    server = Server(command, arguments.lang, most=arguments.visitors, single=arguments.single)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    runner = web.AppRunner(server.app, access_log=None, shutdown_timeout=GRACE)
    try:
        await runner.setup()
        await web.TCPSite(runner, arguments.host, arguments.port).start()
        host, port = runner.addresses[0][:2]
        shown = f"[{host}]" if ":" in host else host
        if not _is_loopback(arguments.host):
            print(texts("serve.open_to_others", host=arguments.host), file=sys.stderr)
        print(texts("serve.address", address=f"http://{shown}:{port}{server.path}"))
        print(texts("serve.single" if arguments.single else "serve.several", most=arguments.visitors))
        print(texts("serve.stop"), flush=True)
        await stop.wait()
    finally:
        await runner.cleanup()
        server.clear()
    return 0


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", nargs="?", metavar="LESSON")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--visitors", type=_count, default=4, metavar="N")
    parser.add_argument("--single", action="store_true")
    language_option(parser)


COMMANDS = (
    Command(
        "serve",
        _serve,
        (
            "serve",
            "serve --single",
            "serve my-lessons/ --visitors 20",
            "serve --host 0.0.0.0",
        ),
        _arguments,
    ),
)
