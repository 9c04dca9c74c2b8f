"""The two flags of each thread, and what a thread leaves behind."""

import threading

import pytest

from engine import autograd, modes


def run(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return thread


def flags():
    return autograd.is_recording(), autograd.is_training()


def test_recording_and_training_are_two_flags():
    seen = [flags()]
    with autograd.record():
        seen.append(flags())
        with autograd.pause():
            seen.append(flags())
        with autograd.predict_mode():
            seen.append(flags())
    with autograd.train_mode():
        seen.append(flags())
    with autograd.record(train_mode=False):
        seen.append(flags())
    assert seen == [(False, False), (True, True), (False, False), (True, False), (False, True), (True, False)]
    assert flags() == (False, False)


def test_flags_are_put_back_after_an_error():
    with pytest.raises(ZeroDivisionError), autograd.record():
        raise ZeroDivisionError
    assert flags() == (False, False)


def test_flags_belong_to_a_thread():
    seen = []
    with autograd.record():
        run(lambda: seen.append(flags()))
    assert seen == [(False, False)]


def test_flags_can_be_set():
    assert autograd.set_recording(True) is False
    assert autograd.set_recording(False) is True
    assert autograd.set_training(True) is False
    assert autograd.set_training(False) is True


def test_a_thread_that_ends_while_it_records_leaves_no_flag_to_a_later_one():
    def record():
        autograd.set_recording(True)
        autograd.set_training(True)

    thread = run(record)
    for numbers in (modes.recorders, modes.learners, modes.known):
        assert thread.ident not in numbers
