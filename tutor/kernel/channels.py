"""The channels of a running kernel: requests go out, and what comes back finds its request.

Every message of the kernel names the request that caused it. A request is over when the kernel says
that it is idle again; that comes even where the reply got lost under an interrupt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tutor.kernel.decode import Message

if TYPE_CHECKING:
    from jupyter_client.asynchronous.client import AsyncKernelClient

LATE = 1.0
"""Seconds for which the reply may come after the idle status: they travel on different sockets."""


@dataclass(slots=True)
class Request:
    """One message sent. `cell` is the learner's cell it runs, 0 for none."""

    id: str
    cell: int = 0
    reply: asyncio.Future[dict[str, Any]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )
    idle: asyncio.Event = field(default_factory=asyncio.Event)


class Channels:
    """Reads all channels in the background and hands each message to `on_message(message, request)`.

    `request` is None for what no known request caused.
    """

    def __init__(
        self, client: AsyncKernelClient, on_message: Callable[[Message, Request | None], None]
    ) -> None:
        self._client = client
        self._on_message = on_message
        self._requests: dict[str, Request] = {}
        self._readers: list[asyncio.Task[None]] = []
        self._subshell = ""
        self.ended = asyncio.Event()
        """Set once nothing more will be heard."""

    async def open(self) -> None:
        """Returns when the kernel is heard and hears, and has a subshell for questions."""
        client = self._client
        client.start_channels(hb=False)
        await client.iopub_channel.get_msg(timeout=None)  # its welcome: from here on nothing is missed
        for channel in (
            client.iopub_channel,
            client.shell_channel,
            client.control_channel,
            client.stdin_channel,
        ):
            self._readers.append(asyncio.create_task(self._read(channel)))
        await self.send("kernel_info_request", {}).reply
        created = await self.send("create_subshell_request", {}, channel=client.control_channel).reply
        self._subshell = created.get("subshell_id", "")

    def close(self) -> None:
        """Stops listening; requests that wait are told."""
        self.ended.set()
        for reader in self._readers:
            reader.cancel()
        for request in self._requests.values():
            if not request.reply.done():
                request.reply.cancel()
        self._client.stop_channels()
        # Left to the garbage collector, a context may wait without end for sockets that went before it.
        self._client.context.destroy(linger=0)

    def send(
        self, kind: str, content: dict[str, Any], *, cell: int = 0, channel: Any = None, aside: bool = False
    ) -> Request:
        """Sends a request; `aside` runs it on the subshell, beside what the main thread does."""
        session = self._client.session
        header = session.msg_header(kind)
        if aside and self._subshell:
            header["subshell_id"] = self._subshell
        request = Request(header["msg_id"], cell)
        self._requests[request.id] = request
        metadata = {"cellId": str(cell)} if cell else {}
        message = session.msg(kind, content, header=header, metadata=metadata)
        (channel or self._client.shell_channel).send(message)
        return request

    def answer_input(self, text: str) -> None:
        """Answers the kernel's `input_request`."""
        self._client.input(text)

    async def finished(self, request: Request) -> bool:
        """Waits until a request is over, or the kernel is; returns whether it was the request."""
        waits = [asyncio.create_task(event.wait()) for event in (request.idle, self.ended)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return request.idle.is_set()

    async def ask(self, kind: str, content: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """A question beside what the main thread does; None if no answer comes in so many seconds."""
        request = self.send(kind, content, aside=True)
        reply = await self.reply(request, seconds)
        self._requests.pop(request.id, None)
        return reply

    async def reply(self, request: Request, seconds: float = LATE) -> dict[str, Any] | None:
        """Waits for the reply alone, for so many seconds; None if it does not come."""
        done, _ = await asyncio.wait((request.reply,), timeout=seconds)
        return request.reply.result() if done and not request.reply.cancelled() else None

    async def _read(self, channel: Any) -> None:
        while True:
            message = await channel.get_msg(timeout=None)
            kind, content = message["header"]["msg_type"], message["content"]
            request = self._requests.get(message["parent_header"].get("msg_id", ""))
            try:
                self._on_message(message, request)
            except Exception as error:  # a listener's: it must not end the hearing
                context = {"message": "a listener failed on a kernel's message", "exception": error}
                asyncio.get_running_loop().call_exception_handler(context)
            if request is None:
                continue
            if kind.endswith("_reply") and not request.reply.done():
                request.reply.set_result(content)
            elif kind == "status" and content["execution_state"] == "idle":
                request.idle.set()
