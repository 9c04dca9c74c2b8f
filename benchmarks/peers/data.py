"""The data on which every side trains: NumPy arrays, the same in every process."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np

VOCABULARY, HIDDEN, STEPS, SEQUENCES = 1027, 256, 35, 32
"""Chapter 6: characters, hidden units, time steps, sequences in a batch."""

_draw = np.random.RandomState(1)


def regression(examples: int = 1000, inputs: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Features and labels of a linear model with a little noise, float32."""
    features = _draw.normal(size=(examples, inputs))
    labels = features @ _draw.normal(size=inputs) + 4.2 + _draw.normal(scale=0.01, size=examples)
    return features.astype("float32"), labels.astype("float32")


def images(batches: int = 4, size: int = 256) -> list[tuple[np.ndarray, np.ndarray]]:
    """Batches of images (size, 1, 28, 28) between 0 and 1 and their classes, int32."""
    return [
        (_draw.uniform(size=(size, 1, 28, 28)).astype("float32"), _draw.randint(0, 10, size).astype("int32"))
        for _ in range(batches)
    ]


def characters(batches: int = 4) -> list[tuple[np.ndarray, np.ndarray]]:
    """Batches of sequences (SEQUENCES, STEPS) of characters and of the characters that follow, float32."""
    text = _draw.randint(0, VOCABULARY, (batches, SEQUENCES, STEPS + 1)).astype("float32")
    return [(part[:, :-1], part[:, 1:]) for part in text]


def weights(*shape: int, scale: float = 0.01) -> np.ndarray:
    """Normal random numbers, float32."""
    return _draw.normal(scale=scale, size=shape).astype("float32")


def shuffled(count: int, batch_size: int) -> Iterator[list[int]]:
    """Indices in a random order, cut into batches, as the book's `data_iter` does it."""
    order = list(range(count))
    random.shuffle(order)
    for start in range(0, count, batch_size):
        yield order[start : start + batch_size]
