"""The engine's own messages in the learner's words: what the engine says and what is looked for stay one."""

from collections.abc import Callable

import pytest

from engine import MXNetError, nd
from tutor.events import Error
from tutor.render.plain import engine_words


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda: nd.arange(12).reshape((5, 4)), "填不满"),
        (lambda: nd.arange(12).reshape((-1, 5)), "不是 5 的倍数"),
        (lambda: nd.ones((2, 3)).sum(axis=2), "没有轴 2"),
        (lambda: nd.ones((2, 3))[2], "只有"),
        (lambda: nd.ones((2, 3))[0, 0, 0], "3 个索引"),
        (lambda: nd.ones((2, 3)).asscalar(), "不是一个数"),
        (lambda: bool(nd.ones((2, 3))), "说不上真假"),
        (lambda: nd.ones((2, 3)).backward(), "没有记录到"),
        (lambda: nd.ones(3, 4), "没有叫 `4` 的设备"),
        (lambda: nd.ones((3, 0)), "至少要有一个元素"),
    ],
)
def test_a_slip_is_explained_in_chinese(slip: Callable[[], object], words: str, page) -> None:
    with pytest.raises((MXNetError, ValueError, IndexError)) as info:
        slip()
    facts = {name: getattr(info.value, name, None) for name in ("op", "reason")}
    said = engine_words(Error(name="", message=str(info.value), facts=facts), page(69, language="zh").texts)
    assert said is not None
    assert words in said
