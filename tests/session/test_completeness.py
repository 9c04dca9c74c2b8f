"""Whether Enter runs what stands at a prompt, and how the next line begins, without a kernel."""

from __future__ import annotations

import pytest

from tutor.session.completeness import complete_alone, next_indent


@pytest.mark.parametrize(
    ("line", "indent"),
    [("for x in y:", "    "), ("  x = 1", "  "), ("    return x", ""), ("if x:  # why", "    ")],
)
def test_indentation_follows_the_line_before(line, indent):
    assert next_indent(line) == indent


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("x = (1,", "incomplete"),
        ("x = 1", "complete"),
        ("nd.ones?", "invalid"),
        ("for i in x: print(i)", "complete"),
        ("for i in x:", "incomplete"),
        ("if x:\n    y", "incomplete"),
        ("if x:\n    y\n", "complete"),
        ("x = '''a", "incomplete"),
    ],
)
def test_code_is_judged_without_a_kernel(code, status):
    assert complete_alone(code) == status
