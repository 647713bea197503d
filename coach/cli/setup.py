"""`coach setup`: the first settings file, question by question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.asking import agreed, ask
from coach.cli.scan import describe
from coach.errors import HardwareError, SensorError

if TYPE_CHECKING:
    from coach.app.setup.scan import Found
    from coach.events import Placement

LOOK_S = 8.0
_BELT = "treadmill"
_WHERE: dict[Placement, str] = {
    "foot-left": "on the left foot (laces or heel)",
    "foot-right": "on the right foot (laces or heel)",
    "shank-left": "on the left shin",
    "shank-right": "on the right shin",
    "waist": "at the waist, in the back",
    "chest": "on the chest",
}


def register(app: typer.Typer) -> None:
    """Add the verb."""
    app.command()(setup)


def setup(file: Annotated[Path, typer.Argument(metavar="FILE")] = Path("coach.toml")) -> None:
    """Find your sensors, say where you wear them, and write the settings; what FILE holds otherwise is kept."""
    from coach.app.setup.setup import greet_phones, present, settle

    config = present(file)
    known, missing = _found()
    worn = _worn([one for one in known if _BELT not in one.titles])
    treadmill = next((one.call for one in known if _BELT in one.titles and _belt(one)), None)
    worn |= {} if "waist" in worn else _phone()
    if missing is not None and not worn:
        raise missing
    height_cm = _number("Your height in cm (Enter to leave out)", 100.0, 230.0)
    mass_kg = _number("Your mass in kg (Enter to leave out)", 25.0, 200.0)
    settle(file, config, worn, treadmill=treadmill, height_cm=height_cm, mass_kg=mass_kg)
    typer.echo(f"{file} written. Next: coach run --config {file}")
    greet_phones(worn, typer.echo)


def _found() -> tuple[list[Found], HardwareError | None]:
    """Sensors in reach that we know; and why there are none, where that is for want of Bluetooth."""
    from coach.app.setup.scan import survey

    typer.echo("Switch your sensors on and move them. Looking for 8 s …")
    try:
        known = [one for one in survey(LOOK_S, ask=False) if one.titles]
        while not known and agreed("No sensor in reach. Look again?"):
            known = [one for one in survey(LOOK_S, ask=False) if one.titles]
    except HardwareError as fault:
        typer.echo(f"No Bluetooth sensors: {fault}")
        return [], fault
    return known, None


def _phone() -> dict[Placement, str]:
    """A phone at the waist, where there is one."""
    from coach.app.live.sensing import POSTING_PHONE, is_phone

    question = f"Is it a phone at your waist? {POSTING_PHONE}, or the address that phyphox shows (Enter: none)"
    while answer := ask(question):
        try:
            if is_phone(answer):
                return {"waist": answer}
        except SensorError:
            pass
        question = f"{POSTING_PHONE}, or like http://192.168.0.42:8080, or Enter"
    return {}


def _belt(one: Found) -> bool:
    return agreed(f"Shall {one.name or one.call} tell the belt's speed?")


def _worn(found: Sequence[Found]) -> dict[Placement, str]:
    """Where each sensor is worn; nobody wears one twice."""
    from coach.events import PLACEMENTS  # brings numpy, which `coach --help` does not need

    for number, one in enumerate(found, start=1):
        describe(one, number)
    worn: dict[Placement, str] = {}
    for placement in PLACEMENTS:
        free = {str(number): one for number, one in enumerate(found, start=1) if one.call not in worn.values()}
        if not free:
            break
        question = f"Which one is {_WHERE[placement]}? {', '.join(free)} (Enter: none)"
        answer = ask(question)
        while answer and answer not in free:
            answer = ask(f"One of {', '.join(free)}, or Enter")
        if answer:
            worn[placement] = free[answer].call
    return worn


def _number(question: str, least: float, most: float) -> float | None:
    """A number in its range, or None."""
    while True:
        answer = ask(question).replace(",", ".")
        if not answer:
            return None
        try:
            value = float(answer)
        except ValueError:
            value = float("nan")
        if least <= value <= most:
            return value
        typer.echo(f"A number from {least:g} to {most:g}.")
