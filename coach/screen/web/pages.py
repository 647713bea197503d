"""The addresses of the page and what all its pages share: looks, keys, and the way in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fastapi import Response
from nicegui import Client, app, ui

from coach.screen.web.board import Board, Viewer
from coach.screen.web.run_page import RunPage
from coach.screen.web.tuning_page import TuningPage

ASSETS = Path(__file__).parent / "assets"
ICON = ASSETS / "icon.svg"
PATIENCE_S = 20.0
"""A browser that has not opened its WebSocket by then does not count as a viewer."""


def register(board: Board) -> None:
    """Make the pages known to the UI library."""
    app.add_static_files("/assets", ASSETS)
    version = max(file.stat().st_mtime_ns for file in ASSETS.iterdir())
    scripts = "".join(f'<script src="/assets/{name}.js?{version}"></script>' for name in ("screen", "sound"))
    style = f'<link rel="stylesheet" href="/assets/screen.css?{version}"><meta name="theme-color" content="#0a0e13">'
    ui.add_head_html(style + scripts, shared=True)

    @app.get("/sound/{cue}/{wording}")
    def sound(cue: str, wording: str) -> Response:  # pyright: ignore[reportUnusedFunction]
        data = board.setup.sounds.get((cue, wording))
        return Response(status_code=404) if data is None else Response(data, media_type="audio/wav")

    @ui.page("/", title="coach: run")
    async def run_page(client: Client) -> None:  # pyright: ignore[reportUnusedFunction]
        await _visit(board, client, lambda: RunPage(board))

    @ui.page("/tuning", title="coach: tuning")
    async def tuning_page(client: Client) -> None:  # pyright: ignore[reportUnusedFunction]
        await _visit(board, client, lambda: TuningPage(board))


async def _visit(board: Board, client: Client, build: Callable[[], Viewer]) -> None:
    """Build the page; it belongs to the board from its WebSocket's opening until it is closed for good."""
    viewer = build()
    await client.connected(timeout=PATIENCE_S)
    viewer.name, viewer.tab = client.ip, client.tab_id
    client.on_delete(lambda: board.leave(viewer))  # pyright: ignore[reportUnknownMemberType]  # the library's own
    board.enter(viewer)
