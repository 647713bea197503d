"""The page's own process: answers browsers, hears from the run through a pipe, and ends with it.

Nothing here can hold up the run: it has its own interpreter, and the pipe is emptied whatever the browsers do.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import threading
from collections.abc import Generator
from multiprocessing.connection import Connection
from typing import Any, cast

from coach.screen.web.messages import Frame, Over, Setup

FAREWELL_S = 0.7
"""Browsers learn that the run is over before the door closes."""


def serve(listening: socket.socket, pipe: Connection, setup: Setup) -> None:
    """Until the run says that it is over, or is gone."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)  # Ctrl-C is for the run, which ends this process
    if not os.environ.get("COACH_DEBUG"):
        logging.disable(logging.CRITICAL)  # a request line could hold the key; a traceback helps no runner
    asyncio.run(_serve(listening, pipe, setup))


async def _serve(listening: socket.socket, pipe: Connection, setup: Setup) -> None:
    import uvicorn
    from fastapi import FastAPI
    from nicegui import ui

    from coach.screen.web.board import Board
    from coach.screen.web.guard import Guard
    from coach.screen.web.pages import ICON, register

    class Server(uvicorn.Server):
        """Leaves signals alone: the run decides when the page ends."""

        @contextlib.contextmanager
        def capture_signals(self) -> Generator[None]:
            yield

    board = Board(setup, pipe.send, setup.config)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    register(board)
    ui.run_with(  # pyright: ignore[reportUnknownMemberType]  # the library's own
        app, dark=True, tailwind=False, reconnect_timeout=4.0, favicon=ICON, show_welcome_message=False
    )
    guard: Any = Guard(cast("Any", app), setup.key)
    server = Server(
        uvicorn.Config(
            guard,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
    )
    messages: asyncio.Queue[Frame | Over | None] = asyncio.Queue()
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:  # noqa: ASYNC110  # the UI library goes through all objects at its start
        await asyncio.sleep(0.01)  # uvicorn gives no event
    threading.Thread(target=_listen, args=(pipe, messages, asyncio.get_running_loop()), daemon=True).start()
    while (message := await messages.get()) is not None:
        board.take(message)
        if isinstance(message, Over):
            await asyncio.sleep(FAREWELL_S)
            break
    server.should_exit = True
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(serving, 3.0)


def _listen(pipe: Connection, messages: asyncio.Queue[Any], loop: asyncio.AbstractEventLoop) -> None:
    """Everything from the pipe into the loop; None when the run is gone, or cannot be understood."""
    with contextlib.suppress(RuntimeError):  # the loop has ended before the pipe
        try:
            while True:
                loop.call_soon_threadsafe(messages.put_nowait, pipe.recv())
        except (EOFError, OSError):
            pass
        finally:
            loop.call_soon_threadsafe(messages.put_nowait, None)
