"""The data sets that the engine knows: their files with size and checksum, and where the engine looks.

Sizes and SHA-256 are those of the files as their authors published them.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Literal

from tutor.lesson import SHIPPED
from tutor.record import record

DEBIAN: Final = Path("/usr/share/datasets")
"""Where Debian's packages of data sets put their files."""

Presence = Literal["full", "partly", "debian", "bundled", "missing"]


@record
class File:
    """One file of a data set: its name, its size in bytes, its SHA-256 in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@record
class DataSet:
    """A data set; its title is a text. `sources` are addresses of folders with its files, tried in turn."""

    name: str
    licence: str
    origin: str
    sources: tuple[str, ...]
    files: tuple[File, ...]
    bundled: bool = False
    """whether a part of it comes with the engine"""
    package: str = ""
    """Debian's package of it"""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def folder(self) -> Path:
        """Where it is fetched to, and where the engine looks first."""
        return data_dir() / "datasets" / self.name


def data_dir() -> Path:
    """Where data sets are kept: `MXNET_HOME`, or `~/.mxnet`; the engine has the same rule."""
    return Path(os.path.expanduser(os.environ.get("MXNET_HOME") or "~/.mxnet"))


def whereabouts(data: DataSet) -> tuple[Presence, Path]:
    """What the engine finds of a data set, and in which folder."""
    present = [(data.folder / file.name).is_file() for file in data.files]
    if all(present):
        return "full", data.folder
    if data.package and all((DEBIAN / data.name / file.name).is_file() for file in data.files):
        return "debian", DEBIAN / data.name
    if any(present):
        return "partly", data.folder
    if data.bundled:
        return "bundled", SHIPPED.parent / "engine" / "datasets" / data.name
    return "missing", data.folder


FASHION_MNIST = DataSet(
    "fashion-mnist",
    "MIT, © 2017 Zalando SE",
    "https://github.com/zalandoresearch/fashion-mnist",
    (
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion",
        "https://fashion-mnist.s3.eu-central-1.amazonaws.com",
    ),
    (
        File(
            "train-images-idx3-ubyte.gz",
            26_421_880,
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
        ),
        File(
            "train-labels-idx1-ubyte.gz",
            29_515,
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
        ),
        File(
            "t10k-images-idx3-ubyte.gz",
            4_422_102,
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
        ),
        File(
            "t10k-labels-idx1-ubyte.gz",
            5_148,
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
        ),
    ),
    bundled=True,
    package="dataset-fashion-mnist",
)

MNIST = DataSet(
    "mnist",
    "CC BY-SA 3.0, Y. LeCun and C. Cortes",
    "http://yann.lecun.com/exdb/mnist/",
    (
        "https://ossci-datasets.s3.amazonaws.com/mnist",
        "https://storage.googleapis.com/cvdf-datasets/mnist",
    ),
    (
        File(
            "train-images-idx3-ubyte.gz",
            9_912_422,
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
        ),
        File(
            "train-labels-idx1-ubyte.gz",
            28_881,
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
        ),
        File(
            "t10k-images-idx3-ubyte.gz",
            1_648_877,
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
        ),
        File(
            "t10k-labels-idx1-ubyte.gz",
            4_542,
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
        ),
    ),
)

KNOWN: Final = {data.name: data for data in (FASHION_MNIST, MNIST)}
