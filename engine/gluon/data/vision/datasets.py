"""Data sets of images, read from files in the format of the original MNIST."""

import math
import os
from pathlib import Path

import numpy

from engine.context import current_context
from engine.gluon.data.dataset import Dataset, rows_of
from engine.nd import NDArray

#: The images that come with the engine.
BUNDLED = Path(__file__).parents[3] / "datasets" / "fashion-mnist"

#: Where Debian's package dataset-fashion-mnist puts the full set.
DEBIAN = Path("/usr/share/datasets/fashion-mnist")

_FILES = {
    True: ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    False: ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
}


class MNIST(Dataset):
    """Handwritten digits, 28 × 28 grey pixels in 10 classes, from the four original files in a folder.

    Parameters
    ----------
    root : str
        The folder; '~/.mxnet/datasets/mnist' if not given (MXNET_HOME in place of ~/.mxnet, if set).
    train : bool
        The training images, or the test images.
    transform : callable
        Changes each example, called with image and label.

    An example is an NDArray of shape (28, 28, 1) of uint8 and a label, an int32. A slice gives many.

    Raises FileNotFoundError if the files are not there; nothing is downloaded.
    """

    _name = "mnist"

    def __init__(self, root=None, train=True, transform=None):
        images, labels = (self._folder(root) / name for name in _FILES[bool(train)])
        context = current_context()
        self._data = NDArray(context.xp.asarray(read_idx(images)[..., None]), context)
        self._label = read_idx(labels).astype(numpy.int32)
        self._transform = transform

    @classmethod
    def _folder(cls, root):
        folder = Path(os.path.expanduser(root)) if root else data_dir() / "datasets" / cls._name
        if not _complete(folder):
            raise FileNotFoundError(
                f"{folder} does not hold the four files of {cls.__name__}, such as {_FILES[True][0]}"
            )
        return folder

    def __getitem__(self, index):
        image, label = self._data[index], self._label[index]
        return (image, label) if self._transform is None else self._transform(image, label)

    def __len__(self):
        return len(self._label)

    def batch(self, indices):
        """The images and labels at these indices; None if each example is to be changed."""
        if self._transform is not None:
            return None
        return [rows_of(self._data, indices), rows_of(self._label, indices)]


class FashionMNIST(MNIST):
    """Photographs of clothes, 28 × 28 grey pixels in 10 classes: t-shirts, trousers, … ankle boots.

    Parameters
    ----------
    root : str
        A folder with the four original files; see below if not given.
    train : bool
        The training images, or the test images.
    transform : callable
        Changes each example, called with image and label.

    An example is an NDArray of shape (28, 28, 1) of uint8 and a label, an int32. A slice gives many.

    The full set (60,000 and 10,000 images) is taken from `root`, or from datasets/fashion-mnist in
    MXNET_HOME (~/.mxnet if that is not set), or from Debian's package dataset-fashion-mnist, whichever
    has the files first. Else the images that come with the engine serve: the first 600 training and 100
    test images of each class. Nothing is downloaded. The environment variable D2L_FASHION_MNIST decides
    for itself: 'bundled' means the images that come with the engine, anything else is a folder.

    Examples
    --------
    >>> image, label = gluon.data.vision.FashionMNIST(train=False)[0]
    >>> image.shape, image.dtype, int(label)
    ((28, 28, 1), <class 'numpy.uint8'>, 9)
    """

    _name = "fashion-mnist"

    @classmethod
    def _folder(cls, root):
        chosen = os.environ.get("D2L_FASHION_MNIST")
        if chosen == "bundled":
            return BUNDLED
        if chosen:
            return super()._folder(chosen)
        own = Path(os.path.expanduser(root)) if root else data_dir() / "datasets" / cls._name
        return next((folder for folder in (own, DEBIAN) if _complete(folder)), BUNDLED)


def data_dir():
    """Where data sets are kept: MXNET_HOME, or ~/.mxnet."""
    return Path(os.path.expanduser(os.environ.get("MXNET_HOME") or "~/.mxnet"))


def read_idx(path):
    """The array of bytes in a compressed file of MNIST's format.

    The file begins with two zeros, 8 for bytes, the number of axes, and each axis' size in four bytes.
    """
    import gzip  # loaded by who reads a data set

    content = gzip.decompress(Path(path).read_bytes())
    axes = content[3] if len(content) > 3 and content[:3] == b"\0\0\x08" else 0
    shape = tuple(numpy.frombuffer(content, ">u4", axes, 4).tolist()) if axes else ()
    if not axes or len(content) != 4 + 4 * axes + math.prod(shape):
        raise ValueError(f"{path} is not a whole file in the format of MNIST")
    return numpy.frombuffer(content, numpy.uint8, offset=4 + 4 * axes).reshape(shape).copy()


def _complete(folder):
    return all((folder / name).is_file() for names in _FILES.values() for name in names)
