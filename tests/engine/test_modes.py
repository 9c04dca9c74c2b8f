"""The two flags of each thread, and what a thread leaves behind."""

import threading

from engine import autograd, modes


def run(work):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return thread


def test_a_thread_has_flags_of_its_own():
    seen = []
    with autograd.record():
        run(lambda: seen.append((autograd.is_recording(), autograd.is_training())))
        assert (autograd.is_recording(), autograd.is_training()) == (True, True)
    assert seen == [(False, False)]


def test_a_thread_that_ends_while_it_records_leaves_no_flag_to_a_later_one():
    def record():
        autograd.set_recording(True)
        autograd.set_training(True)

    thread = run(record)
    for numbers in (modes.recorders, modes.learners, modes.known):
        assert thread.ident not in numbers


def test_scopes_in_each_other_put_back_what_was_set_outside_even_after_an_error():
    flags = []
    try:
        with autograd.record():
            with autograd.pause(), autograd.train_mode():
                flags.append((autograd.is_recording(), autograd.is_training()))
            flags.append((autograd.is_recording(), autograd.is_training()))
            raise ValueError
    except ValueError:
        flags.append((autograd.is_recording(), autograd.is_training()))
    assert flags == [(False, True), (True, True), (False, False)]
