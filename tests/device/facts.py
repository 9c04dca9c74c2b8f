"""What CuPy 14.2 offers, as far as the stand-in needs it: names and the parameters that they take.

`test_standin.py` compares these tables with CuPy itself wherever CuPy can be imported, which needs no GPU.
A name of CuPy's that the engine begins to use is added here, with CuPy's parameters: NumPy often has more.
"""

#: Functions that work element by element, with `out` and `dtype`.
UFUNCS = {
    "abs", "absolute", "add", "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctan2", "arctanh",
    "cbrt", "ceil", "copysign", "cos", "cosh", "degrees", "divide", "equal", "exp", "exp2", "expm1",
    "floor", "floor_divide", "fmod", "greater", "greater_equal", "hypot", "isfinite", "isinf", "isnan",
    "less", "less_equal", "log", "log10", "log1p", "log2", "logaddexp", "logical_and", "logical_not",
    "logical_or", "logical_xor", "maximum", "minimum", "mod", "multiply", "negative", "not_equal", "power",
    "radians", "reciprocal", "remainder", "rint", "sign", "signbit", "sin", "sinh", "sqrt", "square",
    "subtract", "tan", "tanh", "true_divide", "trunc",
}  # fmt: skip

#: Those with `.at`, by the dtypes that it takes.
UFUNCS_AT = {
    "add": "int32 int64 uint32 uint64 float16 float32 float64",
    "subtract": "int32 uint32",
    "maximum": "int32 int64 uint32 uint64 float32 float64",
    "minimum": "int32 int64 uint32 uint64 float32 float64",
}

#: Functions by their parameters; a star stands for any number, a name behind a lone star goes by name only.
FUNCTIONS = {
    "all": "a axis out keepdims",
    "any": "a axis out keepdims",
    "arange": "start stop step dtype",
    "argmax": "a axis dtype out keepdims",
    "argmin": "a axis dtype out keepdims",
    "argsort": "a axis kind",
    "array": "obj dtype copy order subok ndmin * blocking",
    "asarray": "a dtype order * copy blocking",
    "ascontiguousarray": "a dtype",
    "broadcast_to": "array shape",
    "clip": "a a_min a_max out",
    "concatenate": "tup axis out * dtype casting",
    "cumprod": "a axis dtype out",
    "cumsum": "a axis dtype out",
    "diag": "v k",
    "diagonal": "a offset axis1 axis2",
    "dot": "a b out",
    "einsum": "*",
    "empty": "shape dtype order",
    "empty_like": "prototype dtype order subok shape",
    "expand_dims": "a axis",
    "eye": "N M k dtype order",
    "flip": "a axis",
    "full": "shape fill_value dtype order",
    "full_like": "a fill_value dtype order subok shape",
    "histogram": "x bins range density weights",
    "linspace": "start stop num endpoint retstep dtype axis",
    "matmul": "*",
    "max": "a axis out keepdims",
    "mean": "a axis dtype out keepdims",
    "min": "a axis out keepdims",
    "moveaxis": "a source destination",
    "ones": "shape dtype order",
    "ones_like": "a dtype order subok shape",
    "outer": "a b out",
    "pad": "array pad_width mode *",
    "prod": "a axis dtype out keepdims",
    "put_along_axis": "arr indices values axis",
    "ravel": "a order",
    "repeat": "a repeats axis",
    "reshape": "a newshape order * copy",
    "split": "ary indices_or_sections axis",
    "squeeze": "a axis",
    "stack": "tup axis out * dtype casting",
    "sum": "a axis dtype out keepdims",
    "swapaxes": "a axis1 axis2",
    "take": "a indices axis out",
    "take_along_axis": "a indices axis",
    "tensordot": "a b axes",
    "tile": "A reps",
    "trace": "a offset axis1 axis2 dtype out",
    "transpose": "a axes",
    "tril": "m k",
    "triu": "m k",
    "unravel_index": "indices dims order",
    "where": "condition x y",
    "zeros": "shape dtype order",
    "zeros_like": "a dtype order subok shape",
    "lib.stride_tricks.sliding_window_view": "x window_shape axis * subok writeable",
    "linalg.svd": "a full_matrices compute_uv",
}

#: Functions whose result has a size that only the values tell, so that the host waits for them.
FUNCTIONS_THAT_WAIT = {"histogram"}

#: Methods of an array by their parameters.
METHODS = {
    "all": "axis out keepdims",
    "any": "axis out keepdims",
    "argmax": "axis out dtype keepdims",
    "argmin": "axis out dtype keepdims",
    "argsort": "axis kind",
    "astype": "dtype order casting subok copy",
    "clip": "min max out",
    "copy": "order",
    "cumprod": "axis dtype out",
    "cumsum": "axis dtype out",
    "diagonal": "offset axis1 axis2",
    "dot": "b out",
    "flatten": "order",
    "max": "axis out keepdims",
    "mean": "axis dtype out keepdims",
    "min": "axis out keepdims",
    "prod": "axis dtype out keepdims",
    "ravel": "order",
    "repeat": "repeats axis",
    "reshape": "* order copy",
    "round": "decimals out",
    "squeeze": "axis",
    "std": "axis dtype out ddof keepdims",
    "sum": "axis dtype out keepdims",
    "swapaxes": "axis1 axis2",
    "take": "indices axis out",
    "trace": "offset axis1 axis2 dtype out",
    "transpose": "*",
    "var": "axis dtype out ddof keepdims",
}

#: Constants and dtypes that are NumPy's own.
SHARED = {
    "float16", "float32", "float64", "int8", "int32", "int64", "uint8", "bool_", "dtype", "finfo", "iinfo",
    "newaxis", "inf", "nan", "pi",
}  # fmt: skip

#: Draws of a generator by their parameters.
DRAWS = {
    "integers": "low high size dtype endpoint",
    "poisson": "lam size",
    "random": "size dtype out",
    "standard_exponential": "size dtype method out",
    "standard_gamma": "shape size dtype out",
    "standard_normal": "size dtype out",
}

#: Operators of an array, which have a turned and an in-place form.
OPERATORS = {
    "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor", "lshift",
    "rshift",
}  # fmt: skip

#: The kinds of elements that an array may have: no strings, no objects, no dates.
KINDS = "biufc"
