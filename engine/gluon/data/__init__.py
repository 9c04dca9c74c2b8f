"""Data: sets of examples, and loaders that hand them out in batches.

Examples
--------
>>> dataset = gluon.data.ArrayDataset(nd.ones((6, 2)), nd.arange(6))
>>> for X, y in gluon.data.DataLoader(dataset, batch_size=4):
...     print(X.shape, y.shape)
(4, 2) (4,)
(2, 2) (2,)
"""

from engine.gluon.data import vision
from engine.gluon.data.dataloader import DataLoader
from engine.gluon.data.dataset import ArrayDataset, Dataset, SimpleDataset
from engine.gluon.data.sampler import BatchSampler, FilterSampler, RandomSampler, Sampler, SequentialSampler

__all__ = [
    "ArrayDataset",
    "BatchSampler",
    "DataLoader",
    "Dataset",
    "FilterSampler",
    "RandomSampler",
    "Sampler",
    "SequentialSampler",
    "SimpleDataset",
    "vision",
]
