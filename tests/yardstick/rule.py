"""Which of MXNet's own unit tests are the engine's yardstick: those that keep to its imperative API.

A test is chosen if neither it nor a helper of its file that it calls, however indirectly, mentions what the
engine does not set out to be: symbols, modules, MXNet's NumPy namespaces, sparse arrays, key-value stores.
"""

import ast
import re
from pathlib import Path

FILES = (
    "test_ndarray", "test_autograd", "test_gluon", "test_loss", "test_metric", "test_optimizer",
    "test_random", "test_init", "test_gluon_data", "test_gluon_rnn", "test_gluon_trainer",
    "test_higher_order_grad", "test_exc_handling", "test_thread_local", "test_operator",
)  # fmt: skip

OUTSIDE = re.compile(
    r"\b(sym|symbol|get_symbol|Symbol|SymbolBlock|mod|module|Module|mx\.np|npx|use_np|is_np_array|_mx_np"
    r"|csr|CSRNDArray|RowSparseNDArray|stype|kv)\b|sparse|_stype|np_shape|NumpyArrayScope|kvstore|KVStore"
)


def chosen(folder):
    """The names of the chosen tests, by file, in the order in which they stand there."""
    return {name: chosen_of((Path(folder) / f"{name}.py").read_text(encoding="utf-8")) for name in FILES}


def chosen_of(source):
    """The names of the tests to run in a file."""
    lines, definitions = source.splitlines(), {}
    for node in ast.parse(source).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            first = min([node.lineno, *[decorator.lineno for decorator in node.decorator_list]])
            definitions[node.name] = "\n".join(lines[first - 1 : node.end_lineno])
    return [
        name for name in definitions if name.startswith("test_") and not mentions_outside(name, definitions)
    ]


def mentions_outside(name, definitions):
    """Whether a definition, or one that it names, is about what lies outside of the engine."""
    seen, waiting = set(), [name]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        text = definitions[name]
        if OUTSIDE.search(text):
            return True
        waiting += [word for word in re.findall(r"(?<![\w.])[A-Za-z_]\w*", text) if word in definitions]
    return False
