"""Samplers that have other parameters under another name of MXNet's, such as `nd.sample_normal`."""

from engine.nd import random


def _sample_normal(mu=0, sigma=1, shape=None, dtype="float32", ctx=None, out=None):
    """`normal`, whose parameters have other names here."""
    return random.normal(mu, sigma, shape, dtype, ctx, out)


def _at_a_rate(lam=1, shape=None, dtype="float32", ctx=None, out=None):
    """`exponential`, given the rate of the events, not the mean time between them."""
    return random.exponential(1 / lam, shape, dtype, ctx, out)


#: The samplers that have other parameters under MXNet's other names for them.
OTHERS = {
    "random_exponential": _at_a_rate,
    "sample_exponential": _at_a_rate,
    "sample_normal": _sample_normal,
}
