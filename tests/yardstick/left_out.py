"""Why tests that pass on real MXNet do not pass here: what the engine leaves out, each with its reason."""

_ASYNCHRONOUS = "errors are raised by the line that makes them, not when a value is read"
_SYMBOLS = "scopes that name symbols"
_INNER = "a function of MXNet's own workings"

LEFT_OUT = {
    "test_ndarray.test_ndarray_crop": _INNER,
    "test_ndarray.test_basic_indexing_is_contiguous": _INNER,
    "test_ndarray.test_ndarray_nan_comparison": "the gradient of relu at nan is 0, where MXNet has nan",
    "test_ndarray.test_large_int_rounding": "NumPy's functions take x.asnumpy(), and raise for an NDArray",
    "test_loss.test_cosine_loss": "gives broadcast_maximum an axis, which MXNet ignores; here it is an error",
    "test_random.test_unique_zipfian_generator": _INNER,
    "test_higher_order_grad.test_arcsinh": "asks for MXNet's second derivative, which has the wrong sign",
    "test_exc_handling.test_exc_imperative": _ASYNCHRONOUS,
    "test_exc_handling.test_exc_post_fail": _ASYNCHRONOUS,
    "test_exc_handling.test_opencv_exception": "mx.image reads and resizes by OpenCV",
    "test_thread_local.test_attrscope": _SYMBOLS,
    "test_thread_local.test_name": _SYMBOLS,
    "test_thread_local.test_blockscope": _INNER,
    "test_operator.test_op_rroi_align": "an operation of one kind of network, in 60 lines that teach nobody",
}
