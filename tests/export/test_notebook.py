"""The session as a notebook: valid, with what was seen, and running as a whole in Jupyter's kernel."""

import asyncio
import json
import sys
from base64 import b64decode

import nbformat
import pytest
from jupyter_client import AsyncKernelManager

from tutor.export import export_command
from tutor.lesson import Texts
from tutor.lesson.texts import Refusal


@pytest.fixture(scope="module")
def book(sitting):
    text = export_command(sitting.course, sitting.progress, Texts("en"))
    book = nbformat.reads(text, as_version=4)
    nbformat.validate(book)
    return book


def outputs(book, kind):
    """(code, output) of each output of a kind."""
    return [
        (cell.source, output)
        for cell in book.cells
        for output in cell.get("outputs", ())
        if output.output_type == kind
    ]


def test_what_was_printed_given_raised_and_drawn_is_in_it(book):
    ((_, printed),) = outputs(book, "stream")
    assert printed.text == "to be seen\n"
    assert any("66" in value.data["text/plain"] for _, value in outputs(book, "execute_result"))
    ((code, error),) = outputs(book, "error")
    assert (code, error.ename) == ("x.no_such_name", "AttributeError")
    ((_, figure),) = [pair for pair in outputs(book, "display_data") if "image/png" in pair[1].data]
    assert b64decode(figure.data["image/png"]).startswith(b"\x89PNG")


def test_texts_stand_between_the_cells_without_the_tutors_own_markup(book):
    markdown = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    assert "## Make it\n\nBind `x` to a vector of 12 elements." in markdown
    assert "✓ It counts from 0." in markdown
    assert not any("Never reached" in text for text in markdown)


def test_a_language_of_its_own(sitting):
    text = export_command(sitting.course, sitting.progress, Texts("zh"), ["one"])
    book = nbformat.reads(text, as_version=4)
    assert "## 创建\n\n把 `x` 绑定到一个有 12 个元素的向量。" in [cell.source for cell in book.cells]


def test_it_runs_from_top_to_bottom_in_jupyters_kernel(book):
    async def work():
        manager = AsyncKernelManager()
        await manager.start_kernel(extra_arguments=["--HistoryManager.enabled=False"])
        client = manager.client()
        client.start_channels()
        try:
            await client.wait_for_ready(timeout=60)
            for cell in book.cells:
                if cell.cell_type == "code":
                    reply = await client.execute_interactive(
                        cell.source, timeout=60, output_hook=lambda _: None, stop_on_error=False
                    )
                    expected = "error" if "raises-exception" in cell.metadata.get("tags", ()) else "ok"
                    assert reply["content"]["status"] == expected, (cell.source, reply["content"])
            names = {"sum": "float(y.sum().asscalar())", "text": "text"}
            reply = await client.execute_interactive("", user_expressions=names, timeout=60)
            found = reply["content"]["user_expressions"]
            return {name: found[name]["data"]["text/plain"] for name in names}
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    assert asyncio.run(asyncio.wait_for(work(), 180)) == {"sum": "132.0", "text": "'some words'"}


def test_without_nbformat_the_line_that_installs_it_is_said(sitting, monkeypatch):
    monkeypatch.setitem(sys.modules, "nbformat", None)
    with pytest.raises(Refusal) as refused:
        export_command(sitting.course, sitting.progress, Texts("en"))
    assert "pip install 'd2l-tutor[export]'" in refused.value.said(Texts("en"))


def test_the_same_session_gives_the_same_file(sitting):
    texts = Texts("en")
    first = export_command(sitting.course, sitting.progress, texts)
    assert json.loads(first) and first == export_command(sitting.course, sitting.progress, texts)
