"""Little arrays, made and read: what the tests of the engine say most often."""

from engine import nd


def variable(values=(1, 2, 3), grad_req="write"):
    """An array with a gradient."""
    x = nd.array(list(values))
    x.attach_grad(grad_req)
    return x


def values(x):
    """The numbers of an array, as lists."""
    return x.asnumpy().tolist()
