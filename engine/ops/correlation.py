"""How well two images fit when one is moved: what networks for the flow between images look at."""

from engine.base import error
from engine.ops.composed import composed
from engine.ops.dispatch import functions


@composed()
def Correlation(
    data1, data2, kernel_size=1, max_displacement=1, stride1=1, stride2=1, pad_size=0, is_multiply=True
):
    """The product of patches of two images, the second one moved by each of several displacements.

    Parameters
    ----------
    data1, data2 : NDArray
        (batch, channels, height, width).
    kernel_size : int
        The patches' size, an odd number.
    max_displacement, stride2 : int
        The second image moves up to so far to each side, in such steps.
    stride1 : int
        Steps between patches.
    pad_size : int
        Zeros around the images.
    is_multiply : bool
        Multiply; else take the absolute difference.

    Shapes
    ------
    (batch, displacements, rows, columns). The products are means over channels and patch.

    Examples
    --------
    >>> x = nd.ones((1, 2, 4, 4))
    >>> nd.Correlation(x, x, max_displacement=1).shape
    (1, 9, 2, 2)
    """
    shape, radius = data1.shape, kernel_size // 2
    border = max_displacement + radius
    rows, columns = (n + 2 * (pad_size - border) for n in shape[2:])
    if data2.shape != shape or not kernel_size % 2 or min(rows, columns) < 1:
        reason = "two images of one shape, larger than patch and displacements, and an odd kernel_size"
        raise error("Correlation", (shape, data2.shape), reason)
    rim = (0, 0, 0, 0, *(pad_size,) * 4)
    data1, data2 = (data.pad(mode="constant", pad_width=rim) for data in (data1, data2))
    reach = max_displacement // stride2
    steps = [step * stride2 for step in range(-reach, reach + 1)]
    found = []
    for down in steps:
        for right in steps:
            fixed, moved = (
                data[:, :, top : top + rows + 2 * radius, left : left + columns + 2 * radius]
                for data, top, left in (
                    (data1, max_displacement, max_displacement),
                    (data2, max_displacement + down, max_displacement + right),
                )
            )
            fits = fixed * moved if is_multiply else (fixed - moved).abs()
            found.append(fits.mean(axis=1, keepdims=True))
    return functions["Pooling"](
        functions["concat"](*found, dim=1),
        kernel=(kernel_size, kernel_size), stride=(stride1, stride1), pool_type="avg",
    )  # fmt: skip
