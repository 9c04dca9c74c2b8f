"""Data sets are fetched over real HTTP, from a server that also breaks off, lies and refuses."""

from __future__ import annotations

import hashlib
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from engine.gluon.data.vision import datasets as engine_datasets
from tutor import cli
from tutor.data import sets
from tutor.data.fetch import FetchError, fetch, part_of
from tutor.data.sets import KNOWN, DataSet, File, data_dir, whereabouts

CONTENT = {"images.gz": bytes(range(256)) * 1000, "labels.gz": b"0123456789"}


class Server(ThreadingHTTPServer):
    """Serves CONTENT; `breaks_after` bytes it ends the connection, `status` it answers instead."""

    breaks_after: int | None = None
    status = 200
    ranges = True
    content = CONTENT

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Range"]))
        if self.server.status != 200:
            return self.send_error(self.server.status)
        content = self.server.content[self.path.rpartition("/")[2]]
        begin = re.match(r"bytes=(\d+)-", self.headers["Range"] or "") if self.server.ranges else None
        start = int(begin[1]) if begin else 0
        self.send_response(206 if begin else 200)
        if begin:
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start:][: self.server.breaks_after])

    def log_message(self, *_):
        pass


@pytest.fixture
def server():
    with Server(("127.0.0.1", 0), Handler) as server:
        server.asked = []
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def data(server, tmp_path, monkeypatch):
    """A small data set that the server has, to be kept in an empty folder."""
    monkeypatch.setenv("MXNET_HOME", str(tmp_path))
    monkeypatch.setenv("no_proxy", "*")
    files = tuple(
        File(name, len(content), hashlib.sha256(content).hexdigest()) for name, content in CONTENT.items()
    )
    data = DataSet("small", "MIT", "here", (server.address,), files)
    monkeypatch.setitem(KNOWN, "small", data)
    return data


def told(data):
    """Fetches; returns the numbers of bytes that were told of the first file."""
    sizes = []
    fetch(data, lambda file, size: sizes.append(size) if file is data.files[0] else None)
    return sizes


def test_what_is_fetched_is_whole_and_has_its_progress_told(data):
    sizes = told(data)
    assert sizes == sorted(sizes) and sizes[-1] == data.files[0].size and len(sizes) > 1
    assert {path.name: path.read_bytes() for path in data.folder.iterdir()} == CONTENT
    assert whereabouts(data) == ("full", data.folder)


def test_what_is_there_is_not_fetched_again(data, server):
    told(data)
    server.asked.clear()
    assert told(data) == [data.files[0].size]
    assert server.asked == []


def test_a_connection_that_breaks_off_is_gone_on_with(data, server):
    server.breaks_after = 100_000
    with pytest.raises(FetchError) as broken:
        told(data)
    assert (broken.value.key, broken.value.facts["size"]) == ("broken_off", 100_000)
    assert whereabouts(data)[0] == "missing"
    server.breaks_after = None
    assert min(told(data)) > 100_000
    assert ("/images.gz", "bytes=100000-") in server.asked
    assert (data.folder / "images.gz").read_bytes() == CONTENT["images.gz"]


def test_a_server_that_cannot_go_on_begins_again(data, server):
    data.folder.mkdir(parents=True)
    part_of(data.folder / "images.gz").write_bytes(b"of another time")
    server.ranges = False
    told(data)
    assert (data.folder / "images.gz").read_bytes() == CONTENT["images.gz"]


def test_another_file_under_the_same_name_is_thrown_away(data, server):
    server.content = {**CONTENT, "images.gz": CONTENT["images.gz"][::-1]}
    with pytest.raises(FetchError) as wrong:
        told(data)
    assert wrong.value.key == "checksum"
    assert list(data.folder.iterdir()) == []


def test_a_file_that_does_not_end_is_not_read_for_ever(data, server):
    server.content = {**CONTENT, "labels.gz": b"0123456789" * 1_000_000}
    with pytest.raises(FetchError, match="checksum"):
        fetch(data, lambda *_: None)


def test_the_next_source_is_tried_where_one_fails(data, server):
    fetch(data, lambda *_: None, ("http://127.0.0.1:1", server.address))
    assert whereabouts(data)[0] == "full"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_refusal_is_said_with_its_address(data, server, capsys, language):
    server.status = 404
    assert cli.main(["data", "fetch", "small", "--lang", language]) == 1
    error = capsys.readouterr().err
    assert f"{server.address}/images.gz" in error and "404" in error
    assert "{" not in error


def test_no_network_is_said_in_plain_words(data, capsys):
    assert cli.main(["data", "fetch", "small", "--from", "http://127.0.0.1:1", "--lang", "en"]) == 1
    error = capsys.readouterr().err
    assert "no connection" in error and "Traceback" not in error
    assert "The course works without." in error


def test_a_folder_that_cannot_be_written_is_said(data, capsys):
    data.folder.parent.parent.joinpath("datasets").write_text("a file where the folder should be")
    assert cli.main(["data", "fetch", "small", "--lang", "en"]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_fetching_and_removing_from_the_command_line(data, capsys):
    assert cli.main(["data", "fetch", "small", "--lang", "en"]) == 0
    assert cli.main(["data", "remove", "small", "--lang", "en"]) == 2  # nobody to ask
    assert whereabouts(data)[0] == "full"
    assert cli.main(["data", "remove", "small", "--yes", "--lang", "en"]) == 0
    assert whereabouts(data)[0] == "missing" and not data.folder.exists()
    assert cli.main(["data", "remove", "small", "--yes", "--lang", "en"]) == 0
    assert "nothing to remove" in capsys.readouterr().out


def test_removing_asks_and_takes_no_for_an_answer(data, monkeypatch):
    cli.main(["data", "fetch", "small"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "n")
    assert cli.main(["data", "remove", "small"]) == 1
    assert whereabouts(data)[0] == "full"
    monkeypatch.setattr("builtins.input", lambda _: "y")
    assert cli.main(["data", "remove", "small"]) == 0
    assert whereabouts(data)[0] == "missing"


def test_an_unknown_data_set_is_answered_with_those_that_there_are(capsys):
    assert cli.main(["data", "fetch", "fashion", "--lang", "en"]) == 2
    assert "fashion-mnist, mnist" in capsys.readouterr().err


@pytest.mark.parametrize("home", [None, "/somewhere"])
def test_data_sets_are_fetched_to_where_the_engine_looks(monkeypatch, home):
    monkeypatch.delenv("MXNET_HOME", raising=False)
    if home:
        monkeypatch.setenv("MXNET_HOME", home)
    assert data_dir() == engine_datasets.data_dir()
    assert engine_datasets.DEBIAN == sets.DEBIAN / "fashion-mnist"
    for data in (sets.MNIST, sets.FASHION_MNIST):
        names = {name for pair in engine_datasets._FILES.values() for name in pair}
        assert {file.name for file in data.files} == names


def test_without_the_full_set_the_bundled_images_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("MXNET_HOME", str(tmp_path))
    monkeypatch.setattr(sets, "DEBIAN", tmp_path)
    assert whereabouts(sets.FASHION_MNIST) == ("bundled", engine_datasets.BUNDLED)
