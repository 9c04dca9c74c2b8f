"""`%load_ext tutor.inside` in a kernel that the tutor did not start."""

from jupyter_client.manager import start_new_kernel

from tutor.events import MIME


def test_it_makes_any_kernel_tell_its_events():
    manager, client = start_new_kernel(kernel_name="python3")
    told = []

    def output(message):
        events = message["content"].get("data", {}).get(MIME, [])
        told.extend(event["type"] for event in events)

    try:
        loaded = client.execute_interactive("%load_ext tutor.inside", timeout=60)
        ran = client.execute_interactive(
            "from mxnet import nd\nx = nd.ones(2)\nx + 1", timeout=60, output_hook=output
        )
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert (loaded["content"]["status"], ran["content"]["status"]) == ("ok", "ok")
    assert told == ["Value", "Operation", "Variables", "CellEnded"]
