"""The book's pages, every cell as it stands, run through `d2l-tutor run`.

The book is no part of this project. `D2L_BOOK` names a work tree of its first edition; without it these
tests are skipped. They train on the bundled images, a tenth of the full set.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.inside.documents import read_cells

ROOT = Path(__file__).parents[2]
BOOK = os.environ.get("D2L_BOOK")

pytestmark = [
    pytest.mark.skipif(not BOOK, reason="D2L_BOOK does not name a work tree of the book"),
    pytest.mark.cpu,
]

FIGURE = r"<Figure size"
TRAINED = r"epoch 5, loss 0\.\d+, train acc 0\.[6-9]\d+, test acc 0\.[67]\d+"
FITTED = r"epoch 3, loss:? 0\.0000\d+"
NOISE = r"^loss: 0\.2[4-6]\d+, \d"

#: The pages, the number of their cells, and what stands in their output.
PAGES = {
    "chapter_prerequisite/ndarray.md": (29, [r"^22\.494442$", r"<NDArray 3x4 @cpu\(0\)>", r"^\[66\.\]$"]),
    "chapter_prerequisite/autograd.md": (
        10,
        [r"\[\[ ?0\.\]\n \[ ?4\.\]\n \[ ?8\.\]\n \[12\.\]\]", r"^False\nTrue$"],
    ),
    "chapter_prerequisite/lookup-api.md": (
        3,
        [r"'uniform'", r"Help on function ones_like", r"<NDArray 2x3 @cpu"],
    ),
    "chapter_deep-learning-basics/linear-regression.md": (4, [r"\[11\. 11\. 11\.\]"]),
    "chapter_deep-learning-basics/linear-regression-scratch.md": (14, [FITTED, FIGURE]),
    "chapter_deep-learning-basics/linear-regression-gluon.md": (11, [FITTED, r"<NDArray 10x2 @cpu"]),
    "chapter_deep-learning-basics/fashion-mnist.md": (11, [r"\(6000, 1000\)", FIGURE]),
    "chapter_deep-learning-basics/softmax-regression-scratch.md": (16, [TRAINED, FIGURE]),
    "chapter_deep-learning-basics/softmax-regression-gluon.md": (6, [TRAINED]),
    "chapter_deep-learning-basics/mlp.md": (7, [FIGURE]),
    "chapter_deep-learning-basics/mlp-scratch.md": (7, [TRAINED]),
    "chapter_deep-learning-basics/mlp-gluon.md": (3, [TRAINED]),
    "chapter_deep-learning-basics/underfit-overfit.md": (8, [r"final epoch: train loss", FIGURE]),
    "chapter_deep-learning-basics/weight-decay.md": (9, [r"L2 norm of w: 0\.\d+", FIGURE]),
    "chapter_deep-learning-basics/dropout.md": (9, [r"epoch 5, loss", r"\[\[0\. 0\."]),
    "chapter_deep-learning-basics/kaggle-house-price.md": (17, [r"valid rmse 0\.\d+", r"^train rmse 0\.\d+"]),
    "chapter_deep-learning-computation/custom-layer.md": (
        9,
        [r"^\[-2\. -1\.  0\.  1\.  2\.\]$"],
    ),
    "chapter_deep-learning-computation/deferred-init.md": (5, [r"^Init dense0_weight \(256, 20\)$"]),
    "chapter_deep-learning-computation/model-construction.md": (7, [r"<NDArray 2x10 @cpu\(0\)>"]),
    "chapter_deep-learning-computation/parameters.md": (14, [r"^\[1\. 1\. 1\. 1\. 1\. 1\. 1\. 1\.\]$"]),
    "chapter_deep-learning-computation/read-write.md": (8, [r"^\{'x': $", r"<NDArray 2x10 @cpu\(0\)>"]),
    "chapter_convolutional-neural-networks/channels.md": (7, [r"\[\[ ?56\. +72\.\]"]),
    "chapter_convolutional-neural-networks/conv-layer.md": (8, [r"^batch 10, loss 0\.\d+"]),
    "chapter_convolutional-neural-networks/lenet.md": (
        7,
        [r"^training on cpu", r"^epoch 5, loss \d\.\d+"],
    ),
    "chapter_convolutional-neural-networks/padding-and-strides.md": (4, [r"^\(8, 8\)$", r"^\(2, 2\)$"]),
    "chapter_convolutional-neural-networks/pooling.md": (9, [r"\[\[4\. 5\.\]\n \[7\. 8\.\]\]"]),
    "chapter_recurrent-neural-networks/rnn.md": (2, [r"<NDArray 3x4 @cpu\(0\)>"]),
    "chapter_recurrent-neural-networks/lang-model-dataset.md": (
        8,
        [r"^1027$", r"^ \[16\. 17\. 18\. 19\. 20\. 21\.\]\]"],
    ),
    "chapter_optimization/optimization-intro.md": (4, [FIGURE]),
    "chapter_optimization/gd-sgd.md": (
        8,
        [r"^epoch 10, x: 0\.0604661759999", r"x1 -0\.057646, x2 -0\.000073$"],
    ),
    "chapter_optimization/minibatch-sgd.md": (8, [r"^\(1500, 5\)$", NOISE]),
    "chapter_optimization/momentum.md": (9, [r"x1 -0\.062843, x2 0\.001202$", NOISE]),
    "chapter_optimization/adagrad.md": (5, [r"x1 -2\.382563, x2 -0\.158591$", NOISE]),
    "chapter_optimization/rmsprop.md": (4, [r"x1 -0\.010599, x2 0\.000000$", NOISE]),
    "chapter_optimization/adadelta.md": (3, [NOISE]),
    "chapter_optimization/adam.md": (3, [NOISE]),
}


@pytest.fixture
def page(request, tmp_path):
    """A copy of a page in a folder of its own, with the book's data beside it; what it writes stays there."""
    source = Path(BOOK) / request.param
    folder = tmp_path / source.parent.name
    folder.mkdir()
    (tmp_path / "data").symlink_to(source.parents[1] / "data")
    if "kaggle" in source.name and not (tmp_path / "data" / "kaggle_house_pred_train.csv").exists():
        pytest.skip("the work tree lacks the data of the page")
    copy = folder / source.name
    copy.write_text(source.read_text())
    return copy


@pytest.mark.parametrize(("page", "name"), [(name, name) for name in PAGES], indirect=["page"], ids=PAGES)
def test_a_page_runs_to_its_end(page, name):
    count, expected = PAGES[name]
    assert len(read_cells(page)) == count
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "MPLBACKEND": "Agg",
        "D2L_FASHION_MNIST": "bundled",
        "HOME": str(page.parent),
    }
    command = [sys.executable, "-P", "-m", "tutor.cli", "run", page.name]
    done = subprocess.run(
        command, cwd=page.parent, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    for pattern in expected:
        assert re.search(pattern, done.stdout, re.MULTILINE), (pattern, done.stdout[-3000:])
