"""Makes the bundled part of Fashion-MNIST from the four original files.

It takes the first 600 training and the first 100 test images of each class, in the order of the files,
and writes them in the same format. The same input gives the same bytes.

    python engine/datasets/build_fashion_mnist.py [FOLDER OF THE ORIGINALS]
"""

import gzip
import sys
from pathlib import Path

import numpy

from engine.gluon.data.vision.datasets import BUNDLED, DEBIAN, read_idx

CLASSES = 10


def first_of_each(labels, count):
    """The places of the first `count` examples of each class, in order."""
    return numpy.sort(
        numpy.concatenate([numpy.flatnonzero(labels == each)[:count] for each in range(CLASSES)])
    )


def write_idx(path, array):
    """Writes an array of bytes in MNIST's format, compressed, with no time in it."""
    header = bytes([0, 0, 8, array.ndim]) + numpy.array(array.shape, ">u4").tobytes()
    path.write_bytes(gzip.compress(header + array.tobytes(), mtime=0))


def main(source):
    BUNDLED.mkdir(parents=True, exist_ok=True)
    for part, count in (("train", 600), ("t10k", 100)):
        images, labels = f"{part}-images-idx3-ubyte.gz", f"{part}-labels-idx1-ubyte.gz"
        chosen = first_of_each(read_idx(source / labels), count)
        for name in (images, labels):
            write_idx(BUNDLED / name, read_idx(source / name)[chosen])


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEBIAN)
