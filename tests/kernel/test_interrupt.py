"""Whatever runs can be stopped."""

import asyncio

import pytest

from tutor.events import CellEnded, CommandEnded, InputRequested, KernelState, Variables


@pytest.mark.parametrize(
    "code",
    [
        "while True: pass",
        "import time; time.sleep(60)",
        "import asyncio; await asyncio.sleep(60)",
        "while True: print('flood')",
        "import subprocess; subprocess.run(['sleep', '60'])",
    ],
    ids=["loop", "sleep", "asyncio", "flood", "child"],
)
def test_an_interrupt_stops_what_runs(room, code):
    heard = room.interrupted(code)
    assert heard.last(CellEnded).status in ("interrupted", "error")
    assert heard.kinds(Variables, CellEnded)[-2:] == ["Variables", "CellEnded"]
    assert room.cell("1").last(CellEnded).status == "ok"


def test_an_interrupt_sent_with_the_cell_is_not_lost(room):
    assert room.interrupted("while True: pass", after=0).last(CellEnded).status == "interrupted"


def test_code_that_survives_an_interrupt_gets_another(room):
    stubborn = "import time\nfor _ in range(3):\n    try: time.sleep(60)\n    except KeyboardInterrupt: pass"
    heard = room.interrupted(stubborn)
    assert heard.last(CellEnded).status == "ok"


def test_what_does_not_listen_is_called_stuck(own_room):
    own_room.cell("import signal, time")
    deaf = "signal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(4)"
    heard = own_room.interrupted(deaf)
    assert "stuck" in [state.state for state in heard.of(KernelState)]


def test_waiting_for_input_can_be_stopped(room):
    async def stopped():
        running = asyncio.create_task(room.kernel.execute("input()"))
        while not room.heard.of(InputRequested):
            await asyncio.sleep(0.01)
        await room.kernel.interrupt()
        return await running

    assert room.run(stopped()).status == "interrupted"


def test_an_interrupt_with_nothing_running_does_nothing(room):
    room.run(room.kernel.interrupt())
    assert room.cell("2").last(CellEnded).status == "ok"


def test_an_unknown_command_is_answered_and_did_not_happen(room):
    ended = room.command("no_such_command").last(CommandEnded)
    assert not ended.ok and "no_such_command" in ended.result["error"]
