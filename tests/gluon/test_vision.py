"""Images: the bundled ones, where others are looked for, and transforms."""

import gzip
import runpy
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import nd
from engine.gluon import data as gdata
from engine.gluon.data.vision import datasets, transforms


@pytest.fixture
def bundled(monkeypatch):
    monkeypatch.setenv("D2L_FASHION_MNIST", "bundled")


@pytest.fixture
def folder(tmp_path):
    """Three images in the format of MNIST."""

    def make(path, train_labels=(0, 1, 2)):
        path.mkdir(parents=True)
        for part, labels in (("train", train_labels), ("t10k", (9,))):
            images = np.arange(len(labels) * 784).astype(np.uint8).reshape(-1, 28, 28)
            for kind, array in (("images-idx3", images), ("labels-idx1", np.array(labels, np.uint8))):
                header = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">u4").tobytes()
                (path / f"{part}-{kind}-ubyte.gz").write_bytes(gzip.compress(header + array.tobytes()))
        return path

    return make


@pytest.mark.parametrize(("train", "each"), [(True, 600), (False, 100)])
def test_every_class_has_its_share_of_the_bundled_images(bundled, train, each):
    dataset = gdata.vision.FashionMNIST(train=train)
    labels = dataset[:][1]
    assert np.bincount(labels).tolist() == [each] * 10
    assert labels.dtype == np.int32
    assert dataset[:][0].shape == (10 * each, 28, 28, 1)


@pytest.mark.skipif(not datasets.DEBIAN.is_dir(), reason="Debian's dataset-fashion-mnist is not installed")
def test_the_bundled_images_are_the_first_of_each_class_in_the_full_set(tmp_path, monkeypatch):
    script = Path(datasets.BUNDLED).parent / "build_fashion_mnist.py"
    monkeypatch.setattr(datasets, "BUNDLED", tmp_path / "made")
    runpy.run_path(str(script))["main"](datasets.DEBIAN)
    for made in (tmp_path / "made").iterdir():
        shipped = script.parent / "fashion-mnist" / made.name
        assert np.array_equal(datasets.read_idx(made), datasets.read_idx(shipped))


def test_where_the_images_are_looked_for(folder, tmp_path, monkeypatch):
    monkeypatch.delenv("D2L_FASHION_MNIST", raising=False)
    monkeypatch.setenv("MXNET_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(datasets, "DEBIAN", tmp_path / "debian")
    assert len(gdata.vision.FashionMNIST()) == 6000
    folder(tmp_path / "debian", [0])
    assert len(gdata.vision.FashionMNIST()) == 1
    folder(tmp_path / "home" / "datasets" / "fashion-mnist", [0, 1])
    assert len(gdata.vision.FashionMNIST()) == 2
    folder(tmp_path / "own", [0, 1, 2])
    assert len(gdata.vision.FashionMNIST(root=str(tmp_path / "own"))) == 3
    monkeypatch.setenv("D2L_FASHION_MNIST", str(tmp_path / "debian"))
    assert len(gdata.vision.FashionMNIST(root=str(tmp_path / "own"))) == 1


def test_files_that_are_not_there_are_named(tmp_path, monkeypatch):
    monkeypatch.setenv("D2L_FASHION_MNIST", str(tmp_path))
    for make in (gdata.vision.FashionMNIST, lambda: gdata.vision.MNIST(root=str(tmp_path))):
        with pytest.raises(FileNotFoundError, match=str(tmp_path)):
            make()


def test_a_file_that_is_cut_short_is_refused(folder, tmp_path):
    root = folder(tmp_path / "set")
    path = root / "train-images-idx3-ubyte.gz"
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes())[:-1]))
    with pytest.raises(ValueError, match="train-images"):
        gdata.vision.MNIST(root=str(root))


def test_an_example_is_an_image_and_a_label(folder, tmp_path):
    dataset = gdata.vision.MNIST(root=str(folder(tmp_path / "set")))
    image, label = dataset[2]
    assert (image.shape, image.dtype, type(label), int(label)) == ((28, 28, 1), np.uint8, np.int32, 2)
    assert image.asnumpy().ravel()[:3].tolist() == [32, 33, 34]
    changed = gdata.vision.MNIST(
        root=str(tmp_path / "set"), train=False, transform=lambda x, y: (x[:2], y + 1)
    )
    assert changed[0][0].shape == (2, 28, 1) and changed[0][1] == 10


def test_batches_of_images_are_the_same_at_once_and_singly(folder, tmp_path):
    dataset = gdata.vision.MNIST(root=str(folder(tmp_path / "set")))
    change = transforms.Compose(
        [transforms.Resize((20, 10)), transforms.ToTensor(), transforms.Normalize(0.1, 0.5)]
    )
    X, y = next(iter(gdata.DataLoader(dataset.transform_first(change), 3)))
    Xs, ys = next(iter(gdata.DataLoader(dataset.transform_first(lambda x: change(x)), 3)))
    assert (X.shape, y.dtype, ys.dtype) == ((3, 1, 10, 20), np.int32, np.int32)
    assert np.array_equal(X.asnumpy(), Xs.asnumpy()) and np.array_equal(y.asnumpy(), ys.asnumpy())


def test_to_tensor_puts_channels_first_and_scales():
    image = np.arange(24, dtype=np.uint8).reshape(2, 4, 3)
    tensor = transforms.ToTensor()(nd.array(image, dtype="uint8"))
    assert tensor.dtype == np.float32
    assert tensor.asnumpy() == pytest.approx(image.transpose(2, 0, 1) / 255, rel=1e-6)


@pytest.mark.parametrize(
    ("side", "old", "expected"),
    [
        (
            4,
            [[0, 50], [100, 150]],
            [[0, 12, 38, 50], [25, 38, 62, 75], [75, 88, 112, 125], [100, 112, 138, 150]],
        ),
        (2, np.arange(16).reshape(4, 4) * 10, [[25, 45], [105, 125]]),
    ],
    ids=["larger", "smaller"],
)
def test_resizing_interpolates_between_pixels(side, old, expected):
    image = nd.array(old, dtype="uint8").expand_dims(-1)
    assert abs(transforms.Resize(side)(image).asnumpy()[..., 0].astype(int) - expected).max() <= 1


@given(st.integers(1, 30), st.integers(1, 30))
def test_a_grey_image_stays_grey_in_any_size(width, height):
    image = nd.ones((5, 7, 3), dtype="uint8") * 9
    resized = transforms.Resize((width, height))(image)
    assert resized.shape == (height, width, 3) and set(resized.asnumpy().ravel().tolist()) == {9}


def test_the_shorter_side_can_be_set():
    assert transforms.Resize(14, keep_ratio=True)(nd.ones((28, 56, 1))).shape == (14, 28, 1)


def test_cast_changes_the_type():
    assert transforms.Cast("int32")(nd.array([1.5])).asnumpy().tolist() == [1]
