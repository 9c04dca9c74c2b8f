"""Figures: curves, and images with their labels."""

from engine import hooks
from engine.compat import display

FASHION_MNIST_LABELS = (
    "t-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
)


def pyplot():
    """matplotlib's pyplot, loaded when a figure is first drawn."""
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ImportError("figures need matplotlib: pip install 'd2l-tutor[book]'") from None
    return pyplot


def use_svg_display():
    """Draws figures as vector graphics in a notebook."""
    if hooks.on_images is None:
        display.set_matplotlib_formats("svg")


def set_figsize(figsize=(3.5, 2.5)):
    """Sets the size of figures, (width, height) in inches."""
    use_svg_display()
    pyplot().rcParams["figure.figsize"] = figsize


def semilogy(x_vals, y_vals, x_label, y_label, x2_vals=None, y2_vals=None, legend=None, figsize=(3.5, 2.5)):
    """Draws one or two curves over an axis of powers of ten.

    Parameters
    ----------
    x_vals, y_vals : sequence of float
        The points of the first curve.
    x_label, y_label : str
        What stands at the axes.
    x2_vals, y2_vals : sequence of float
        The points of the second curve, dotted.
    legend : list of str
        The names of both curves.
    figsize : tuple of float
        The figure's size in inches.
    """
    set_figsize(figsize)
    plt = pyplot()
    plt.xlabel(x_label)
    plt.ylabel(y_label)
    plt.semilogy(x_vals, y_vals)
    if x2_vals and y2_vals:
        plt.semilogy(x2_vals, y2_vals, linestyle=":")
        plt.legend(legend)


def get_fashion_mnist_labels(labels):
    """The names of Fashion-MNIST's classes.

    Examples
    --------
    >>> d2l.get_fashion_mnist_labels([0, 9])
    ['t-shirt', 'ankle boot']
    """
    return [FASHION_MNIST_LABELS[int(label)] for label in labels]


def show_fashion_mnist(images, labels):
    """Shows images in a row, each with its label above.

    Parameters
    ----------
    images : NDArray
        (count, …) with 784 pixels each.
    labels : list of str
        What stands above each.
    """
    pictures = [image.reshape((28, 28)).asnumpy() for image in images]
    if hooks.on_images is not None:
        hooks.on_images(pictures, list(labels))
        return
    use_svg_display()
    _, axes = pyplot().subplots(1, len(pictures), figsize=(12, 12), squeeze=False)
    for place, picture, label in zip(axes[0], pictures, labels, strict=False):
        place.imshow(picture)
        place.set_title(label)
        place.get_xaxis().set_visible(False)
        place.get_yaxis().set_visible(False)
