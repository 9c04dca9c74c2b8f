"""Commands speak the language that was chosen last: here in nobody's sessions but the tests' own."""

import pytest


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path_factory):
    """A home that no session has used yet."""
    monkeypatch.setenv("D2L_TUTOR_HOME", str(tmp_path_factory.mktemp("home")))
