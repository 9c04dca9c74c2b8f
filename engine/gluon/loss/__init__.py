"""Losses: how far predictions are from labels, one number an example.

Every loss is called with predictions, then labels, and gives an array of shape (batch,): the mean over all
axes but the batch. The gradient that `backward` leaves is that of their sum; `Trainer.step(batch_size)`
makes it the mean.

Examples
--------
>>> gluon.loss.L2Loss()(nd.array([1, 2]), nd.array([1, 4]))
<BLANKLINE>
[0. 2.]
<NDArray 2 @cpu(0)>
"""

from engine.gluon.loss.distances import CosineEmbeddingLoss, PoissonNLLLoss, SDMLLoss, TripletLoss
from engine.gluon.loss.pointwise import (
    HingeLoss,
    HuberLoss,
    KLDivLoss,
    L1Loss,
    L2Loss,
    LogisticLoss,
    Loss,
    SigmoidBCELoss,
    SigmoidBinaryCrossEntropyLoss,
    SoftmaxCELoss,
    SoftmaxCrossEntropyLoss,
    SquaredHingeLoss,
)
from engine.gluon.loss.sequences import CTCLoss

__all__ = [
    "CTCLoss",
    "CosineEmbeddingLoss",
    "HingeLoss",
    "HuberLoss",
    "KLDivLoss",
    "L1Loss",
    "L2Loss",
    "LogisticLoss",
    "Loss",
    "PoissonNLLLoss",
    "SDMLLoss",
    "SigmoidBCELoss",
    "SigmoidBinaryCrossEntropyLoss",
    "SoftmaxCELoss",
    "SoftmaxCrossEntropyLoss",
    "SquaredHingeLoss",
    "TripletLoss",
]


def __dir__():
    return __all__
