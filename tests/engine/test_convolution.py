"""Convolution and pooling against definitions in loops, and what is said of windows that do not fit."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine import nd
from engine.ops import convolution


def windows(sizes, kernel, stride, pad, dilate, part=math.floor):
    """For each place: its index, and (offset, index into the padded data) of each element of its window."""
    count = [
        part((n + 2 * p - d * (k - 1) - 1) / s) + 1
        for n, k, s, p, d in zip(sizes, kernel, stride, pad, dilate, strict=True)
    ]
    for place in itertools.product(*map(range, count)):
        yield (
            place,
            [
                (
                    offset,
                    tuple(i * s + o * d for i, o, s, d in zip(place, offset, stride, dilate, strict=True)),
                )
                for offset in itertools.product(*map(range, kernel))
            ],
        )


@st.composite
def convolutions(draw):
    axes = draw(st.integers(1, 2))
    each = lambda low, high: tuple(draw(st.integers(low, high)) for _ in range(axes))  # noqa: E731
    kernel, stride, dilate, pad = each(1, 3), each(1, 2), each(1, 2), each(0, 1)
    sizes = tuple(d * (k - 1) + 1 + draw(st.integers(0, 2)) for k, d in zip(kernel, dilate, strict=True))
    groups = draw(st.integers(1, 2))
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    data = rng.standard_normal((draw(st.integers(1, 2)), 2 * groups, *sizes))
    weight = rng.standard_normal((3 * groups, 2, *kernel))
    return data, weight, {"kernel": kernel, "stride": stride, "dilate": dilate, "pad": pad}, groups


@given(convolutions())
@settings(max_examples=40, deadline=None)
def test_each_output_is_the_weighted_sum_of_its_window(case):
    data, weight, options, groups = case
    output = nd.Convolution(
        nd.array(data, dtype="float64"), nd.array(weight, dtype="float64"),
        num_filter=len(weight), num_group=groups, no_bias=True, **options,
    ).asnumpy()  # fmt: skip
    rim = np.pad(data, [(0, 0), (0, 0), *((p, p) for p in options["pad"])])
    for place, window in windows(data.shape[2:], **options):
        for example, filter in itertools.product(range(len(data)), range(len(weight))):
            first = filter // 3 * 2
            expected = sum(
                weight[(filter, channel, *offset)] * rim[(example, first + channel, *index)]
                for channel in range(2)
                for offset, index in window
            )
            assert output[(example, filter, *place)] == pytest.approx(expected)


@given(convolutions())
@settings(max_examples=40, deadline=None)
def test_a_transposed_convolution_is_the_transpose(case):
    """⟨convolve(a), b⟩ = ⟨a, transposed(b)⟩ for every a and b."""
    data, weight, options, groups = case
    weight = nd.array(weight, dtype="float64")
    options |= {"num_group": groups, "no_bias": True}
    output = nd.Convolution(nd.array(data, dtype="float64"), weight, **options)
    other = nd.array(np.random.default_rng(1).standard_normal(output.shape), dtype="float64")
    sizes = zip(
        output.shape[2:], *(options[name] for name in ("kernel", "stride", "pad", "dilate")), strict=True
    )
    adj = tuple(
        whole - (s * (n - 1) + d * (k - 1) + 1 - 2 * p)
        for whole, (n, k, s, p, d) in zip(data.shape[2:], sizes, strict=True)
    )
    back = nd.Deconvolution(other, weight, adj=adj, **options)
    assert back.shape == data.shape
    assert float((output * other).sum().asscalar()) == pytest.approx((back.asnumpy() * data).sum())


@pytest.mark.parametrize("bytes_at_once", [1, 5000])
def test_columns_of_some_examples_after_the_others_give_the_same(bytes_at_once, monkeypatch):
    rng = np.random.default_rng(0)
    data, weight = (nd.array(rng.standard_normal(shape)) for shape in ((5, 4, 6, 5), (6, 2, 3, 2)))

    def convolved():
        for array in (data, weight):
            array.attach_grad()
        with engine.autograd.record():
            output = nd.Convolution(data, weight, kernel=(3, 2), pad=(1, 0), num_group=2, no_bias=True)
        output.backward()
        return [array.asnumpy() for array in (output, data.grad, weight.grad)]

    whole = convolved()
    monkeypatch.setattr(convolution, "_AT_ONCE", bytes_at_once)
    for one, other in zip(convolved(), whole, strict=True):
        assert one == pytest.approx(other, abs=1e-4)


@given(
    kind=st.sampled_from(["max", "avg", "sum"]),
    kernel=st.tuples(st.integers(1, 3), st.integers(1, 3)),
    stride=st.tuples(st.integers(1, 2), st.integers(1, 2)),
    pad=st.tuples(st.integers(0, 1), st.integers(0, 1)),
    full=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_each_pooled_number_is_of_its_window(kind, kernel, stride, pad, full):
    data = np.random.default_rng(0).standard_normal((1, 2, 4, 5))
    convention = "full" if full else "valid"
    output = nd.Pooling(
        nd.array(data, dtype="float64"),
        kernel=kernel, stride=stride, pad=pad, pool_type=kind, pooling_convention=convention,
    ).asnumpy()  # fmt: skip
    rim = np.pad(data, [(0, 0), (0, 0), *((p, p + 9) for p in pad)], constant_values=np.nan)
    inside = [n + 2 * p for n, p in zip(data.shape[2:], pad, strict=True)]
    part = math.ceil if full else math.floor
    for place, window in windows(data.shape[2:], kernel, stride, pad, (1, 1), part):
        values = np.array([rim[(0, 1, *index)] for _, index in window])
        counted = sum(all(i < n for i, n in zip(index, inside, strict=True)) for _, index in window)
        if np.isnan(values).all():
            continue
        expected = {"max": np.nanmax(values), "sum": np.nansum(values), "avg": np.nansum(values) / counted}
        assert output[(0, 1, *place)] == pytest.approx(expected[kind])


def test_of_equal_elements_the_first_gets_the_gradient():
    x = nd.ones((1, 1, 2, 2))
    x.attach_grad()
    with engine.autograd.record():
        y = nd.Pooling(x, kernel=(2, 2))
    y.backward()
    assert x.grad.asnumpy().tolist() == [[[[1, 0], [0, 0]]]]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda x, w: nd.Convolution(x, w, kernel=(2, 2), no_bias=True), "3 channels, the weight wants 2"),
        (lambda x, w: nd.Convolution(x, w, kernel=(3, 3), no_bias=True), r"weight's last axes are \(2, 2\)"),
        (lambda x, w: nd.Convolution(x, w, kernel=(2,), no_bias=True), "as many axes as the data has"),
        (lambda x, w: nd.Deconvolution(x, w, kernel=(2, 2)), "3 channels, the weight wants 4"),
        (lambda x, w: nd.Pooling(x, kernel=(6, 6)), r"window \(6, 6\) is larger than \(5, 5\)"),
        (lambda x, w: nd.Pooling(x, kernel=(2, 2), pool_type="median"), "choose max, avg, sum"),
    ],
)
def test_what_does_not_fit_is_said_with_its_sizes(call, said):
    with pytest.raises(engine.MXNetError, match=said):
        call(nd.ones((1, 3, 5, 5)), nd.ones((4, 2, 2, 2)))
