"""The app on a real session with a real kernel: from a wrong answer to the next sitting."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.kernel import Kernel
from tutor.lesson import locate
from tutor.progress import Progress
from tutor.session import Session
from tutor.tui.app import Tutor


@pytest.fixture
def sit(driver, tmp_path):
    """One sitting at the shipped course, with a progress file that the next sitting finds."""

    def sit(scenario, lesson: str | None = None) -> None:
        async def main() -> None:
            course, _ = locate(None)
            session = Session(course, Kernel(), Progress.open(tmp_path / "progress.db"))
            app = Tutor(session, lesson)
            try:
                async with app.run_test(size=(120, 40)) as pilot:
                    await scenario(driver(app, pilot))
            finally:
                await session.close()

        asyncio.run(main())

    return sit


def test_from_a_wrong_answer_to_the_next_sitting(sit):
    async def first(driver):
        await driver.type("x = nd.arange(11)")
        await driver.press("enter")
        await driver.until(lambda: driver.app.at_work == 0, 60)
        assert "x has shape (11,). The step asks for (12,)." in driver.screen
        await driver.run("x.shape")
        assert driver.screen.count("✗") == 1, "a question is not judged"
        await driver.run("x = nd.arange(12)")
        assert "✓" in driver.screen
        assert "float32" in driver.screen
        await driver.press("enter")
        await driver.until(lambda: driver.app.at_work == 0, 60)
        assert "step 2" in driver.screen
        await driver.press("ctrl+q")

    async def second(driver):
        await driver.until(lambda: driver.app.kernel_state.state == "idle", 60)
        assert "step 2" in driver.screen
        await driver.run("x")
        assert "[ 0.  1.  2.  3.  4.  5.  6.  7.  8.  9. 10. 11.]" in driver.screen

    sit(first)
    sit(second)


def test_a_runaway_cell_stops(sit):
    async def scenario(driver):
        driver.app.prompt.put("while True: pass")
        await driver.press("f5")
        await driver.until(lambda: "running" in driver.screen, 60)
        await driver.press("ctrl+c")
        await driver.until(lambda: driver.app.at_work == 0, 60)
        assert "stopped" in driver.screen
        await driver.run("1 + 1")
        assert "      2" in driver.screen

    sit(scenario)


def test_a_kernel_that_dies_is_replaced_and_the_learner_is_told(sit):
    async def scenario(driver):
        await driver.until(lambda: driver.app.kernel_state.state == "idle", 60)
        await driver.run("x = nd.arange(12)")
        await driver.run("import os; os._exit(1)")
        await driver.until(lambda: driver.app.at_work == 0, 60)
        assert "Python stopped while this ran" in driver.screen
        await driver.run("x.size")
        assert "      12" in driver.screen, "what had run was run again"

    sit(scenario)


def test_completion_comes_from_the_kernel(sit):
    async def scenario(driver):
        await driver.until(lambda: driver.app.kernel_state.state == "idle", 60)
        await driver.type("nd.arang")
        await driver.press("tab")
        await driver.until(lambda: driver.app.prompt.text == "nd.arange", 60)

    sit(scenario)


def test_the_first_paint_loads_nothing_that_it_does_not_need(tmp_path):
    program = tmp_path / "first_paint.py"
    program.write_text(
        """
import asyncio, sys
from tutor.cli.line import parser
from tutor.kernel import Kernel
from tutor.lesson import locate
from tutor.progress import Progress
from tutor.session import Session
from tutor.tui.app import Tutor

class Watched(Tutor):
    def _open(self):
        self.heavy = sorted(set(sys.modules) & set(sys.argv[1:]))

async def main():
    parser().parse_args(["open"])
    course, _ = locate(None)
    app = Watched(Session(course, Kernel(), Progress.open(None)))
    async with app.run_test() as pilot:
        await pilot.pause()
        print("heavy:", *app.heavy)

asyncio.run(main())
"""
    )
    heavy = [
        "numpy", "engine", "IPython", "ipykernel", "matplotlib", "PIL", "jupyter_client", "zmq",
        "pydantic", "ruamel", "tomllib", "importlib.metadata", "prompt_toolkit", "tutor.inside", "tutor.repl",
        "tutor.headless", "tutor.export", "tutor.doctor", "tutor.data", "tutor.serve",
    ]  # fmt: skip
    root = Path(__file__).parents[2]
    env = {"PYTHONPATH": str(root), "PATH": "", "D2L_TUTOR_HOME": str(tmp_path)}
    for _ in ("the first time that these lessons are read", "every other"):
        done = subprocess.run(
            [sys.executable, str(program), *heavy],
            capture_output=True, text=True, timeout=120, cwd=root, env=env,
        )  # fmt: skip
    assert done.stdout.strip() == "heavy:", done.stdout + done.stderr[-2000:]
