"""Layers that normalise: mean 0 and variance 1, then a scale and a shift that are learnt."""

from engine.gluon.block import HybridBlock


class _Normalising(HybridBlock):
    """What all of them have in common: scale and shift, one number for each channel."""

    def __init__(
        self, axis, epsilon, center, scale, beta_initializer, gamma_initializer, in_channels, **kwargs
    ):
        super().__init__(**kwargs)
        self._axis = axis
        self._epsilon = epsilon
        self._center, self._scale = center, scale
        self._in_channels = in_channels
        self.gamma = self._vector("gamma", gamma_initializer, scale)
        self.beta = self._vector("beta", beta_initializer, center)

    def _vector(self, name, init, learnt):
        """A parameter with a number for each channel; only what is learnt has a gradient."""
        return self.params.get(
            name,
            grad_req="write" if learnt else "null",
            shape=(self._in_channels,),
            dtype="float32",
            init=init,
            allow_deferred_init=True,
            differentiable=learnt,
        )

    def infer_shape(self, x):
        """Settles the number of channels from a batch."""
        for parameter in self._reg_params.values():
            parameter.settle((x.shape[self._axis],))

    @property
    def _channels(self):
        return self.gamma.shape[0] or None


class BatchNorm(_Normalising):
    """Each channel with mean 0 and variance 1 over the batch, then scaled and shifted.

    While training, the batch's own statistics serve, and `backward` mixes them into the running ones; in
    prediction the running ones serve.

    Parameters
    ----------
    axis : int
        The axis of the channels.
    momentum : float
        The share of the running statistics that stays.
    epsilon : float
        Added to the variance, against a division by 0.
    center, scale : bool
        Whether shift and scale are learnt.
    use_global_stats : bool
        Take the running statistics while training, too.
    beta_initializer, gamma_initializer : Initializer or str
        How shift and scale begin.
    running_mean_initializer, running_variance_initializer : Initializer or str
        How the running statistics begin.
    in_channels : int
        The number of channels; found from the first batch if not given.

    Shapes
    ------
    (batch, channels, …) gives the same.

    Examples
    --------
    >>> layer = nn.BatchNorm()
    >>> layer.initialize()
    >>> with autograd.record():
    ...     y = layer(nd.array([[1, 10], [3, 30]]))
    >>> y.round()
    <BLANKLINE>
    [[-1. -1.]
     [ 1.  1.]]
    <NDArray 2x2 @cpu(0)>
    >>> y.backward()
    >>> layer.running_mean.data()
    <BLANKLINE>
    [0.2 2. ]
    <NDArray 2 @cpu(0)>
    """

    def __init__(
        self,
        axis=1,
        momentum=0.9,
        epsilon=1e-5,
        center=True,
        scale=True,
        use_global_stats=False,
        beta_initializer="zeros",
        gamma_initializer="ones",
        running_mean_initializer="zeros",
        running_variance_initializer="ones",
        in_channels=0,
        **kwargs,
    ):
        super().__init__(
            axis, epsilon, center, scale, beta_initializer, gamma_initializer, in_channels, **kwargs
        )
        self._options = {
            "momentum": momentum, "fix_gamma": not scale, "use_global_stats": use_global_stats, "axis": axis,
        }  # fmt: skip
        self.running_mean = self._vector("running_mean", running_mean_initializer, False)
        self.running_var = self._vector("running_var", running_variance_initializer, False)

    def hybrid_forward(self, F, x, gamma, beta, running_mean, running_var):
        """The normalised batch."""
        return F.BatchNorm(x, gamma, beta, running_mean, running_var, eps=self._epsilon, **self._options)

    def __repr__(self):
        options = ", ".join(
            f"{name}={self._options[name]}" for name in ("momentum", "fix_gamma", "use_global_stats")
        )
        return f"BatchNorm(axis={self._axis}, eps={self._epsilon}, {options}, in_channels={self._channels})"


class LayerNorm(_Normalising):
    """Each example with mean 0 and variance 1 along an axis, then scaled and shifted.

    Parameters
    ----------
    axis : int
        The axis.
    epsilon : float
        Added to the variance, against a division by 0.
    center, scale : bool
        Whether shift and scale are learnt.
    beta_initializer, gamma_initializer : Initializer or str
        How shift and scale begin.
    in_channels : int
        The length of the axis; found from the first batch if not given.

    Examples
    --------
    >>> layer = nn.LayerNorm()
    >>> layer.initialize()
    >>> layer(nd.array([[1, 3], [10, 30]])).round()
    <BLANKLINE>
    [[-1.  1.]
     [-1.  1.]]
    <NDArray 2x2 @cpu(0)>
    """

    def __init__(
        self,
        axis=-1,
        epsilon=1e-5,
        center=True,
        scale=True,
        beta_initializer="zeros",
        gamma_initializer="ones",
        in_channels=0,
        **kwargs,
    ):
        super().__init__(
            axis, epsilon, center, scale, beta_initializer, gamma_initializer, in_channels, **kwargs
        )

    def hybrid_forward(self, F, x, gamma, beta):
        """The normalised examples."""
        return F.LayerNorm(x, gamma, beta, axis=self._axis, eps=self._epsilon)

    def __repr__(self):
        return (
            f"LayerNorm(eps={self._epsilon}, axis={self._axis}, center={self._center}, "
            f"scale={self._scale}, in_channels={self._channels or 0})"
        )


class InstanceNorm(_Normalising):
    """Each channel of each example with mean 0 and variance 1, then scaled and shifted.

    Parameters
    ----------
    axis : int
        The axis of the channels.
    epsilon : float
        Added to the variance, against a division by 0.
    center, scale : bool
        Whether shift and scale are learnt.
    beta_initializer, gamma_initializer : Initializer or str
        How shift and scale begin.
    in_channels : int
        The number of channels; found from the first batch if not given.

    Examples
    --------
    >>> layer = nn.InstanceNorm()
    >>> layer.initialize()
    >>> layer(nd.ones((2, 3, 4, 4))).shape
    (2, 3, 4, 4)
    """

    def __init__(
        self,
        axis=1,
        epsilon=1e-5,
        center=True,
        scale=False,
        beta_initializer="zeros",
        gamma_initializer="ones",
        in_channels=0,
        **kwargs,
    ):
        super().__init__(
            axis, epsilon, center, scale, beta_initializer, gamma_initializer, in_channels, **kwargs
        )

    def hybrid_forward(self, F, x, gamma, beta):
        """The normalised examples."""
        if self._axis == 1:
            return F.InstanceNorm(x, gamma, beta, eps=self._epsilon)
        x = F.InstanceNorm(x.swapaxes(1, self._axis), gamma, beta, eps=self._epsilon)
        return x.swapaxes(1, self._axis)

    def __repr__(self):
        return f"InstanceNorm(eps={self._epsilon}, axis={self._axis}, in_channels={self._channels or 0})"


class GroupNorm(_Normalising):
    """Each group of channels of each example with mean 0 and variance 1, then scaled and shifted.

    Parameters
    ----------
    num_groups : int
        Into how many groups the channels are split.
    epsilon : float
        Added to the variance, against a division by 0.
    center, scale : bool
        Whether shift and scale, one number for each group, are learnt.
    beta_initializer, gamma_initializer : Initializer or str
        How shift and scale begin.

    Examples
    --------
    >>> layer = nn.GroupNorm(num_groups=2)
    >>> layer.initialize()
    >>> layer(nd.array([[1, 3, 10, 30]])).round()
    <BLANKLINE>
    [[-1.  1. -1.  1.]]
    <NDArray 1x4 @cpu(0)>
    """

    def __init__(
        self,
        num_groups=1,
        epsilon=1e-5,
        center=True,
        scale=True,
        beta_initializer="zeros",
        gamma_initializer="ones",
        **kwargs,
    ):
        super().__init__(1, epsilon, center, scale, beta_initializer, gamma_initializer, num_groups, **kwargs)

    def hybrid_forward(self, F, x, gamma, beta):
        """The normalised examples."""
        return F.GroupNorm(x, gamma, beta, num_groups=self._in_channels, eps=self._epsilon)

    def __repr__(self):
        return (
            f"GroupNorm(eps={self._epsilon}, num_groups={self._in_channels}, center={self._center}, "
            f"scale={self._scale})"
        )
