"""Chapter 6: language models of characters, from scratch and with Gluon's recurrent layers."""

import math
import random
import time
from pathlib import Path

from engine import autograd, gluon, init, nd
from engine.compat.d2lzh.training import sgd

#: Where the book's pages find the file: beside their folder.
LYRICS = Path("../data/jaychou_lyrics.txt.zip")


def load_data_jay_lyrics():
    """The first 10,000 characters of the book's lyrics, as indices.

    The lyrics come with the book, not with this engine: the file is read where the book's pages have it, at
    ../data/jaychou_lyrics.txt.zip.

    Returns the list of indices, the index of each character, the characters in the order of their indices,
    and how many they are. Raises FileNotFoundError if the file is not there.
    """
    if not LYRICS.is_file():
        raise FileNotFoundError(
            f"{LYRICS} is not there (looked from {Path.cwd()}). The file comes with the book, in the folder "
            "`data` of its repository; work in a folder beside that one, such as the book's "
            "chapter_recurrent-neural-networks"
        )
    import zipfile  # loaded by who has the file

    with zipfile.ZipFile(LYRICS) as archive:
        text = archive.read("jaychou_lyrics.txt").decode("utf-8")
    text = text.replace("\n", " ").replace("\r", " ")[:10_000]
    idx_to_char = sorted(set(text))
    char_to_idx = {char: index for index, char in enumerate(idx_to_char)}
    return [char_to_idx[char] for char in text], char_to_idx, idx_to_char, len(idx_to_char)


def data_iter_random(corpus_indices, batch_size, num_steps, ctx=None):
    """Hands out batches of sequences from anywhere in a text, in an order that `random.seed` repeats.

    Parameters
    ----------
    corpus_indices : list of int
        The text, as indices.
    batch_size, num_steps : int
        How many sequences make a batch, and how long they are.
    ctx : Context
        The device of the batches.

    Shapes
    ------
    X and Y, each (batch_size, num_steps); Y is one character ahead.

    Examples
    --------
    >>> [X.shape for X, Y in d2l.data_iter_random(list(range(30)), batch_size=2, num_steps=6)]
    [(2, 6), (2, 6)]
    """
    starts = [number * num_steps for number in range((len(corpus_indices) - 1) // num_steps)]
    random.shuffle(starts)
    for first in range(0, len(starts) // batch_size * batch_size, batch_size):
        chosen = starts[first : first + batch_size]
        yield tuple(
            nd.array([corpus_indices[start + ahead :][:num_steps] for start in chosen], ctx=ctx)
            for ahead in (0, 1)
        )


def data_iter_consecutive(corpus_indices, batch_size, num_steps, ctx=None):
    """Hands out batches of sequences, each of which goes on where that of the batch before ended.

    Parameters
    ----------
    corpus_indices : list of int
        The text, as indices.
    batch_size, num_steps : int
        How many sequences make a batch, and how long they are.
    ctx : Context
        The device of the batches.

    Shapes
    ------
    X and Y, each (batch_size, num_steps); Y is one character ahead.

    Examples
    --------
    >>> X, Y = next(d2l.data_iter_consecutive(list(range(30)), batch_size=2, num_steps=3))
    >>> Y
    <BLANKLINE>
    [[ 1.  2.  3.]
     [16. 17. 18.]]
    <NDArray 2x3 @cpu(0)>
    """
    length = len(corpus_indices) // batch_size
    text = nd.array(corpus_indices[: batch_size * length], ctx=ctx).reshape((batch_size, length))
    for start in range(0, (length - 1) // num_steps * num_steps, num_steps):
        yield text[:, start : start + num_steps], text[:, start + 1 : start + num_steps + 1]


def to_onehot(X, size):
    """A batch of sequences as one-hot vectors: a list with an array (batch, size) for each step.

    Examples
    --------
    >>> d2l.to_onehot(nd.array([[0, 2]]), 3)
    [
    [[1. 0. 0.]]
    <NDArray 1x3 @cpu(0)>,
    [[0. 0. 1.]]
    <NDArray 1x3 @cpu(0)>]
    """
    return [nd.one_hot(step, size) for step in X.T]


def grad_clipping(params, theta, ctx):
    """Shrinks gradients together, in place, so that the norm over all of them is at most `theta`.

    Parameters
    ----------
    params : list of NDArray
        Arrays with gradients.
    theta : float
        The largest norm; None leaves the gradients as they are.
    ctx : Context
        The device of the arrays.

    Examples
    --------
    >>> w = nd.array([3, 4])
    >>> w.attach_grad()
    >>> w.grad[:] = w
    >>> d2l.grad_clipping([w], 1, cpu())
    >>> w.grad
    <BLANKLINE>
    [0.6 0.8]
    <NDArray 2 @cpu(0)>
    """
    if theta is None:
        return
    norm = sum([(param.grad**2).sum() for param in params], nd.zeros(1, ctx)).sqrt().asscalar()
    if norm > theta:
        for param in params:
            param.grad[:] *= theta / norm


def predict_rnn(
    prefix, num_chars, rnn, params, init_rnn_state, num_hiddens, vocab_size, ctx, idx_to_char, char_to_idx
):
    """The text that a model from scratch writes after a prefix.

    Parameters
    ----------
    prefix : str
        How the text begins.
    num_chars : int
        How many characters the model adds.
    rnn : callable
        `rnn(inputs, state, params)` gives a list of outputs, one a step, and the new state.
    params : list of NDArray
        The model's parameters.
    init_rnn_state : callable
        `init_rnn_state(batch_size, num_hiddens, ctx)` gives the state to begin with.
    num_hiddens, vocab_size : int
        The size of the state, and how many characters there are.
    ctx : Context
        The device.
    idx_to_char : list of str
        The character of each index.
    char_to_idx : dict
        The index of each character.
    """

    def step(index, state):
        outputs, state = rnn(to_onehot(nd.array([[index]], ctx=ctx), vocab_size), state, params)
        return outputs[0], state

    return _written(prefix, num_chars, step, init_rnn_state(1, num_hiddens, ctx), idx_to_char, char_to_idx)


def predict_rnn_gluon(prefix, num_chars, model, vocab_size, ctx, idx_to_char, char_to_idx):
    """The text that an `RNNModel` writes after a prefix; see `predict_rnn`."""

    def step(index, state):
        return model(nd.array([[index]], ctx=ctx), state)

    return _written(
        prefix, num_chars, step, model.begin_state(batch_size=1, ctx=ctx), idx_to_char, char_to_idx
    )


def _written(prefix, num_chars, step, state, idx_to_char, char_to_idx):
    """The prefix and what follows, where each character is the likeliest after all before it."""
    written = [char_to_idx[char] for char in prefix]
    for place in range(len(prefix) + num_chars - 1):
        output, state = step(written[place], state)
        if place >= len(prefix) - 1:
            written.append(int(output.argmax(axis=1).asscalar()))
    return "".join([idx_to_char[index] for index in written])


def train_and_predict_rnn(
    rnn, get_params, init_rnn_state, num_hiddens, vocab_size, ctx, corpus_indices, idx_to_char,
    char_to_idx, is_random_iter, num_epochs, num_steps, lr, clipping_theta, batch_size, pred_period,
    pred_len, prefixes,
):  # fmt: skip
    """Trains a model from scratch; prints now and then its perplexity and what it writes.

    Parameters
    ----------
    rnn, init_rnn_state : callable
        The model, as for `predict_rnn`.
    get_params : callable
        Gives the list of parameters.
    num_hiddens, vocab_size : int
        The size of the state, and how many characters there are.
    ctx : Context
        The device.
    corpus_indices, idx_to_char, char_to_idx : list, list, dict
        The text, as `load_data_jay_lyrics` gives it.
    is_random_iter : bool
        Take sequences from anywhere, beginning each with a new state; else one after another.
    num_epochs, num_steps, batch_size : int
        How often to go through the text; how long a sequence is, and how many make a batch.
    lr : float
        The learning rate.
    clipping_theta : float
        The largest norm of the gradients.
    pred_period, pred_len : int
        After how many epochs to print, and how many characters to write then.
    prefixes : list of str
        How the written texts begin.
    """
    params, loss = get_params(), gluon.loss.SoftmaxCrossEntropyLoss()

    def forward(X, y, state):
        outputs, state = rnn(to_onehot(X, vocab_size), state, params)
        return loss(nd.concat(*outputs, dim=0), y).mean(), state

    def step():
        grad_clipping(params, clipping_theta, ctx)
        sgd(params, lr, 1)

    def write(prefix):
        return predict_rnn(
            prefix, pred_len, rnn, params, init_rnn_state, num_hiddens, vocab_size, ctx, idx_to_char,
            char_to_idx,
        )  # fmt: skip

    batches = data_iter_random if is_random_iter else data_iter_consecutive
    for epoch, facts in _epochs(
        num_epochs,
        lambda: batches(corpus_indices, batch_size, num_steps, ctx),
        lambda: init_rnn_state(batch_size, num_hiddens, ctx),
        is_random_iter,
        forward,
        step,
    ):
        if epoch % pred_period == 0:
            _tell(facts, write, prefixes)


class RNNModel(gluon.nn.Block):
    """A recurrent layer over one-hot characters, and a dense one for the logits of the next character.

    Parameters
    ----------
    rnn_layer : Block
        One of `gluon.rnn`'s layers.
    vocab_size : int
        How many characters there are.

    Shapes
    ------
    (batch, time) and the layer's states give (time × batch, vocab_size) and the new states.

    Examples
    --------
    >>> model = d2l.RNNModel(gluon.rnn.GRU(8), vocab_size=5)
    >>> model.initialize()
    >>> output, state = model(nd.zeros((2, 3)), model.begin_state(batch_size=2))
    >>> output.shape
    (6, 5)
    """

    def __init__(self, rnn_layer, vocab_size, **kwargs):
        super().__init__(**kwargs)
        self.rnn = rnn_layer
        self.vocab_size = vocab_size
        self.dense = gluon.nn.Dense(vocab_size)

    def forward(self, inputs, state):
        """The logits of all steps, one below the other, and the new states."""
        outputs, state = self.rnn(nd.one_hot(inputs.T, self.vocab_size), state)
        return self.dense(outputs.reshape((-1, outputs.shape[-1]))), state

    def begin_state(self, *args, **kwargs):
        """The states to begin with; see the layer's `begin_state`."""
        return self.rnn.begin_state(*args, **kwargs)


def train_and_predict_rnn_gluon(
    model, num_hiddens, vocab_size, ctx, corpus_indices, idx_to_char, char_to_idx, num_epochs, num_steps,
    lr, clipping_theta, batch_size, pred_period, pred_len, prefixes,
):  # fmt: skip
    """Trains an `RNNModel`; prints now and then its perplexity and what it writes.

    The arguments are those of `train_and_predict_rnn`; sequences follow one another.
    """
    loss = gluon.loss.SoftmaxCrossEntropyLoss()
    model.initialize(init.Normal(0.01), ctx, force_reinit=True)
    trainer = gluon.Trainer(model.collect_params(), "sgd", {"learning_rate": lr})

    def forward(X, y, state):
        output, state = model(X, state)
        return loss(output, y).mean(), state

    def step():
        grad_clipping([p.data(ctx) for p in model.collect_params().values()], clipping_theta, ctx)
        trainer.step(1)

    def write(prefix):
        return predict_rnn_gluon(prefix, pred_len, model, vocab_size, ctx, idx_to_char, char_to_idx)

    for epoch, facts in _epochs(
        num_epochs,
        lambda: data_iter_consecutive(corpus_indices, batch_size, num_steps, ctx),
        lambda: model.begin_state(batch_size=batch_size, ctx=ctx),
        False,
        forward,
        step,
    ):
        if epoch % pred_period == 0:
            _tell(facts, write, prefixes)


def _epochs(count, batches, begin, anew, forward, step):
    """Trains epoch by epoch; gives the epoch's number, and its perplexity and its seconds in words.

    States go on from batch to batch, as constants, or begin `anew`.
    """
    for epoch in range(1, count + 1):
        began, total, characters, state = time.time(), 0.0, 0, begin()
        for X, Y in batches():
            state = begin() if anew else [each.detach() for each in state]
            with autograd.record():
                loss, state = forward(X, Y.T.reshape((-1,)), state)
            loss.backward()
            step()
            total += float(loss.asscalar()) * Y.size
            characters += Y.size
        perplexity, seconds = math.exp(total / characters), time.time() - began
        yield epoch, f"epoch {epoch}, perplexity {perplexity:f}, time {seconds:.2f} sec"


def _tell(facts, write, prefixes):
    print(facts)
    for prefix in prefixes:
        print(" -", write(prefix))
