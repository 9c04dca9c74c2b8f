"""Arrays and parameters in files: the bytes that MXNet 1.9.1 writes, and what happens to damaged ones."""

import numpy as np
import pytest

from engine import MXNetError, init, nd
from engine.gluon import nn

#: What `nd.save` of MXNet 1.9.1 wrote, and what it was given.
WRITTEN = [
    (
        "1201000000000000000000000000000001000000000000" "00c9fa93f90000000002000000010000000000000003000000"
        "000000000100000000000000000000000000803f00000040000040400000000000000000",
        [np.array([[1, 2, 3]], "float32")],
    ),
    (
        "120100000000000000000000000000000200000000000000c9fa93f9000000000100000001000000000000000100000000000000"
        "000000000000c03fc9fa93f90000000001000000020000000000000001000000000000000400000001000000020000000000000000000000",
        [np.array([1.5], "float32"), np.array([1, 2], "int32")],
    ),
    (
        "120100000000000000000000000000000100000000000000c9fa93f900000000010000000100000000000000010000000000000002"
        "000000003c0000000000000000",
        [np.array([1], "float16")],
    ),
]  # fmt: skip


@pytest.mark.cpu
@pytest.mark.parametrize(("content", "arrays"), WRITTEN)
def test_a_file_is_byte_for_byte_the_one_that_mxnet_writes(tmp_path, content, arrays):
    path = tmp_path / "arrays.nd"
    nd.save(str(path), [nd.array(array, dtype=array.dtype) for array in arrays])
    assert path.read_bytes().hex() == content
    for loaded, array in zip(nd.load(str(path)), arrays, strict=True):
        assert (loaded.dtype, loaded.asnumpy().tolist()) == (array.dtype, array.tolist())


def test_older_files_are_read(tmp_path):
    """Without a storage type, and without a magic, as MXNet wrote them before 1.0."""
    path = tmp_path / "old.nd"
    head, values = bytes.fromhex("1201" + "00" * 14 + "01" + "00" * 7), bytes.fromhex("0000803f00000040")
    device_and_dtype, no_names = bytes.fromhex("010000000000000000000000"), bytes(8)
    first = bytes.fromhex("c8fa93f9" "01000000" "0200000000000000")  # fmt: skip
    oldest = bytes.fromhex("01000000" "02000000")  # fmt: skip
    for shape in (first, oldest):
        path.write_bytes(head + shape + device_and_dtype + values + no_names)
        assert nd.load(str(path))[0].asnumpy().tolist() == [1, 2]


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "uint8", "int8", "int32", "int64"])
def test_names_and_dtypes_come_back(tmp_path, dtype):
    path = str(tmp_path / "named.nd")
    nd.save(path, {"权重": nd.arange(6).reshape((2, 3)).astype(dtype)})
    loaded = nd.load(path)
    assert list(loaded) == ["权重"]
    assert loaded["权重"].dtype == np.dtype(dtype)
    assert loaded["权重"].asnumpy().tolist() == [[0, 1, 2], [3, 4, 5]]


def test_a_file_that_is_none_is_an_error_with_its_name(tmp_path):
    path = tmp_path / "file.nd"
    with pytest.raises(MXNetError, match="cannot be read: No such file"):
        nd.load(str(path))
    nd.save(str(path), nd.ones((3, 4)))
    whole = path.read_bytes()
    for content in (b"", b"hello", whole[:30], whole[:-20], b"x" * 100):
        path.write_bytes(content)
        with pytest.raises(MXNetError, match="holds no NDArrays"):
            nd.load(str(path))


@pytest.mark.parametrize("data", [3, [3], {"a": 3}, {1: nd.ones(1)}, np.ones(2)])
def test_only_arrays_are_written(tmp_path, data):
    with pytest.raises((TypeError, ValueError), match="save"):
        nd.save(str(tmp_path / "no.nd"), data)


def network():
    net = nn.Sequential()
    net.add(nn.Dense(3, activation="relu"), nn.Dense(2))
    return net


def test_parameters_go_into_a_network_that_has_seen_no_batch(tmp_path):
    path, net, copy = str(tmp_path / "net.params"), network(), network()
    net.initialize(init.Normal(1))
    x = nd.ones((1, 4))
    output = net(x)
    net.save_parameters(path)
    assert sorted(nd.load(path)) == ["0.bias", "0.weight", "1.bias", "1.weight"]
    copy.load_parameters(path)
    assert copy(x).asnumpy().tolist() == output.asnumpy().tolist()


def test_full_names_are_found_again(tmp_path):
    path, net = str(tmp_path / "net.params"), network()
    net.initialize(init.One())
    net(nd.ones((1, 4)))
    net.collect_params().save(path, strip_prefix="")
    for parameter in net.collect_params().values():
        parameter.set_data(parameter.data() * 0)
    net.load_parameters(path)
    assert net[1].weight.data().asnumpy().tolist() == [[1, 1, 1], [1, 1, 1]]
    with pytest.raises(ValueError, match="does not begin with"):
        net.collect_params().save(path, strip_prefix="other_")


def test_what_is_missing_or_too_much_is_named(tmp_path):
    path, net = str(tmp_path / "net.params"), network()
    net.initialize()
    net(nd.ones((1, 4)))
    net.save_parameters(path)
    smaller, larger = nn.Sequential(), network()
    smaller.add(nn.Dense(3))
    larger.add(nn.Dense(1))
    with pytest.raises(ValueError, match=r"has values for 1\.weight"):
        smaller.load_parameters(path)
    smaller.load_parameters(path, ignore_extra=True)
    with pytest.raises(AssertionError, match=r"has no values for 2\.weight, 2\.bias"):
        larger.load_parameters(path)
    larger.load_parameters(path, allow_missing=True)
    other = nn.Dense(5, in_units=4)
    nd.save(path, {"weight": nd.ones((3, 4)), "bias": nd.ones(5)})
    with pytest.raises(AssertionError, match=r"which \(3, 4\) does not fit"):
        other.load_parameters(path)
    nd.save(path, {"weight": nd.ones((5, 4)), "bias": nd.ones(5, dtype="float64")})
    with pytest.raises(AssertionError, match="dtype float32, not float64"):
        other.load_parameters(path)
    other.load_parameters(path, cast_dtype=True)
    assert other.bias.data().dtype == np.float32
    nd.save(path, [nd.ones(1)])
    with pytest.raises(ValueError, match="without names"):
        other.load_parameters(path)


def test_a_shared_parameter_may_be_written_once(tmp_path):
    path = str(tmp_path / "net.params")
    first = nn.Dense(2, in_units=2)
    net = nn.Sequential()
    net.add(first, nn.Dense(2, in_units=2, params=first.params))
    net.initialize()
    net.save_parameters(path, deduplicate=True)
    assert sorted(nd.load(path)) == ["0.bias", "0.weight"]


def test_arrays_are_read_from_memory(tmp_path):
    path = tmp_path / "arrays.nd"
    nd.save(str(path), {"w": nd.arange(3)})
    assert nd.load_frombuffer(path.read_bytes())["w"].asnumpy().tolist() == [0, 1, 2]
    with pytest.raises(MXNetError, match="the buffer holds no NDArrays"):
        nd.load_frombuffer(b"nothing")
