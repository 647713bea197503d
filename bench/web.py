"""What the page costs the run, and how far it is behind the step.

    tests/audio/with_pulseaudio python -m bench.web [--seconds 60] [--viewers 0 10] [--chromium 1]

Each row is one live run on the simulated runner, two feet, in a process of its own, with so many viewers: light ones
that speak the page's protocol and take every update, and real Chromium windows. Without a sound server the last columns
stay empty. Times are taken on the machine's one monotonic clock.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from bench.table import Table

SETTINGS = """\
[baseline]
contact_ms = 220
profile = false
[stance]
trigger_percent = 1.0
release_percent = 0.5
hold_s = 0.0
[cues]
quiet_first_s = 0.0
cooldown_s = 2.0
prefer = false
budget_per_10min = 60
give_up_after = 20
settle_steps = 0
withhold_percent = 0.0
[fading]
on = false
[metronome]
mode = "off"
[[rules]]
name = "often"
measure = "cadence_spm"
when = "above"
limit = 100
hold_s = 0.0
repeat_s = 5.0
say = "tick-along"
"""
"""Something is said as often as possible: as many sounds as can be had."""
STEPS = re.compile(r"'data-steps': (\d+)")
WARM_S = 12.0
"""Until every viewer is there; not measured."""
HEAD = (
    "viewers",
    "declared p50",
    "p99",
    "page p50",
    "p99",
    "whole p50",
    "p99",
    "Hz",
    "CPU",
    "MB",
    "later",
    "cues",
    "p50",
    "p99",
)
NOTE = """\
declared: ms from the newest sample that a step needed to the step coming out of the pipeline (radio included);
page: ms from there to the viewer; whole: both together; Hz: updates per second and viewer; CPU: % of one core for the
page's process; MB: its memory when all viewers are there, and in the end; cues: how many sounded, and ms from the
decision to the sound."""


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seconds", type=float, default=60.0)
    asked.add_argument("--viewers", type=int, nargs="*", default=[0, 10])
    asked.add_argument("--chromium", type=int, nargs="*", default=[1])
    asked.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    asked.add_argument("--look", nargs=2, help=argparse.SUPPRESS)
    wishes = asked.parse_args()
    if wishes.run:
        run(wishes.run, wishes.seconds)
    elif wishes.look:
        asyncio.run(look(wishes.look[0], int(wishes.look[1]), wishes.seconds))
    else:
        rows = [[f"{count} light", *measured(wishes.seconds, count, windows=0)] for count in wishes.viewers]
        rows += [[f"{count} Chromium", *measured(wishes.seconds, 0, windows=count)] for count in wishes.chromium]
        print(Table("The page and the run", HEAD, rows, NOTE).plain())


# ── the run, watched from inside ──────────────────────────────────────────────────────────────────────────────


def run(folder: Path, seconds: float) -> None:
    """`coach run --screen web`, with a note of when each step came out."""
    from coach.app.live import live
    from coach.app.live.session import Session
    from coach.events import Event

    steps: list[tuple[float, float]] = []
    clock = live.started_clock
    take = Session.take
    now = clock()[0]

    def kept() -> tuple[Any, str]:
        nonlocal now
        now, started_at = clock()
        return now, started_at

    def watched(self: Session, event: Event) -> None:
        seen = len(self.log.steps)
        take(self, event)
        at_s = now()
        steps.extend((step.declared_s, at_s) for step in self.log.steps[seen:] if step.activity == "run")

    live.started_clock = kept
    Session.take = watched
    settings = folder / "coach.toml"
    settings.write_text(SETTINGS, encoding="utf-8")
    wishes = live.Wishes(
        config=settings,
        sensors={"foot-left": "sim", "foot-right": "sim"},
        screen="web",
        duration_s=seconds,
        out=folder / "run",
        speed_mps=None,
        scenario="steady",
        seed=1,
    )
    list(live.run_live(wishes))
    origin_s = time.perf_counter() - now()
    (folder / "steps.json").write_text(json.dumps({"origin_s": origin_s, "steps": steps}), encoding="utf-8")


# ── viewers ───────────────────────────────────────────────────────────────────────────────────────────────────


async def look(link: str, count: int, seconds: float) -> None:
    """So many light viewers; on stdout what they saw: viewer, steps shown, when."""
    seen: list[tuple[int, int, float]] = []
    updates = [0]
    await asyncio.gather(*(_viewer(link, n, seconds, seen, updates) for n in range(count)))
    print(json.dumps({"seen": seen, "updates": updates[0]}))


async def _viewer(
    link: str, number: int, seconds: float, seen: list[tuple[int, int, float]], updates: list[int]
) -> None:
    import socketio  # pyright: ignore[reportMissingTypeStubs]  # comes with the UI library

    page = await asyncio.to_thread(lambda: urllib.request.urlopen(link).read().decode())  # noqa: S310
    client = re.search(r"""['"]client_id['"]: ?['"]([0-9a-f-]+)""", page)
    assert client is not None
    socket: Any = socketio.AsyncClient()

    async def update(elements: dict[str, Any]) -> None:
        updates[0] += 1
        for element in elements.values():
            steps = STEPS.search(str(element))
            if steps is not None:
                seen.append((number, int(steps[1]), time.perf_counter()))

    socket.on("update", update)
    query = f"client_id={client[1]}&next_message_id=0&implicit_handshake=true&tab_id=tab-{number}&document_id=d{number}"
    await socket.connect(f"{link}?{query}", socketio_path="/_nicegui_ws/socket.io", transports=["websocket"])
    await asyncio.sleep(seconds)
    await socket.disconnect()


OBSERVE = """
() => {
  window.seen = [];
  const look = () => {
    const steps = document.querySelector(".digits")?.dataset.steps;
    if (steps && steps !== window.seen.at(-1)?.[0]) window.seen.push([steps, Date.now() / 1e3]);
  };
  window.updates = 0;
  new MutationObserver(() => { window.updates += 1; look(); }).observe(
    document.body, { subtree: true, childList: true, attributes: true, characterData: true });
}
"""


def windows_looked(link: str, count: int, seconds: float) -> tuple[list[tuple[int, int, float]], float]:
    """So many Chromium windows: what changed in their documents, and how often a second."""
    import shutil

    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = [browser.new_page(viewport={"width": 1920, "height": 1080}) for _ in range(count)]
        for page in pages:
            page.goto(link)
            page.wait_for_selector(".digits[data-steps]")
            page.evaluate(OBSERVE)
        pages[0].wait_for_timeout(1e3 * seconds)
        offset_s = time.perf_counter() - time.time()  # noqa: TID251  # a browser knows the wall clock only
        seen = [(n, int(steps), at_s + offset_s) for n, p in enumerate(pages) for steps, at_s in p.evaluate("seen")]
        updates: float = sum(page.evaluate("updates") for page in pages)
        browser.close()
    return seen, updates / seconds / max(count, 1)


# ── one row ───────────────────────────────────────────────────────────────────────────────────────────────────


def measured(seconds: float, viewers: int, *, windows: int) -> list[str]:
    """One run, looked at."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        command = [sys.executable, "-m", "bench.web", "--run", name, "--seconds", "3600"]
        live = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert live.stdout is not None
        link = next(found[0] for line in live.stdout if (found := re.search(r"http://\S+", line)))
        time.sleep(3.0)
        looking_s = seconds + WARM_S
        lookers = None
        seen: list[tuple[int, int, float]] = []
        rate = 0.0
        if viewers:
            words = ["-m", "bench.web", "--look", link, str(viewers), "--seconds", str(looking_s)]
            lookers = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True)
        watch = Watch(live.pid)
        if windows:
            seen, rate = windows_looked(link, windows, seconds)
        else:
            time.sleep(seconds)
        usage = watch.result()
        if lookers is not None:
            told: Any = json.loads(lookers.communicate()[0])
            seen, rate = told["seen"], told["updates"] / looking_s / viewers
        live.terminate()
        live.stdout.read()
        live.wait()
        return row(folder, seen, rate, usage)


class Watch:
    """CPU and memory of the page's process from now on."""

    def __init__(self, run: int) -> None:
        words = ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(run)]
        children = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
        self._pid = next(int(line.split()[0]) for line in children if "multiprocessing-fork" in line)
        time.sleep(WARM_S - 4.0)
        self._begun_s, self._cpu_s, self._mb = time.perf_counter(), self._cpu(), self._memory()

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self._pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / 100.0

    def _memory(self) -> float:
        status = Path(f"/proc/{self._pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024.0

    def result(self) -> tuple[float, float, float]:
        """% of one core, MB at first and now."""
        share = 1e2 * (self._cpu() - self._cpu_s) / (time.perf_counter() - self._begun_s)
        return share, self._mb, self._memory()


def row(
    folder: Path, seen: Sequence[tuple[int, int, float]], rate: float, usage: tuple[float, float, float]
) -> list[str]:
    """The cells of one run."""
    from coach.events import Played
    from coach.recording import open_recording

    noted: Any = json.loads((folder / "steps.json").read_text(encoding="utf-8"))
    steps = np.array(noted["steps"])
    late = steps[steps[:, 0] > WARM_S]
    first: dict[tuple[int, int], float] = {}
    for viewer, number, at_s in seen:
        first.setdefault((viewer, number), at_s - noted["origin_s"])
    shown = [(at_s, *steps[number - 1]) for (_, number), at_s in first.items() if 0 < number <= len(steps)]
    page = np.array([one for one in shown if one[1] > WARM_S]).reshape(-1, 3)
    played = [e for e in open_recording(folder / "run" / "run.mcap").events() if isinstance(e, Played)]
    sounds = np.array(
        [e.started_s - e.requested_s for e in played if e.started_s is not None and e.requested_s > WARM_S]
    )
    return [
        *_ms(late[:, 1] - late[:, 0]),
        *_ms(page[:, 0] - page[:, 2]),
        *_ms(page[:, 0] - page[:, 1]),
        f"{rate:.1f}" if rate else "",
        f"{usage[0]:.0f}",
        f"{usage[1]:.0f}",
        f"{usage[2]:.0f}",
        str(len(sounds)),
        *_ms(sounds),
    ]


def _ms(seconds: Any) -> tuple[str, str]:
    """Median and 99th percentile in ms."""
    if not len(seconds):
        return "", ""
    return f"{1e3 * np.median(seconds):.0f}", f"{1e3 * np.percentile(seconds, 99):.0f}"


if __name__ == "__main__":
    main()
