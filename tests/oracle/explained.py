"""The differences from real MXNet that are meant: patterns of calls, and why; see `docs/differences.md`."""

EXPLAINED = {
    r"nd\.moments\(x, axes=None": "computes without axes, too",
    r"nd\.(cumsum|flip)\(x, axis=-|nd\.transpose\(x, axes=\(-1": "axes may be counted from the end",
    r"nd\.broadcast_to\(x|nd\.broadcast_like\(x, y\)": "adds axes in front, as the method does",
    r"nd\.slice\(.*step=\(-1, 1\)\)": "a slice without elements is an error",
    r"plain: x\[2:1\]": "the same error as reading it: there an AssertionError",
    r"plain: x\[5:7\]": "nothing is written where there is nothing: there an MXNetError",
    r"nd\.(batch_take|argmax_channel|Embedding|softmax_cross_entropy)\(": "indices get zeros for a gradient",
    r"'selu'|SELU\(\)": "the gradient there is off below 0: it takes (y + α) × λ for y + λ × α",
    r"SoftmaxActivation\(x, mode='instance'\)": "beyond two axes the gradient there is another",
    r"x \(2, 3\) .*SoftmaxActivation\(x, mode='channel'\)": "computes for two axes, too",
    r"g \(2,\) .*'prelu'": "slopes for other channels than there are: there some are read",
    r"x \(2, 3\) .*Conv2D\(": "a layer that the input does not fit is an MXNetError: there a ValueError",
    r"ones\(\(1, 1\)\)\.asscalar\(\)": "one element is a number, whatever its axes: there an array",
    r"do: .*(pause|t2 = nd\.zeros).*\[": "a head that comes from no variable is an error beside others, too",
}
