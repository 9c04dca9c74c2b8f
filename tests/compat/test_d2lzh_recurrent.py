"""The book's helpers of chapter 6: batches of a text, predictions, both training loops."""

import random
import re
import zipfile

import numpy as np
import pytest

from engine import autograd, cpu, d2l, gluon, nd

TEXT = "abcde" * 20
CHARS = sorted(set(TEXT))
INDEX = {char: place for place, char in enumerate(CHARS)}
CORPUS = [INDEX[char] for char in TEXT]


def parameters(size=8, chars=5):
    """Those of a plain recurrent network from scratch."""
    shapes = (chars, size), (size, size), (size,), (size, chars), (chars,)
    params = [nd.random.normal(scale=0.1, shape=shape) for shape in shapes]
    for param in params:
        param.attach_grad()
    return params


def begin(batch_size, num_hiddens, ctx):
    return (nd.zeros((batch_size, num_hiddens), ctx=ctx),)


def network(inputs, state, params):
    w_x, w_h, b_h, w_q, b_q = params
    (h,) = state
    outputs = []
    for x in inputs:
        h = nd.tanh(nd.dot(x, w_x) + nd.dot(h, w_h) + b_h)
        outputs.append(nd.dot(h, w_q) + b_q)
    return outputs, (h,)


def test_random_batches_cover_the_text_once_and_look_one_ahead():
    random.seed(3)
    batches = list(d2l.data_iter_random(list(range(30)), batch_size=2, num_steps=6))
    starts = [int(row[0]) for X, _ in batches for row in X.asnumpy()]
    assert sorted(starts) == [0, 6, 12, 18] and starts != sorted(starts)
    for X, Y in batches:
        assert (Y.asnumpy() == X.asnumpy() + 1).all()
    random.seed(3)
    assert [X.asnumpy().tolist() for X, _ in batches] == [
        X.asnumpy().tolist() for X, _ in d2l.data_iter_random(list(range(30)), 2, 6)
    ]


def test_consecutive_batches_go_on_where_the_one_before_ended():
    (X, Y), (X2, Y2) = d2l.data_iter_consecutive(list(range(30)), batch_size=2, num_steps=7, ctx=cpu(1))
    assert X.context == cpu(1)
    assert X.asnumpy().tolist() == [list(range(7)), list(range(15, 22))]
    assert (X2.asnumpy() == X.asnumpy() + 7).all()
    assert (Y.asnumpy() == X.asnumpy() + 1).all() and (Y2.asnumpy() == X2.asnumpy() + 1).all()


def test_gradients_shrink_together_to_the_largest_norm(device):
    params = [nd.array([3]), nd.array([[4, 12]])]
    for param in params:
        param.attach_grad()
        param.grad[:] = param
    d2l.grad_clipping(params, 26, device())
    assert params[1].grad.asnumpy().tolist() == [[4, 12]]
    d2l.grad_clipping(params, 6.5, device())
    assert [param.grad.asnumpy().tolist() for param in params] == [[1.5], [[2, 6]]]
    d2l.grad_clipping(params, None, device())
    assert params[0].grad.asnumpy().tolist() == [1.5]


def test_a_prediction_feeds_back_what_it_has_written(device):
    def successor(inputs, state, params):
        return [nd.one_hot((x.argmax(axis=1) + 1) % 5, 5) for x in inputs], state

    facts = (None, begin, 1, 5, device(), CHARS, INDEX)
    assert d2l.predict_rnn("dab", 4, successor, *facts) == "dabcdea"


@pytest.mark.parametrize("is_random_iter", [True, False])
def test_a_network_from_scratch_learns_the_text(is_random_iter, capsys, device):
    d2l.train_and_predict_rnn(
        network, parameters, begin, 8, 5, device(), CORPUS, CHARS, INDEX, is_random_iter,
        60, 6, 1.0, 1.0, 2, 30, 7, ["ab", "d"],
    )  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[0] for line in lines[::3]] == ["epoch 30", "epoch 60"]
    assert re.fullmatch(r"epoch 60, perplexity 1\.0\d{5}, time \d+\.\d\d sec", lines[3])
    assert lines[4:] == [" - abcdeabcd", " - deabcdea"]


def test_a_network_of_gluon_learns_the_text(capsys, device):
    model = d2l.RNNModel(gluon.rnn.LSTM(8), 5)
    d2l.train_and_predict_rnn_gluon(
        model, 8, 5, device(), CORPUS, CHARS, INDEX, 60, 6, 1.0, 1.0, 2, 60, 7, ["ab"]
    )
    first, second = capsys.readouterr().out.splitlines()
    assert float(first.split()[3].rstrip(",")) < 1.1
    assert second == " - abcdeabcd"


def test_states_that_a_loop_carries_over_do_not_lengthen_the_graph():
    model = d2l.RNNModel(gluon.rnn.LSTM(3), 5)
    model.initialize()
    state = model.begin_state(batch_size=2)
    for X, _ in d2l.data_iter_consecutive(CORPUS, 2, 5):
        with autograd.record():
            output, state = model(X, state)
            loss = output.sum()
        loss.backward()
        assert np.isfinite(model.rnn.l0_h2h_weight.grad().asnumpy()).all()


def test_the_lyrics_are_read_where_the_book_has_them(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "chapter_recurrent-neural-networks").mkdir()
    monkeypatch.chdir(tmp_path / "chapter_recurrent-neural-networks")
    with pytest.raises(FileNotFoundError, match=r"jaychou_lyrics.txt.zip.*comes with the book"):
        d2l.load_data_jay_lyrics()
    with zipfile.ZipFile(tmp_path / "data" / "jaychou_lyrics.txt.zip", "w") as archive:
        archive.writestr("jaychou_lyrics.txt", "想要有\n直升机\r想要" + "飞" * 20_000)
    corpus, char_to_idx, idx_to_char, vocab_size = d2l.load_data_jay_lyrics()
    assert (len(corpus), vocab_size) == (10_000, len(idx_to_char))
    assert "".join(idx_to_char[index] for index in corpus[:10]) == "想要有 直升机 想要"
    assert [char_to_idx[char] for char in idx_to_char] == list(range(vocab_size))
