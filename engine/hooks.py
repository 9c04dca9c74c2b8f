"""Three observers through which a program may watch the engine, all `None` when nobody does.

The engine tests the name and calls; it knows nothing of who listens. Unset, each costs one test.

`on_op(op, inputs, arguments, output)` is called after every operation with its name, the tuple of its
NDArray inputs, a dict of its other arguments, and its output (an NDArray, or a list of them). It gets
the arrays for the duration of the call only. A number beside an array is an argument, under the name of
its place: `2 * x` is `multiply` with {"lhs": 2}. Reading elements is "getitem" and writing them "setitem",
with {"key": …} (the array written to is the input and the output); `x += y` is "add" with `x` as output;
drawing random numbers is "random.normal" and the like, with no inputs and {"shape": …}.

`on_write(array, place, value)` is called before elements of an array are overwritten, so that they can be
seen beside what takes their place: with the raw index and the value of `x[place] = value`, with `...` and
None for `x += y` and `out=x`. `x[place] += y` writes twice: a view of its elements, then the view into x.

`on_backward(heads, variables)` is called by `backward` before the graph is cleared, with the head
NDArrays and a function that lists the variables (NDArrays with `attach_grad`) that they reach: it walks the
graph, so it is for calling before the hook returns, and only where they are wanted. The hook may return a
visitor: `visitor(node, gradient, passes)` is then called for each node in reverse order, with the raw
gradient that arrived there and the raw gradients that it passes to each of its inputs (None where an
input needs none). A node has `id`, `op` (its name, "" for a variable), `inputs` (nodes, in the
operands' order; None for a constant), `values` (the raw operands), `arguments` (dict), `rules` (strings: how
the gradient g goes to each input, such as ("g · bᵀ", "aᵀ · g") for `dot`), `array` (the NDArray of a
variable, else None) and `value` (its forward result as a raw array where the tape still holds it, else
None).

`on_images(images, labels)` is called by the book's picture helpers in place of matplotlib: a list of
(height, width) arrays and a list of strings.
"""

on_op = None
on_write = None
on_backward = None
on_images = None
