"""Every feature is shown by a station of the tour."""

from tour_features import FEATURES, SHOWN


def test_every_feature_is_shown_somewhere(tour):
    missing = [f"{name}: {words}" for name, words in FEATURES.items() if not SHOWN[name]]
    assert len(tour) >= 4
    assert missing == []
