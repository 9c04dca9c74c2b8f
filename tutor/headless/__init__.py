"""Lessons without a screen: `Lesson` for teachers' own tests, `d2l-tutor check`, the pytest plugin."""

from tutor.headless.lesson import Lesson

__all__ = ["Lesson"]
