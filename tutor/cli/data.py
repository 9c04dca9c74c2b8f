"""`data`: lists, fetches and removes data sets."""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING

from tutor.cli.command import FAILED, UNUSABLE, Command, language_option
from tutor.cli.language import texts_for

if TYPE_CHECKING:
    from tutor.data.sets import DataSet
    from tutor.lesson import Texts


def _data(arguments: argparse.Namespace) -> int:
    from tutor.data.sets import KNOWN

    texts = texts_for(arguments.lang)
    action = arguments.action or "list"
    if action == "list":
        return _list(texts, as_json=arguments.json)
    if arguments.name not in KNOWN:
        print(texts("data.unknown", name=arguments.name, known=", ".join(KNOWN)), file=sys.stderr)
        return UNUSABLE
    return (_fetch if action == "fetch" else _remove)(KNOWN[arguments.name], texts, arguments)


def _list(texts: Texts, *, as_json: bool) -> int:
    from rich.console import Console
    from rich.table import Table

    from tutor.data.sets import KNOWN, whereabouts

    rows = [(data, *whereabouts(data)) for data in KNOWN.values()]
    if as_json:
        facts = [
            {"name": data.name, "state": state, "folder": str(folder), "bytes": data.size}
            | {"licence": data.licence, "origin": data.origin}
            for data, state, folder in rows
        ]
        print(json.dumps(facts, indent=2, ensure_ascii=False))
        return 0
    console = Console(highlight=False)
    for data, state, folder in rows:
        table = Table.grid(padding=(0, 2))
        table.add_column()
        table.add_column(overflow="fold")
        for key, value in (
            ("state", texts(f"data.state.{state}")),
            ("where", str(folder)),
            ("size", _megabytes(data.size)),
            ("licence", data.licence),
            ("origin", data.origin),
        ):
            table.add_row(f"  {texts(f'data.column.{key}')}", value)
        console.print(f"[bold]{data.name}[/bold]  {texts(f'data.title.{data.name}')}")
        console.print(table)
        if state not in ("full", "debian"):
            console.print(f"  {texts('data.get', command=f'd2l-tutor data fetch {data.name}')}")
        console.print()
    return 0


def _fetch(data: DataSet, texts: Texts, arguments: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    from tutor.data.fetch import FetchError, fetch
    from tutor.data.sets import File

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    sources = (arguments.source,) if arguments.source else ()
    try:
        with Progress(*columns, console=Console(stderr=True)) as bar:
            tasks = {file: bar.add_task(file.name, total=file.size) for file in data.files}

            def tell(file: File, size: int) -> None:
                bar.update(tasks[file], completed=size)

            fetch(data, tell, sources)
    except FetchError as error:
        print(texts(f"data.failed.{error.key}", **error.facts), file=sys.stderr)
        print(texts("data.failed.again", name=data.name), file=sys.stderr)
        return FAILED
    except OSError as error:
        print(texts("data.failed.disk", folder=data.folder, reason=error), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print(texts("data.failed.again", name=data.name), file=sys.stderr)
        raise
    print(texts("data.fetched", name=data.name, folder=data.folder))
    return 0


def _remove(data: DataSet, texts: Texts, arguments: argparse.Namespace) -> int:
    from tutor.data.fetch import part_of

    own = [data.folder / file.name for file in data.files]
    paths = [path for name in own for path in (name, part_of(name)) if path.is_file()]
    if not paths:
        print(texts("data.nothing", name=data.name, folder=data.folder))
        return 0
    size = _megabytes(sum(path.stat().st_size for path in paths))
    if not arguments.yes:
        if not sys.stdin.isatty():
            print(texts("data.say_yes", name=data.name), file=sys.stderr)
            return UNUSABLE
        answer = input(texts("data.sure", count=len(paths), size=size, folder=data.folder) + " ")
        if answer.strip().lower() not in ("y", "yes", "是"):
            print(texts("data.kept"))
            return FAILED
    try:
        for path in paths:
            path.unlink()
    except OSError as error:
        print(texts("data.failed.disk", folder=data.folder, reason=error), file=sys.stderr)
        return FAILED
    if not any(data.folder.iterdir()):
        data.folder.rmdir()
    print(texts("data.removed", count=len(paths), size=size, folder=data.folder))
    return 0


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"


def _arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", title="actions")
    listing = actions.add_parser("list", help="")
    fetching = actions.add_parser("fetch", help="")
    removing = actions.add_parser("remove", help="")
    for action in (fetching, removing):
        action.add_argument("name", metavar="NAME")
    fetching.add_argument("--from", dest="source", metavar="URL")
    removing.add_argument("--yes", action="store_true")
    parser.set_defaults(json=False)
    listing.add_argument("--json", action="store_true")
    for each in (parser, listing, fetching, removing):
        language_option(each)


COMMANDS = (
    Command(
        "data",
        _data,
        (
            "data",
            "data fetch fashion-mnist",
            "data fetch mnist --from http://localhost:8000",
            "data remove fashion-mnist --yes",
        ),
        _arguments,
    ),
)
