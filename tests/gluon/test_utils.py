"""Splitting batches, and downloads (from a file's address: no test goes to the network)."""

import hashlib

import pytest

from engine import nd
from engine.gluon import utils


def test_a_batch_is_cut_evenly_or_with_larger_parts_first():
    assert [part.shape for part in utils.split_data(nd.ones((6, 2)), 3)] == [(2, 2)] * 3
    assert [part.shape for part in utils.split_data(nd.ones((2, 5)), 2, batch_axis=1, even_split=False)] == [
        (2, 3),
        (2, 2),
    ]
    assert [len(part) for part in utils.split_data(nd.ones(8), 3, even_split=False)] == [3, 3, 2]
    with pytest.raises(ValueError, match=r"\(5, 2\) cannot be cut into 2 parts"):
        utils.split_data(nd.ones((5, 2)), 2)


def test_parts_go_to_their_devices(device):
    parts = utils.split_and_load(nd.arange(4), [device(0), device(1)])
    assert [(part.context, part.asnumpy().tolist()) for part in parts] == [
        (device(0), [0, 1]),
        (device(1), [2, 3]),
    ]


@pytest.fixture
def source(tmp_path):
    """A file that can be had by its address: the address and the sum."""
    path = tmp_path / "source" / "words.txt"
    path.parent.mkdir()
    path.write_text("words")
    return path.as_uri(), hashlib.sha1(b"words").hexdigest()


def test_a_file_is_downloaded_once(source, tmp_path, capsys):
    address, digest = source
    path = utils.download(address, str(tmp_path), sha1_hash=digest)
    assert path == str(tmp_path / "words.txt")
    assert utils.download(address, path, sha1_hash=digest) == path
    assert capsys.readouterr().out.count("Downloading") == 1
    (tmp_path / "words.txt").write_text("spoilt")
    utils.download(address, path, sha1_hash=digest)
    assert (tmp_path / "words.txt").read_text() == "words"


def test_a_file_with_another_sum_is_not_kept(source, tmp_path):
    target = tmp_path / "new" / "words.txt"
    with pytest.raises(OSError, match="SHA-1"):
        utils.download(source[0], str(target), sha1_hash="0" * 40)
    assert list(target.parent.iterdir()) == []
