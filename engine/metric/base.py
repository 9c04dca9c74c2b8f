"""What all metrics share: totals over batches, names, and finding a metric by its name."""

from engine.nd import NDArray

_registry = {}


def register(kind):
    """Makes a metric known by its class's name in lower case; decorates the class.

    Examples
    --------
    >>> @mx.metric.register
    ... class Largest(mx.metric.EvalMetric):
    ...     def __init__(self, name="largest"):
    ...         super().__init__(name)
    ...     def update(self, labels, preds):
    ...         self.sum_metric, self.num_inst = max(float(p.max().asscalar()) for p in preds), 1
    >>> mx.metric.create("largest").name
    'largest'
    """
    return alias(kind.__name__)(kind)


def alias(*names):
    """Makes a metric known by further names; decorates its class."""

    def note(kind):
        _registry.update(dict.fromkeys((name.lower() for name in names), kind))
        return kind

    return note


def by_name(metric, *args, **options):
    """The registered metric of this name, or of a configuration; AssertionError if there is none."""
    if isinstance(metric, EvalMetric):
        assert not args and not options, "a metric that exists has its arguments"
        return metric
    if isinstance(metric, dict):
        return by_name(**metric)
    if isinstance(metric, str) and metric[:1] in ("{", "["):
        import json  # loaded by who has a configuration

        made = json.loads(metric)
        return by_name(made) if isinstance(made, dict) else by_name(made[0], **made[1])
    assert isinstance(metric, str), f"a metric is a name, a function or a list of them, not {metric!r}"
    kind = _registry.get(metric.lower())
    if kind is None:
        import difflib  # loaded at a mistake

        near = difflib.get_close_matches(metric.lower(), _registry, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(sorted(_registry))}"
        raise AssertionError(f"{metric} is not registered as a metric; {hint}")
    return kind(*args, **options)


def check_label_shapes(labels, preds, wrap=False, shape=False):
    """Both arguments, after a look that their lengths are equal.

    Parameters
    ----------
    labels, preds : NDArray or list of NDArray
        What is compared.
    wrap : bool
        Make a list of a single array.
    shape : bool
        Compare shapes in place of lengths.

    Raises ValueError if they differ.
    """
    sizes = (labels.shape, preds.shape) if shape else (len(labels), len(preds))
    if sizes[0] != sizes[1]:
        raise ValueError(f"Shape of labels {sizes[0]} does not match shape of predictions {sizes[1]}")
    return tuple([one] if wrap and isinstance(one, NDArray) else one for one in (labels, preds))


class EvalMetric:
    """The base of metrics: a sum over everything seen since `reset`, divided by a count.

    A subclass writes `update(labels, preds)`. There are two totals: `reset_local` clears one, and `get` reads
    it; `get_global` reads the other, which only `reset` clears.

    Parameters
    ----------
    name : str
        What `get` calls it.
    output_names, label_names : list of str
        Which predictions and labels `update_dict` takes; all if not given.
    """

    def __init__(self, name, output_names=None, label_names=None, has_global_stats=False, **options):
        self.name = str(name)
        self.output_names = output_names
        self.label_names = label_names
        self._has_global_stats = has_global_stats
        self._options = options
        self.reset()

    def __str__(self):
        return f"EvalMetric: {dict(self.get_name_value())}"

    def get_config(self):
        """The arguments from which `create(**config)` makes this metric again."""
        return {
            **self._options,
            "metric": type(self).__name__,
            "name": self.name,
            "output_names": self.output_names,
            "label_names": self.label_names,
        }

    def update(self, labels, preds):
        """Takes in a batch: lists of NDArrays, or one of each."""
        raise NotImplementedError("a metric writes update(self, labels, preds)")

    def update_dict(self, label, pred):
        """Takes in a batch given as dictionaries of NDArrays by name."""
        self.update(_chosen(label, self.label_names), _chosen(pred, self.output_names))

    def reset(self):
        """Begins again."""
        self.global_num_inst = 0
        self.global_sum_metric = 0.0
        self.reset_local()

    def reset_local(self):
        """Begins again, but for what `get_global` reads."""
        self.num_inst = 0
        self.sum_metric = 0.0

    def get(self):
        """The name, and the value so far: nan before the first batch."""
        return self.name, self._value(self.sum_metric, self.num_inst)

    def get_global(self):
        """The name, and the value since `reset`."""
        if not self._has_global_stats:
            return self.get()
        return self.name, self._value(self.global_sum_metric, self.global_num_inst)

    def get_name_value(self):
        """Names and values as a list of pairs."""
        return _pairs(*self.get())

    def get_global_name_value(self):
        """Names and values since `reset`, as a list of pairs."""
        return _pairs(*self.get_global())

    def _value(self, total, count):
        return total / count if count else float("nan")

    def _count(self, total, count):
        """Adds to both totals. Python's numbers, which print as numbers whatever NumPy's version."""
        total = float(total)
        self.sum_metric += total
        self.global_sum_metric += total
        self.num_inst += count
        self.global_num_inst += count


def _chosen(arrays, names):
    return list(arrays.values()) if names is None else [arrays[name] for name in names]


def _pairs(names, values):
    if not isinstance(names, list):
        return [(names, values)]
    return list(zip(names, values, strict=True))
