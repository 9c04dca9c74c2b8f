"""The operations, one row each: forward, vjp, the gradient's rule in words, and the help text.

`op.py` says what a row is, `dispatch.py` makes the public function of a row, `helptext.py` its docstring;
the other modules are the rows.
"""
