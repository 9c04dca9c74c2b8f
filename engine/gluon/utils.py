"""Helpers: batches over several devices, gradient norms, downloads."""

import itertools
import math
import os
import warnings
from pathlib import Path

from engine.nd import array

__all__ = ["check_sha1", "clip_global_norm", "download", "split_and_load", "split_data"]


def split_data(data, num_slice, batch_axis=0, even_split=True):
    """Cuts a batch into parts, one for each device.

    Parameters
    ----------
    data : NDArray
        A batch.
    num_slice : int
        How many parts.
    batch_axis : int
        The axis to cut.
    even_split : bool
        Whether all parts must be of one size; else the first ones may be larger by one.

    Raises ValueError if the batch cannot be cut so.

    Examples
    --------
    >>> [part.shape for part in gluon.utils.split_data(nd.ones((6, 2)), 3)]
    [(2, 2), (2, 2), (2, 2)]
    """
    size = data.shape[batch_axis]
    if size < num_slice or (even_split and size % num_slice):
        raise ValueError(
            f"a batch of shape {data.shape} cannot be cut into {num_slice} parts along axis {batch_axis}: "
            f"use a batch size that {num_slice} divides"
            + (", or even_split=False" if size >= num_slice else "")
        )
    step, rest = divmod(size, num_slice)
    ends = list(itertools.accumulate(step + (part < rest) for part in range(num_slice)))
    before = (slice(None),) * batch_axis
    return [data[(*before, slice(begin, end))] for begin, end in zip([0, *ends], ends, strict=False)]


def split_and_load(data, ctx_list, batch_axis=0, even_split=True):
    """Cuts a batch into parts and puts each on its device.

    Parameters
    ----------
    data : NDArray or numpy.ndarray
        A batch.
    ctx_list : list of Context
        The devices.
    batch_axis : int
        The axis to cut.
    even_split : bool
        Whether all parts must be of one size.

    Examples
    --------
    >>> [part.context for part in gluon.utils.split_and_load(nd.ones((4, 2)), [cpu(0), cpu(1)])]
    [cpu(0), cpu(1)]
    """
    if not hasattr(data, "as_in_context"):
        data = array(data, ctx=ctx_list[0])
    if len(ctx_list) == 1:
        return [data.as_in_context(ctx_list[0])]
    parts = split_data(data, len(ctx_list), batch_axis, even_split)
    return [part.as_in_context(ctx) for part, ctx in zip(parts, ctx_list, strict=True)]


def clip_global_norm(arrays, max_norm, check_isfinite=True):
    """Shrinks arrays together, in place, so that the norm over all of them is at most `max_norm`.

    Returns the norm before.

    Examples
    --------
    >>> gradient = nd.array([3, 4])
    >>> gluon.utils.clip_global_norm([gradient], 1)
    5.0
    >>> gradient
    <BLANKLINE>
    [0.6 0.8]
    <NDArray 2 @cpu(0)>
    """
    total = math.sqrt(sum(float((array * array).sum().asscalar()) for array in arrays))
    if check_isfinite and not math.isfinite(total):
        warnings.warn(
            f"the norm over all arrays is {total}: values have grown beyond all bounds", stacklevel=2
        )
    scale = max_norm / (total + 1e-8)
    if scale < 1:
        for each in arrays:
            each *= scale
    return total


def check_sha1(filename, sha1_hash):
    """Whether a file has this SHA-1 sum, in hexadecimal digits."""
    import hashlib  # loaded by who downloads, as is what `download` needs

    with open(filename, "rb") as file:
        return hashlib.file_digest(file, "sha1").hexdigest() == sha1_hash


def download(url, path=None, overwrite=False, sha1_hash=None):
    """Downloads a file, unless it is there already.

    Parameters
    ----------
    url : str
        Where from.
    path : str
        A file or a folder to write to; the last part of the address if not given.
    overwrite : bool
        Download even if the file is there.
    sha1_hash : str
        The file's SHA-1 sum; a file with another one is downloaded again.

    Returns the file's path. Raises OSError if it cannot be had, or comes with another sum.
    """
    import shutil
    from urllib.request import urlopen

    target = Path(os.path.expanduser(path or "."))
    if target.is_dir():
        target /= url.rsplit("/", 1)[-1]
    if not overwrite and target.exists() and (not sha1_hash or check_sha1(target, sha1_hash)):
        return str(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    print(f"Downloading {target} from {url} ...")
    with urlopen(url) as source, open(part, "wb") as file:
        shutil.copyfileobj(source, file)
    if sha1_hash and not check_sha1(part, sha1_hash):
        part.unlink()
        raise OSError(f"{url} is not the file that was expected: its SHA-1 sum differs")
    part.replace(target)
    return str(target)
