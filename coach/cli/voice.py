"""`coach voice list|try|render`: what the coach sounds like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.cli.options import ConfigFile
from coach.cli.saying import say

if TYPE_CHECKING:
    from coach.app.sound.voice import Line
    from coach.config import Config

app = typer.Typer(help="Hear the cue packs, and have your own phrases spoken before the run.", no_args_is_help=True)
PackName = Annotated[str, typer.Option("--pack", metavar="PACK", help="A bundled pack, or a folder of your own.")]

Drills = Annotated[bool, typer.Option("--drills", help="With what is said while drills are led.")]


@app.command("list")
def list_(
    language: Annotated[str, typer.Option(help="Voices that speak this language, like de; else your pack's.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="All voices of this machine, whatever they speak.")] = False,
    config: ConfigFile = None,
    pack: PackName = "",
) -> None:
    """Name the packs that come along, and the voices that this machine can speak your own phrases with."""
    from coach.app.sound.pack import open_pack
    from coach.app.sound.voice import packs, speaking, system_voices

    for name, title, source in packs():
        typer.echo(f"{name:<16} {title}{f' ({source})' if source else ''}")
    typer.echo('Name one in the settings: [cues] pack = "…"; or a folder of your own with a pack.toml in it.\n')
    language = language or open_pack(_settings(config, pack)).text.language
    found = system_voices()
    shown = found if all_ else speaking(language, found)
    if not found:
        typer.echo("There is no speech engine, or it has no voice; recordings and tones need none.")
        return
    for name, languages in shown:
        typer.echo(f"{name:<32} {', '.join(languages)}")
    if len(shown) < len(found):
        what = f"{len(shown)} of this machine's {len(found)} voices speak {language}"
        what = what if language else f"This machine has {len(found)} voices"
        typer.echo(f"{what} (all of them: --all; another language: --language).")
    if shown:
        typer.echo('Name one, or just its language, in your pack: system_voice = "…".')


@app.command("try")
def try_(
    cue: Annotated[str, typer.Argument(metavar="[CUE]", help="Only this cue.")] = "",
    config: ConfigFile = None,
    pack: PackName = "",
    wav: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to a WAV file instead.")] = None,
    drills: Drills = False,
) -> None:
    """Say every wording of a cue, or of all cues, as in a run."""
    from coach.app.sound.voice import lines, play, ready, write

    settings = _settings(config, pack)
    whole, sounds = ready(settings, drills=drills)
    wanted = lines(whole, sounds, cue)
    if wav is not None:
        write(wav, settings, sounds.clips, wanted)
    for line in wanted if wav is not None else play(settings, sounds, wanted):
        _print(line)
    for note in sounds.notes:
        say(note)


@app.command()
def render(config: ConfigFile = None, pack: PackName = "", drills: Drills = False) -> None:
    """Have the speech engine say what has no recording, and keep it; only what is new or changed is spoken again."""
    from coach.app.sound.voice import lines, ready

    whole, sounds = ready(_settings(config, pack), drills=drills)
    for line in lines(whole, sounds):
        _print(line)
    for note in sounds.notes:
        say(note)


def _settings(config: Path | None, pack: str) -> Config:
    from coach.app.settings import load

    settings = load(config)
    if not pack:
        return settings
    return settings.model_copy(update={"cues": settings.cues.model_copy(update={"pack": pack})})


def _print(line: Line) -> None:
    typer.echo(f"{line.cue:<24} {line.text:<36} {line.how}")
