"""Gradients that are sums of products, each computed as one product.

A matrix that takes part in every time step of a network gets a gradient from each: aᵀ · b. Their sum is one
product as well, of all `a` below each other and all `b`. BLAS is better at one large product than at many,
and nothing as large as the matrix is added up.
"""

#: The sums of smaller gradients take no time.
_LEAST = 1 << 12


def factors(left, right, matrix):
    """Raw matrices whose product, the left one transposed, is a matrix's gradient; None if it is small."""
    return (left, right) if matrix.size >= _LEAST and left.ndim == right.ndim == 2 else None


def product(F, pairs):
    """The sum of the products of pairs of raw matrices, each with the left one transposed."""
    if len(pairs) == 1:
        left, right = pairs[0]
    else:
        left, right = (F.concat(*side, dim=0) for side in zip(*pairs, strict=True))
    return F.dot(left, right, True)
