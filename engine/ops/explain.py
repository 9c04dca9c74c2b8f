"""Errors of operations, with shapes: what was given, what disagrees, what would fit.

Nothing here runs until an operation has failed.
"""

from numpy.exceptions import AxisError

from engine.base import MXNetError, error


def shapes_of(operands):
    """The shapes of the operands that are arrays."""
    return tuple([operand.shape for operand in operands if hasattr(operand, "shape")])


def failed(row, operands, arguments, problem):
    """The error for what a forward refused: the row's own explanation, else the array library's words."""
    if hasattr(problem, "reason"):  # explained already, where it was noticed
        return problem
    shapes = shapes_of(operands)
    missing = [
        name for name in row.names[row.inputs or 0 :] if name not in row.defaults and name not in arguments
    ]
    if missing:
        return error(row.name, shapes, f"{' and '.join(missing)} must be given")
    if isinstance(problem, AxisError):
        return bad_axis(row.name, shapes[0], problem.axis)
    if row.explain is not None:
        explained = row.explain(row.name, shapes, {**row.defaults, **arguments})
        if explained is not None:
            return explained
    return error(row.name, shapes, str(problem))


def _conflicts(left, right):
    """The pairs of axes, counted from the front of each, that do not broadcast; the last pair first."""
    pairs = zip(reversed(range(len(left))), reversed(range(len(right))), strict=False)
    return [(i, j) for i, j in pairs if left[i] != right[j] and 1 not in (left[i], right[j])]


def broadcast(op, shapes, arguments=None):
    """Two shapes that do not broadcast: which axes, and how they could agree; None if they do."""
    if len(shapes) != 2:
        return None
    left, right = shapes
    conflicts = _conflicts(left, right)
    if not conflicts:
        return None
    i, j = conflicts[-1]
    reason = (
        f"axis {i} of the first ({left[i]}) and axis {j} of the second ({right[j]}) must be equal, or one 1"
    )
    fits = []
    if len(left) == len(right) == 2 and not _conflicts(left, right[::-1]):
        fits.append("rhs.T")
    if len(left) == 2 and right == left[:1]:
        fits.append(f"rhs.reshape(({right[0]}, 1))")
    axes = [(operand, axis) for pair in conflicts for operand, axis in enumerate(pair)]
    return error(op, shapes, reason, axes, fits)


def equal_shapes(op, left, right):
    """Two shapes that must be the same and are not."""
    axes = [(0, axis) for axis, (a, b) in enumerate(zip(left, right, strict=False)) if a != b]
    fits = [f"broadcast_{op.removeprefix('elemwise_')}(lhs, rhs)"] if not _conflicts(left, right) else []
    return error(op, (left, right), "both must have the same shape", axes, fits)


def mixed_dtypes(row, operands):
    """Two arrays of different dtypes in one operation."""
    names = [operand._raw.dtype.name for operand in operands if hasattr(operand, "_raw")]
    return error(
        row.name,
        shapes_of(operands),
        f"the dtypes {' and '.join(dict.fromkeys(names))} do not mix; convert one",
        fits=(f"rhs.astype({names[0]!r})",),
    )


def check_devices(row, first, second):
    """Arrays of two devices in one operation: fine between CPUs, an error otherwise."""
    if first.device_type == "gpu" or second.device_type == "gpu":
        raise error(
            row.name,
            (),
            f"one array is on {first}, another on {second}",
            fits=(f"as_in_context({str(first).split('(')[0]}({first.device_id}))",),
        )


def not_an_array(row, operand, index):
    """Something else where an NDArray must stand."""
    name = row.names[index] if row.inputs is not None else f"input {index}"
    if operand is None:
        return MXNetError(f"{row.name}: {name} is missing, an NDArray", op=row.name)
    kind = type(operand).__name__
    return AssertionError(f"{row.name}: {name} must be an NDArray, not a {kind}; nd.array(…) makes one")


def too_many(row, given):
    """More arguments than the operation has."""
    names = ", ".join(row.names)
    return TypeError(
        f"{row.name} takes {names}: {len(row.names)} arguments, not {given}; a shape or axes are a tuple"
    )


def unknown_argument(row, arguments):
    """A keyword that the operation does not have, and the nearest that it has."""
    import difflib  # here, as loading it would take a tenth of the engine's start

    known = list(row.names)
    for given in arguments:
        if given not in known:
            near = difflib.get_close_matches(given, known, 1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            return MXNetError(
                f"{row.name}: no argument {given!r}; {hint}it takes {', '.join(known)}", op=row.name
            )


def bad_axis(op, shape, axis):
    """An axis that the shape does not have."""
    count = len(shape)
    return error(
        op,
        (shape,),
        f"there is no axis {axis}: the axes are 0 to {count - 1}, or -1 to -{count} from the end",
    )
