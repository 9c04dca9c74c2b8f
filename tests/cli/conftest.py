"""Commands speak the language that was chosen last in a session: here, English whatever that was."""

import pytest


@pytest.fixture(autouse=True)
def english(monkeypatch):
    """What is remembered on this machine does not count."""
    monkeypatch.setenv("D2L_TUTOR_LANG", "en")
