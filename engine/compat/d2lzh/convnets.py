"""Convolution by hand, and the residual network."""

from engine import nd
from engine.gluon import nn


def corr2d(X, K):
    """The cross-correlation of two matrices: the weighted sum of each window of X.

    Shapes
    ------
    X (m, n) and K (h, w) give (m - h + 1, n - w + 1).

    Examples
    --------
    >>> d2l.corr2d(nd.array([[0, 1, 2], [3, 4, 5], [6, 7, 8]]), nd.array([[0, 1], [2, 3]]))
    <BLANKLINE>
    [[19. 25.]
     [37. 43.]]
    <NDArray 2x2 @cpu(0)>
    """
    image, window = (array.reshape((1, 1, *array.shape)) for array in (X, K))
    result = nd.Convolution(image, window, kernel=K.shape, num_filter=1, no_bias=True)
    return result.reshape(result.shape[2:])


class Residual(nn.Block):
    """Two convolutions whose result is added to their input: a block of ResNet.

    Parameters
    ----------
    num_channels : int
        The number of output channels.
    use_1x1conv : bool
        Bring the input to the output's shape by a 1 × 1 convolution before it is added.
    strides : int
        Steps of the first convolution's windows, and of the 1 × 1 convolution's.

    Examples
    --------
    >>> block = d2l.Residual(6, use_1x1conv=True, strides=2)
    >>> block.initialize()
    >>> block(nd.ones((4, 3, 6, 6))).shape
    (4, 6, 3, 3)
    """

    def __init__(self, num_channels, use_1x1conv=False, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.conv1 = nn.Conv2D(num_channels, kernel_size=3, padding=1, strides=strides)
        self.conv2 = nn.Conv2D(num_channels, kernel_size=3, padding=1)
        self.conv3 = nn.Conv2D(num_channels, kernel_size=1, strides=strides) if use_1x1conv else None
        self.bn1, self.bn2 = nn.BatchNorm(), nn.BatchNorm()

    def forward(self, X):
        """The activation of the input plus what the convolutions make of it."""
        Y = self.bn2(self.conv2(nd.relu(self.bn1(self.conv1(X)))))
        return nd.relu(Y + (X if self.conv3 is None else self.conv3(X)))


def resnet18(num_classes):
    """ResNet with 18 layers, for small images.

    Examples
    --------
    >>> net = d2l.resnet18(10)
    >>> net.initialize()
    >>> net(nd.ones((1, 3, 16, 16))).shape
    (1, 10)
    """
    net = nn.Sequential()
    net.add(nn.Conv2D(64, kernel_size=3, strides=1, padding=1), nn.BatchNorm(), nn.Activation("relu"))
    for number, channels in enumerate((64, 128, 256, 512)):
        stage = nn.Sequential()
        smaller = number > 0
        stage.add(Residual(channels, use_1x1conv=smaller, strides=2 if smaller else 1), Residual(channels))
        net.add(stage)
    net.add(nn.GlobalAvgPool2D(), nn.Dense(num_classes))
    return net
