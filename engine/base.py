"""The engine's errors. Each carries its facts, so that whoever shows it can draw them."""


class MXNetError(RuntimeError):
    """What went wrong in an operation, in one sentence, with the facts as attributes.

    `op` is the operation's name; `shapes` the shapes of its inputs, in order; `axes` the pairs
    (input, axis) that disagree; `fits` code that would work, with the operands' parameter names;
    `reason` the sentence without the operation and its shapes.

    Examples
    --------
    >>> problem = MXNetError("dot: (3, 4) · (3, 4): …", op="dot", axes=((0, 1), (1, 0)))
    >>> problem.op, problem.axes
    ('dot', ((0, 1), (1, 0)))
    """

    def __init__(self, message="", *, op=None, shapes=(), axes=(), fits=(), reason=None):
        super().__init__(message)
        self.op = op
        self.shapes = shapes
        self.axes = axes
        self.fits = fits
        self.reason = reason or message


#: What stands between two shapes in an error's sentence.
SIGNS = {
    "add": "+",
    "subtract": "-",
    "multiply": "×",
    "divide": "/",
    "modulo": "%",
    "power": "**",
    "dot": "·",
    "batch_dot": "·",
    "equal": "==",
    "not_equal": "!=",
    "greater": ">",
    "greater_equal": ">=",
    "lesser": "<",
    "lesser_equal": "<=",
}


def error(op, shapes, reason, axes=(), fits=(), kind=MXNetError):
    """An exception of class `kind` that says op, shapes, reason and what would fit, in words and attributes.

    MXNet raises ValueError and IndexError in places; those carry the same attributes.

    Examples
    --------
    >>> str(error("dot", ((3, 4), (3, 4)), "the axes differ", fits=("dot(lhs, rhs.T)",)))
    'dot: (3, 4) · (3, 4): the axes differ; would fit: dot(lhs, rhs.T)'
    """
    sign = f" {SIGNS.get(op, ',')} ".replace(" ,", ",")
    message = ": ".join(part for part in (op, sign.join(map(str, shapes)), reason) if part)
    if fits:
        message += "; would fit: " + " or ".join(fits)
    if issubclass(kind, MXNetError):
        return kind(message, op=op, shapes=tuple(shapes), axes=tuple(axes), fits=tuple(fits), reason=reason)
    exception = kind(message)
    exception.op, exception.shapes, exception.axes = op, tuple(shapes), tuple(axes)
    exception.fits, exception.reason = tuple(fits), reason
    return exception
