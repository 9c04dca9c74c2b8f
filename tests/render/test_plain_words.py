"""The engine's own messages in the learner's words: what the engine says and what is looked for stay one."""

from collections.abc import Callable

import numpy as np
import pytest

from engine import MXNetError, autograd, gluon, nd
from engine.gluon import nn
from tutor.events import Error
from tutor.render.error import error
from tutor.render.plain import engine_words, python_words


def backward_of_a_head_of_which_a_part_was_used_up():
    x = nd.ones(2)
    x.attach_grad()
    with autograd.record():
        y = x * x
        z = y * x
    y.backward()
    z.backward()


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
        (backward_of_a_head_of_which_a_part_was_used_up, "把它用掉了"),
        (lambda: nd.ones(3, 4), "没有叫 `4` 的设备"),
        (lambda: nd.array([1, 2], [3, 4]), "放进一个列表"),
        (lambda: nd.mean(nd.ones((2, 3)), nd.ones(3)), "不能是 `NDArray`"),
        (lambda: nd.ones((3, 0)), "至少要有一个元素"),
        (lambda: nd.dot([1, 2], nd.ones(2)), "这里要的是 NDArray，不能是 `list`"),
        (lambda: nd.ones(2) - [1, 2], "NDArray 不能和 `list` 一起运算"),
        (lambda: nd.ones("a"), "形状是一个整数，或由整数组成的元组，不能是 `'a'`"),
        (lambda: nd.dot(nd.ones(2)), "dot：少了 `rhs`"),
        (lambda: nd.array("abc"), "`str` 里没有数"),
        (lambda: nd.array([[1, 2], [3]]), "每一行必须一样长"),
        (lambda: nd.load("/nowhere"), "没有 `/nowhere` 这个文件"),
    ],
)
def test_a_slip_is_explained_in_chinese(slip: Callable[[], object], words: str, page) -> None:
    with pytest.raises((MXNetError, ValueError, IndexError, TypeError, AssertionError)) as info:
        slip()
    facts = {name: getattr(info.value, name, None) for name in ("op", "reason")}
    said = engine_words(Error(name="", message=str(info.value), facts=facts), page(69, language="zh").texts)
    assert said is not None
    assert words in said


def _net(initialised: bool = True) -> nn.Sequential:
    net = nn.Sequential()
    net.add(nn.Dense(1))
    if initialised:
        net.initialize()
        net(nd.ones((3, 2)))
    return net


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda: _net(False)(nd.ones((3, 2))), "还没有值"),
        (lambda: nn.Sequential(nn.Dense(1)), "一个一个添加"),
        (lambda: gluon.Trainer(_net(), "sgd"), "不是 `Sequential`"),
        (
            lambda: gluon.Trainer(_net().collect_params(), "sgd", 0.1),
            "第三个参数是字典：`{'learning_rate': 0.1}`",
        ),
        (lambda: gluon.data.DataLoader(nd.ones(3), nd.ones(3), 10), "不能是 `NDArray`"),
        (lambda: _net(False).initialize(0.01), "没有叫 `0.01` 的初始化方法，可用的有 "),
        (lambda: gluon.Trainer(_net().collect_params(), "sdg"), "没有叫 `sdg` 的优化算法，可用的有 adadelta"),
        (lambda: gluon.Trainer(_net().collect_params(), "sgd").step(1), "没有更新过"),
        (lambda: _net()(nd.ones((3, 4))), "每个样本有 4 个输入，而这一层的权重要 2 个"),
        (lambda: _net()(nd.ones(2)), "每个样本有 1 个输入，而这一层的权重要 2 个"),
        (lambda: _net()([1, 2]), "`Dense` 要的是 NDArray，不能是 `list`"),
        (lambda: gluon.loss.L2Loss()(nd.ones((3, 1)), nd.ones(4)), "3 个预测值却有 4 个标签"),
        (lambda: gluon.data.ArrayDataset(nd.ones((3, 1)), nd.ones(4)), "分别有 3, 4 行"),
    ],
)
def test_a_slip_with_networks_is_explained_in_chinese(slip: Callable[[], object], words: str, page) -> None:
    with pytest.raises(Exception) as info:
        slip()
    facts = {name: getattr(info.value, name, None) for name in ("op", "reason")}
    said = engine_words(Error(name="", message=str(info.value), facts=facts), page(69, language="zh").texts)
    assert said is not None
    assert words in said


def _two(first: object, second: object) -> object:
    return first, second


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("x, y = range(3)", "左边有 2 个名字，右边的值却更多"),
        ("x, y = [1]", "右边却只有 1 个值"),
        ("x, y = 3", "`int` 不能逐个取出，也不能拆开"),
        ("for x in 3: pass", "`int` 不能逐个取出，也不能拆开"),
        ("two(1)", "少了参数 'second'"),
        ("two(1, 2, 3)", "最多接受 2 个参数，却给了 3 个"),
        ("two(1, 2, third=3)", "没有叫 `third` 的参数"),
        ("1 + 'a'", "`int` 和 `str` 之间不能用 `+`"),
        ("3(4)", "`int` 不是函数"),
        ("3[4]", "`int` 里没有"),
        ("next([1])", "`list` 还不是"),
        ("a ** 2.sum()", "先把整个式子括起来"),
        ("with two: pass", "后面缺一对括号"),
        ("[1][2]", "索引超出"),
        ("np.array(nd.ones((2, 3)))", "NumPy 认不得 NDArray"),
        ("np.exp(nd.ones((2, 3)))", "NumPy 认不得 NDArray"),
        ("1 / 0", "被 0 除"),
        ("nothing", "没有叫 `nothing` 的变量"),
        ("{}['a']", "没有 'a' 这个键"),
        ("print（1)", "`（` 是中文标点，Python 要用英文的 `(`"),
        ("print(“a”)", '要用英文的 `"`'),
        ("print((1, 2)", "`(` 没有闭合"),
        ("print(1))", "多了一个 `)`"),
        ("print([1)", "`)` 和前面的 `[` 不配对"),
        ("print('a)", "引号"),
        ("for i in [1]\n    i", "少了冒号"),
        ("[1 2]", "少了一个逗号"),
        ("1 = two", "比较要用 `==`"),
        ("two two", "读不懂这一行"),
        ("return 3", "`return` 只能写在函数里"),
        ("yield 3", "`yield` 只能写在函数里"),
        ("break", "`break` 只能写在循环里"),
        ("continue", "`continue` 只能写在循环里"),
        ("True = 3", "`True` 是 Python 自带的"),
        ("int('a')", "'a' 不是 Python 认得的整数写法"),
        ("float('a')", "'a' 不是 Python 认得的数的写法"),
        ("'a' + 1", "`str` 只能和 `str` 拼接，不能和 `int` 拼接"),
        ("len(5)", "`int` 没有长度"),
        ("(1, 2)[0] = 3", "`tuple` 里的元素不能改"),
        ("{[1]: 2}", "`list` 的内容会变"),
        ("open('/nowhere')", "没有 '/nowhere' 这个文件"),
        ("assert 1 > 2", "`assert` 要求的条件不成立"),
        ("nd.ones(2).attach_grad(1, 2, 3)", "最多接受 3 个参数，却给了 4 个"),
    ],
)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_what_python_says_is_said_in_chinese(code: str, words: str, page) -> None:
    with pytest.raises(Exception) as info:
        exec(code, {"two": _two, "nd": nd, "np": np})
    event = Error(name=type(info.value).__name__, message=str(info.value))
    said = python_words(event, page(69, language="zh").texts)
    assert said is not None
    assert words in said


def test_an_error_with_a_message_of_its_own_is_left_to_it(page) -> None:
    assert python_words(Error(name="ValueError", message="no such dataset"), page(69).texts) is None


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        (
            "matplotlib",
            "`matplotlib` is not installed. In a terminal, `pip install 'd2l-tutor[book]'` brings it.",
        ),
        ("pandas", "`pandas` is not installed. In a terminal, `pip install 'd2l-tutor[book]'` brings it."),
        ("matplotlab", "No module is called `matplotlab` here."),
    ],
)
def test_a_missing_library_of_the_book_comes_with_the_line_that_installs_it(missing, words, page):
    event = Error(name="ModuleNotFoundError", message=f"No module named {missing!r}")
    assert python_words(event, page(69).texts) == words


@pytest.mark.parametrize("language", ["en", "zh"])
def test_writing_into_a_recorded_array_is_explained(language: str, page) -> None:
    message = "Inplace operations (+=, -=, x[:]=, etc) are not supported when recording"
    said = engine_words(Error(name="MXNetError", message=message), page(69, language=language).texts)
    assert said is not None and "backward" in said


def test_a_name_that_an_import_brings_is_told_with_it(page) -> None:
    event = Error(
        name="NameError",
        message="name 'nn' is not defined",
        facts={"brought_by": "from mxnet.gluon import nn"},
    )
    assert (
        python_words(event, page(69).texts) == "There is no `nn` yet. `from mxnet.gluon import nn` brings it."
    )


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        (lambda: nd.random.uniform(-1, 1, 10, 20), "`20` stands where the type of the elements belongs."),
        (lambda: nd.ones(2, dtype="float23"), "`float23` is no type of elements."),
        (lambda: nd.ones(2).as_in_context("cpu(1)"), "and a `str` is none."),
        (lambda: nd.ones(2) ^ 2, "Write `**`"),
        (lambda: nn.Dense(), "`Dense` was called without 'units'."),
        (lambda: gluon.loss.L2Loss()(nd.ones(2)), "`L2Loss` was called without 'label'."),
        (lambda: 0.5 ^ 2, "Write `**`"),
    ],
)
def test_what_stands_in_the_wrong_place_is_told(slip: Callable[[], object], words: str, page) -> None:
    with pytest.raises(TypeError) as info:
        slip()
    said = python_words(Error(name="TypeError", message=str(info.value)), page(69).texts)
    assert said is not None and words in said


def test_the_sign_of_numpys_matrix_product_leads_to_dot(page) -> None:
    with pytest.raises(TypeError) as info:
        nd.ones((2, 3)) @ nd.ones((3, 2))
    said = python_words(Error(name="TypeError", message=str(info.value)), page(69).texts)
    assert said is not None and "`nd.dot(…, …)`" in said


def test_a_module_that_lacks_a_name_is_told_like_any_object(page) -> None:
    event = Error(
        name="AttributeError",
        message="module 'numpy' has no attribute 'arrange'",
        facts={"near": "arange"},
    )
    assert python_words(event, page(69).texts) == "`numpy` has no `arrange`. Did you mean `arange`?"


def test_what_python_says_in_the_same_words_is_not_said_twice(page) -> None:
    twice = Error(
        name="AttributeError",
        message="mxnet.nd has no 'arrange'; did you mean 'arange'?",
        facts={"near": "arange"},
    )
    other = Error(
        name="AttributeError",
        message="'NDArray' object has no attribute 'backwards'",
        facts={"near": "backward"},
    )
    assert len(error(twice, page(69))) == 1
    assert [str(line).strip() for line in error(other, page(69))][-1] == other.message


@pytest.mark.parametrize(("language", "words"), [("en", "ends too early"), ("zh", "还没写完")])
def test_code_that_is_run_before_its_end_is_told_so(language: str, words: str, page) -> None:
    said = python_words(
        Error(name="SyntaxError", message="incomplete input"), page(69, language=language).texts
    )
    assert said is not None
    assert words in said
