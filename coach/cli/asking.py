"""Questions to whoever typed a command. Nobody there to answer is a sentence, like everything that goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import typer

from coach.errors import UserError

T = TypeVar("T")
_TERMINAL = "Run it in a terminal, where somebody can answer."


def ask(question: str) -> str:
    """What was typed, without the spaces around it; empty for Enter alone. UserError where input has ended."""
    return _answered(lambda: str(typer.prompt(question, default="", show_default=False)), _TERMINAL).strip()


def agreed(question: str, *, default: bool = True, remedy: str = _TERMINAL) -> bool:
    """Yes or no; `default` for Enter alone. UserError with `remedy` where input has ended."""
    return _answered(lambda: typer.confirm(question, default=default), remedy)


def _answered(asked: Callable[[], T], remedy: str) -> T:
    try:
        return asked()
    except typer.Abort as fault:  # both Ctrl-C and the end of input
        if isinstance(fault.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None
        typer.echo(err=True)  # the question stands there without a line's end
        raise UserError("There is a question, and input has ended.", remedy) from None
