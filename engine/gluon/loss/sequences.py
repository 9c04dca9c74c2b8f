"""The loss of sequences that are longer than what they spell."""

from engine.gluon.loss.pointwise import Loss


class CTCLoss(Loss):
    """How improbable it is that a sequence of predictions spells its labels, whenever each comes.

    The last class is blank; label sequences are filled up with -1. See `nd.CTCLoss`.

    Parameters
    ----------
    layout : str
        'NTC' for predictions (batch, steps, classes), 'TNC' for (steps, batch, classes).
    label_layout : str
        'NT' for labels (batch, labels), 'TN' for (labels, batch).
    weight : float
        A factor on the loss, or None.

    Shapes
    ------
    Called with predictions, labels and, if they differ, the numbers of steps and of labels that count, each
    (batch,); the loss is (batch,).

    Examples
    --------
    >>> loss = gluon.loss.CTCLoss()
    >>> loss(nd.zeros((1, 2, 3)), nd.array([[1, -1]])).exp()
    <BLANKLINE>
    [3.]
    <NDArray 1 @cpu(0)>
    """

    def __init__(self, layout="NTC", label_layout="NT", weight=None, **kwargs):
        if layout not in ("NTC", "TNC") or label_layout not in ("NT", "TN"):
            raise AssertionError("CTCLoss: layout is 'NTC' or 'TNC', label_layout 'NT' or 'TN'")
        super().__init__(weight, label_layout.index("N"), **kwargs)
        self._layout = layout

    def hybrid_forward(self, F, pred, label, pred_lengths=None, label_lengths=None, sample_weight=None):
        """The loss of each example."""
        loss = F.CTCLoss(
            pred.swapaxes(0, 1) if self._layout == "NTC" else pred,
            label.swapaxes(0, 1) if self._batch_axis == 1 else label,
            pred_lengths,
            label_lengths,
            use_data_lengths=pred_lengths is not None,
            use_label_lengths=label_lengths is not None,
            blank_label="last",
        )
        return self._weighted(F, loss, sample_weight)
