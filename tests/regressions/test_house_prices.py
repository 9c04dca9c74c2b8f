"""Linear regression on real house sales explains most of the price, on sales that it has not seen."""

import csv
from pathlib import Path

import numpy as np
import pytest

from engine import autograd, d2l, nd

SALES = Path(__file__).parents[2] / "lessons" / "data" / "ames-house-sales.csv"


@pytest.fixture(scope="module")
def sales():
    """Standardised living area and age, and standardised price, of sales up to 4,000 square feet."""
    with SALES.open() as file:
        rows = list(csv.DictReader(file))
    table = np.array(
        [
            (
                float(r["living_area_sqft"]),
                float(r["year_sold"]) - float(r["year_built"]),
                float(r["sale_price_usd"]),
            )
            for r in rows
            if float(r["living_area_sqft"]) <= 4000
        ]
    )
    return (table - table.mean(axis=0)) / table.std(axis=0)


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_area_and_age_explain_most_of_the_price(sales, seed, seed_everything):
    seed_everything(seed)
    held_out = np.arange(len(sales)) % 5 == 4
    features, labels = nd.array(sales[~held_out, :2]), nd.array(sales[~held_out, 2])
    w, b = nd.random.normal(scale=0.01, shape=(2, 1)), nd.zeros(1)
    for param in (w, b):
        param.attach_grad()
    for _ in range(5):
        for X, y in d2l.data_iter(32, features, labels):
            with autograd.record():
                l = d2l.squared_loss(d2l.linreg(X, w, b), y)  # noqa: E741
            l.backward()
            d2l.sgd([w, b], 0.03, 32)
    predicted = d2l.linreg(nd.array(sales[held_out, :2]), w, b).asnumpy().ravel()
    price = sales[held_out, 2]
    explained = 1 - ((price - predicted) ** 2).sum() / ((price - price.mean()) ** 2).sum()
    assert explained >= 0.6
    area, age = w.asnumpy().ravel()
    assert area > 0 > age
