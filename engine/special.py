"""Special functions for NumPy, which has none; `backend.special` gives CuPy's own for arrays on a GPU.

They go element by element through Python's `math`, in float64: exact, and meant for small arrays.
"""

import math
from statistics import NormalDist

import numpy

#: B₂, B₄, … B₁₄.
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)

#: From here on seven terms of Stirling's series are exact to the last digit.
_LARGE = 12

#: So far below 0 the recurrence is followed; beyond, the result is nan.
_LOWEST = -1000


def _elementwise(function):
    each = numpy.frompyfunc(function, 1, 1)
    return lambda x: numpy.asarray(each(x), dtype="float64")


def _inverse_erf(x):
    if not -1 < x < 1:
        return math.copysign(math.inf, x) if abs(x) == 1 else math.nan
    y = NormalDist().inv_cdf((1 + x) / 2) / math.sqrt(2)
    # Near 0 the sum 1 + x has lost digits of x; a step of Newton's brings them back.
    return y - (math.erf(y) - x) * math.exp(y * y) * math.sqrt(math.pi) / 2


def _gamma(x):
    try:
        return math.gamma(x)
    except OverflowError:
        return math.inf
    except ValueError:  # a pole, or -inf
        return math.inf if x == 0 else math.nan


def _log_gamma(x):
    try:
        return math.lgamma(x)
    except (OverflowError, ValueError):
        return math.inf


erf = _elementwise(math.erf)
erfinv = _elementwise(_inverse_erf)
gamma = _elementwise(_gamma)
gammaln = _elementwise(_log_gamma)


def polygamma(order, x):
    """The derivative of the logarithm of the gamma function, and its further derivatives of some order."""
    x = numpy.where(x < _LOWEST, math.nan, x).astype("float64")
    total = numpy.zeros_like(x)
    while (small := x < _LARGE).any():
        total -= numpy.where(small, (-1) ** order * math.factorial(order) / x ** (order + 1), 0)
        x = numpy.where(small, x + 1, x)
    if order == 0:
        total += numpy.log(x) - 1 / (2 * x)
        terms = (b / (2 * k * x ** (2 * k)) for k, b in enumerate(_BERNOULLI, 1))
        return total - sum(terms)
    series = math.factorial(order - 1) / x**order + math.factorial(order) / (2 * x ** (order + 1))
    for k, b in enumerate(_BERNOULLI, 1):
        series += b * math.factorial(2 * k + order - 1) / (math.factorial(2 * k) * x ** (2 * k + order))
    return total + (-1) ** (order + 1) * series
