"""The helper functions of the book's package `d2lzh`, by their names, for its chapters 2 to 7."""

from engine.compat.d2lzh.convnets import Residual, corr2d, resnet18
from engine.compat.d2lzh.devices import try_all_gpus, try_gpu
from engine.compat.d2lzh.figures import (
    get_fashion_mnist_labels,
    pyplot,
    semilogy,
    set_figsize,
    show_fashion_mnist,
    use_svg_display,
)
from engine.compat.d2lzh.optimization import (
    get_data_ch7,
    show_trace_2d,
    train_2d,
    train_ch7,
    train_gluon_ch7,
)
from engine.compat.d2lzh.recurrent import (
    RNNModel,
    data_iter_consecutive,
    data_iter_random,
    grad_clipping,
    load_data_jay_lyrics,
    predict_rnn,
    predict_rnn_gluon,
    to_onehot,
    train_and_predict_rnn,
    train_and_predict_rnn_gluon,
)
from engine.compat.d2lzh.training import (
    data_iter,
    evaluate_accuracy,
    linreg,
    load_data_fashion_mnist,
    sgd,
    squared_loss,
    train_ch3,
    train_ch5,
)

__all__ = [
    "RNNModel",
    "Residual",
    "corr2d",
    "data_iter",
    "data_iter_consecutive",
    "data_iter_random",
    "evaluate_accuracy",
    "get_data_ch7",
    "get_fashion_mnist_labels",
    "grad_clipping",
    "linreg",
    "load_data_fashion_mnist",
    "load_data_jay_lyrics",
    "plt",
    "predict_rnn",
    "predict_rnn_gluon",
    "resnet18",
    "semilogy",
    "set_figsize",
    "sgd",
    "show_fashion_mnist",
    "show_trace_2d",
    "squared_loss",
    "to_onehot",
    "train_2d",
    "train_and_predict_rnn",
    "train_and_predict_rnn_gluon",
    "train_ch3",
    "train_ch5",
    "train_ch7",
    "train_gluon_ch7",
    "try_all_gpus",
    "try_gpu",
    "use_svg_display",
]


def __getattr__(name):
    if name == "plt":
        return pyplot()
    raise AttributeError(f"d2lzh has no {name!r}")


def __dir__():
    return __all__
