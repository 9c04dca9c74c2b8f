"""The examples in the tutor's docstrings hold."""

import doctest
import importlib
import pkgutil

import pytest

import tutor

MODULES = [
    module.name
    for module in pkgutil.walk_packages(tutor.__path__, "tutor.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples(name):
    assert (
        doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0
    )
