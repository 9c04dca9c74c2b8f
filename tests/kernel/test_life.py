"""How a kernel begins, dies, comes back and ends: nothing is left behind, nothing foreign gets in."""

import asyncio
import gc
import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
import zmq

from tutor.events import CellEnded, CommandEnded, KernelState, Output, Value
from tutor.kernel import Kernel
from tutor.kernel.process import Process, private_folder


def value(room, code):
    return room.cell(code).last(Value).text


def process_of(room):
    return int(value(room, "import os; os.getpid()"))


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid):
    for _ in range(300):
        if not is_running(pid):
            return True
        time.sleep(0.02)
    return False


def test_starting_is_told(own_room):
    assert [state.state for state in own_room.heard.of(KernelState)] == ["starting", "ready"]


def test_importing_the_room_loads_no_jupyter():
    code = (
        "import sys, tutor.kernel; print([m for m in sys.modules if m in ('jupyter_client', 'zmq', 'numpy')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize(
    "code", ["import os; os._exit(1)", "import ctypes; ctypes.string_at(0)"], ids=["exit", "segfault"]
)
def test_a_dead_kernel_is_told_and_comes_back(own_room, code):
    heard = own_room.cell(code)
    assert heard.last(CellEnded).status == "dead"
    assert heard.last(KernelState).state == "dead"
    assert not own_room.command("check").last(CommandEnded).ok
    assert own_room.cell("1").last(CellEnded).status == "dead"
    own_room.run(own_room.kernel.restart())
    assert value(own_room, "1 + 1") == "2"


def test_a_kernel_that_dies_between_cells_is_noticed(own_room):
    os.kill(process_of(own_room), signal.SIGKILL)
    assert own_room.cell("1").last(CellEnded).status == "dead"


def test_restart_gives_an_empty_namespace_in_another_process(own_room):
    before = process_of(own_room)
    own_room.cell("x = 1")
    own_room.run(own_room.kernel.restart())
    assert gone(before)
    assert value(own_room, "'x' in globals()") == "False"


def test_kill_ends_what_runs(own_room):
    async def killed():
        running = asyncio.create_task(own_room.kernel.execute("while True: pass"))
        await asyncio.sleep(0.1)
        await own_room.kernel.kill()
        return await running

    assert own_room.run(killed()).status == "dead"


def test_close_ends_the_process_and_its_children(own_room):
    child = int(value(own_room, "import subprocess; subprocess.Popen(['sleep', '600']).pid"))
    kernel = process_of(own_room)
    folder = folder_of(own_room)
    own_room.run(own_room.kernel.close())
    assert gone(kernel) and gone(child)
    assert not folder.exists()


def open_contexts():
    return {id(it) for it in gc.get_objects() if isinstance(it, zmq.Context) and not it.closed}


@pytest.mark.parametrize("after", [0.05, 0.3, 0.6, 0.8])
def test_a_start_that_is_broken_off_leaves_no_open_socket(after):
    async def broken_off():
        kernel = Kernel()
        with suppress(TimeoutError):
            await asyncio.wait_for(kernel.start(), after)
        await kernel.close()  # in case it was faster than that

    before = open_contexts()
    asyncio.run(broken_off())
    assert open_contexts() <= before


def test_a_kernel_closed_while_its_last_words_are_heard_leaves_no_open_socket(own_room):
    async def closed():
        os.kill(pid, signal.SIGKILL)
        while own_room.kernel.alive:
            await asyncio.sleep(0.01)
        await own_room.kernel.close()

    pid = process_of(own_room)
    before = open_contexts()
    own_room.run(closed())
    assert len(open_contexts()) < len(before)


def folder_of(room):
    return Path(value(room, "from ipykernel import get_connection_file as f; f()").strip("'")).parent


def test_sockets_are_files_in_a_private_folder(room):
    folder = folder_of(room)
    assert not folder.stat().st_mode & 0o077
    sockets = [path for path in folder.iterdir() if path.is_socket()]
    assert len(sockets) == 5
    assert max(len(str(path)) for path in sockets) < 80


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's own list of ports")
def test_no_port_is_open_but_ipykernels_own_on_the_loopback(room):
    pid = process_of(room)
    links = [os.readlink(link) for link in Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {link[8:-1] for link in links if link.startswith("socket:")}
    tables = [Path(f"/proc/{pid}/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    rows = [line.split() for table in tables for line in table]
    listening = [row[1].partition(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes]
    assert listening == ["0100007F"]


def test_files_of_the_learners_cannot_take_the_place_of_the_tutors(tmp_path, monkeypatch, own_room):
    for name in ("engine", "tutor", "numpy", "mxnet", "random"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('the wrong module')")
    (tmp_path / "mine.py").write_text("answer = 42")
    monkeypatch.chdir(tmp_path)
    own_room.run(own_room.kernel.restart())
    assert value(own_room, "from mxnet import nd; import random, mine; mine.answer") == "42"


def test_no_startup_file_of_the_users_runs(tmp_path, monkeypatch, own_room):
    startup = tmp_path / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "first.py").write_text("x = 'from a start-up file'")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    own_room.run(own_room.kernel.restart())
    assert value(own_room, "'x' in globals()") == "False"


@pytest.fixture
def short_folder():
    """A folder whose path is short enough for sockets, which `tmp_path` is not."""
    with tempfile.TemporaryDirectory() as folder:
        yield folder


ORPHAN = """
import asyncio, os
from tutor.events import Value
from tutor.kernel import Kernel

async def main():
    kernel = Kernel(lambda event: print(event.text, flush=True) if isinstance(event, Value) else None)
    await kernel.start()
    await kernel.execute("import os; os.getpid()")
    await kernel.execute("from ipykernel import get_connection_file; get_connection_file()")
    os._exit(9)

asyncio.run(main())
"""


def test_no_kernel_outlives_its_front_end_and_the_next_start_tidies_up(monkeypatch, short_folder):
    monkeypatch.setenv("XDG_RUNTIME_DIR", short_folder)  # where no other test starts a kernel, and tidies up
    done = subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True, timeout=60)
    pid, file = done.stdout.split()
    folder = Path(file.strip("'")).parent
    assert gone(int(pid)) and folder.exists()
    private_folder().rmdir()
    assert not folder.exists()


def test_output_before_death_is_not_lost(own_room, tmp_path):
    sign = tmp_path / "heard"

    def listen(event):
        own_room.heard.append(event)
        if isinstance(event, Output):
            sign.touch()

    own_room.kernel.listener = listen
    heard = own_room.cell(
        "import os, time\n"
        "print('last words', flush=True)\n"
        f"while not os.path.exists({str(sign)!r}): time.sleep(0.01)\n"
        "os._exit(1)"
    )
    assert heard.printed() == "last words\n"
    assert heard.last(CellEnded).status == "dead"


def test_a_question_waits_for_a_front_end_that_is_late():
    async def asked():
        process = Process()
        client = await process.start()
        try:
            client.start_channels(stdin=False, hb=False)
            await client.iopub_channel.get_msg(timeout=None)
            client.allow_stdin = True
            client.execute("print(input('who? '))")
            while (await client.iopub_channel.get_msg(timeout=60))["msg_type"] != "execute_input":
                pass
            await asyncio.sleep(0.2)
            client.stdin_channel.start()
            request = await client.stdin_channel.get_msg(timeout=20)
            client.input("ada")
            reply = await client.get_shell_msg(timeout=60)
            return request["content"]["prompt"], reply["content"]["status"]
        finally:
            client.stop_channels()
            await process.end(at_once=True)
            client.context.destroy(linger=0)

    assert asyncio.run(asked()) == ("who? ", "ok")
