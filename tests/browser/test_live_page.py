"""The page of a live run: it tells what the log tells, and what is pressed there is in the log."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coach.app.settings import load
from coach.app.sound.pack import open_pack, phrases
from coach.events import Key, Reload, Speed
from coach.pipeline import Pipeline
from coach.recording import open_recording
from coach.screen.state import ScreenState
from coach.screen.web.picture import picture
from tests.browser.rig import TALKATIVE, LiveRun, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
Visit = Callable[..., "Page"]
Start = Callable[..., LiveRun]

WATCH = """
() => {
  window.seen = [];
  const look = () => {
    const digits = document.querySelector(".digits"), page = document.querySelector(".screen");
    if (!digits || !page) return;
    const now = [Number(digits.dataset.steps), digits.textContent, page.className.match(/state-([a-z-]+)/)[1]];
    if (JSON.stringify(now) !== JSON.stringify(window.seen.at(-1))) window.seen.push(now);
  };
  const all = { subtree: true, childList: true, attributes: true, characterData: true };
  new MutationObserver(look).observe(document.body, all);
  look();
}
"""


def told(recording: Path) -> list[tuple[int, str, str]]:
    """Steps, contact time and state after every event, as the recording says."""
    read = open_recording(recording)
    header = read.header
    pack = open_pack(header.config)
    pipeline = Pipeline(header.config, header.placements, pack.durations, header.profile)
    state = ScreenState(header.placements, phrases=phrases(pack))
    shown: list[tuple[int, str, str]] = []
    for event in read.events():
        state.take(event)
        for output in pipeline.feed(event):
            state.take(output)
        now = picture(state.view())
        shown.append((now.steps, now.contact_ms, now.state))
    return shown


def changes(items: Iterable[str]) -> list[str]:
    """Without repetitions."""
    found: list[str] = []
    for item in items:
        if not found or found[-1] != item:
            found.append(item)
    return found


def follows(part: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether `part` comes in `whole` in this order."""
    rest = iter(whole)
    return all(item in rest for item in part)


def test_it_shows_what_the_log_says_and_the_log_has_what_was_pressed(
    start: Start, visit: Visit, artifacts: Path
) -> None:
    run = start("--scenario", "demo")
    page = visit(run.links[0])
    page.wait_for_selector(".state-walking")
    page.evaluate(WATCH)
    page.wait_for_selector(".state-drawn-out", timeout=60_000)
    page.wait_for_selector(".cue.fresh")
    page.screenshot(path=artifacts / "live-drawn-out.png")

    page.keyboard.press("m")
    page.get_by_text("Wrong cue").click()
    page.keyboard.press("s")
    page.get_by_text("Sound is off").wait_for()
    page.keyboard.press("s")
    page.get_by_text("+0.5").click()
    page.keyboard.press("ArrowDown")
    page.get_by_text("typed in").wait_for()
    page.keyboard.press(" ")
    page.wait_for_selector(".state-paused")
    page.get_by_text("Go on", exact=True).click()
    page.wait_for_selector(".state-drawn-out", timeout=60_000)
    seen: list[tuple[int, str, str]] = [tuple(one) for one in page.evaluate("window.seen")]
    page.keyboard.press("q")
    page.get_by_text("Sure? Stop").click()
    page.get_by_text("The run is over").wait_for()
    run.process.wait(60)
    assert run.process.returncode == 0, "".join(run.lines)

    said = told(run.recording)
    assert len({steps for steps, _, _ in seen}) > 20
    assert set(seen) <= set(said)
    assert follows(changes(state for _, _, state in seen), changes(state for _, _, state in said))
    assert {"walking", "drawn-out", "paused"} <= {state for _, _, state in seen}

    events = list(open_recording(run.recording).events())
    keys = [event.key for event in events if isinstance(event, Key)]
    assert keys == ["mark", "wrong-cue", "mute", "mute", "pause", "pause", "stop"]
    first, second = [event for event in events if isinstance(event, Speed)]
    assert (first.speed_mps - second.speed_mps) * 3.6 == pytest.approx(0.1)
    assert first.source == "typed"


def test_a_run_waits_for_its_start(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady", "--wait")
    page = visit(run.links[0])
    page.get_by_text("Press start when you are ready").wait_for()
    assert page.locator(".banner .time").inner_text() == "0:00"
    page.get_by_text("Start", exact=True).click()
    page.wait_for_selector(".state-learning, .state-good, .state-drawn-out", timeout=60_000)
    page.get_by_text("Pause", exact=True).wait_for()
    run.end()
    paused, begun = [event for event in open_recording(run.recording).events() if isinstance(event, Key)]
    assert (paused.at_s, paused.key, begun.key) == (0.0, "pause", "pause")


def test_a_slider_changes_what_is_cued_and_the_file(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady")
    page = visit(run.links[0])
    page.wait_for_selector(".cue.fresh", timeout=60_000)
    page.keyboard.press("t")
    verdict = page.locator(".bar .text")
    verdict.wait_for(state="attached")  # the run page is still there for a moment
    page.wait_for_function(
        "/^[1-9]\\d* cues? w.*settings [1-9]/.test(document.querySelector('.bar .text').textContent)"
    )
    assert page.locator(".mark.cue").count() > 0

    trigger = page.locator(".slider", has=page.locator('[data-setting="stance.trigger_percent"]'))
    trigger.locator("[tabindex]").focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
    trigger.get_by_text("15 %", exact=True).wait_for()
    page.wait_for_function("document.querySelector('.bar .text').textContent.endsWith('settings 0.')")
    assert page.locator(".mark.dropped").count() > 0
    assert run.settings.read_text(encoding="utf-8") == TALKATIVE
    page.get_by_text("Save", exact=True).click()
    page.get_by_text("In force from now on").wait_for()
    wanted = TALKATIVE.replace("trigger_percent = 4.0  #", "trigger_percent = 15.0  #")
    assert run.settings.read_text(encoding="utf-8") == wanted
    assert load(run.settings).stance.trigger_percent == 15.0
    assert verdict.is_visible()

    page.keyboard.press("Escape")
    page.wait_for_selector(".run .digits[data-steps]")
    page.keyboard.press("t")
    trigger.get_by_text("15 %", exact=True).wait_for()
    assert page.locator(".slider.changed").count() == 0
    run.end()
    assert [event.text for event in open_recording(run.recording).events() if isinstance(event, Reload)] == [wanted]


def test_the_tuning_page_follows_an_edit_of_the_file(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady")
    page = visit(run.links[0] + "tuning")
    trigger = page.locator(".slider", has=page.locator('[data-setting="stance.trigger_percent"]'))
    trigger.get_by_text("4 %", exact=True).wait_for()
    page.wait_for_function(
        "/^[1-9]\\d* cues? w.*settings [1-9]/.test(document.querySelector('.bar .text').textContent)", timeout=60_000
    )
    hold = page.locator(".slider", has=page.locator('[data-setting="stance.hold_s"]'))
    hold.locator("[tabindex]").focus()
    page.keyboard.press("ArrowUp")
    hold.get_by_text("3 s", exact=True).wait_for()
    run.settings.write_text(TALKATIVE.replace("trigger_percent = 4.0", "trigger_percent = 40"), encoding="utf-8")
    trigger.get_by_text("40 %", exact=True).wait_for()
    page.wait_for_function("document.querySelector('.bar .text').textContent.endsWith('settings 0.')")
    changed = page.locator(".slider.changed .name")
    assert changed.all_text_contents() == ["Hold"], "one's own wish stays, the file's is none"
    other = visit(run.links[0] + "tuning")
    other.locator(".slider", has=other.get_by_text("Trigger", exact=True)).get_by_text("40 %", exact=True).wait_for()


def test_drills_are_led_on_the_page_too(start: Start, visit: Visit, artifacts: Path) -> None:
    run = start(verb=("drill", "pogo"))
    page = visit(run.links[0])
    part = page.locator(".led .part")
    page.wait_for_selector(".guided.state-drill")
    page.wait_for_function("document.querySelector('.led .part').textContent.includes('set 1 of 2')")
    page.wait_for_function("Number(document.querySelector('.led .digits').textContent) >= 3", timeout=60_000)
    page.screenshot(path=artifacts / "live-drill.png")
    assert part.is_visible()
    assert not page.locator(".belt").is_visible()
    page.get_by_text("Skip", exact=True).click()
    page.wait_for_function("document.querySelector('.led .part').textContent.includes('set 2 of 2')")
    page.keyboard.press("r")
    page.wait_for_function("document.querySelector('.cue .words').textContent.toLowerCase().includes('again')")
    run.end()
    keys = [event.key for event in open_recording(run.recording).events() if isinstance(event, Key)]
    assert keys == ["skip", "repeat"]


def test_reload_and_two_tabs(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady")
    first = visit(run.links[0])
    first.wait_for_selector(".digits[data-steps]")
    first.reload()
    first.wait_for_function("Number(document.querySelector('.digits').dataset.steps) > 5", timeout=60_000)
    second = visit(run.links[0], width=390, height=844)
    second.get_by_text("You are watching").wait_for()
    first.get_by_text("You control this run").wait_for()

    second.get_by_text("Mark").click()
    second.get_by_text("Another screen controls this run").wait_for()
    second.get_by_text("Just watch").click()
    second.locator(".q-dialog").wait_for(state="detached")
    second.keyboard.press(" ")
    second.get_by_text("Take control").click()
    second.get_by_text("You control this run").wait_for()
    first.get_by_text("You are watching").wait_for()
    second.get_by_text("Mark").click()
    second.wait_for_selector(".mark.key")
    first.wait_for_selector(".mark.key")
    second.close()
    first.wait_for_function("!document.body.innerText.includes('You are watching')")
    run.end()
    assert [e.key for e in open_recording(run.recording).events() if isinstance(e, Key)] == ["mark"]


def test_a_phone_plays_the_cues_itself(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady")
    phone = visit(run.links[0], width=390, height=844)
    phone.wait_for_selector(".digits[data-steps]")
    phone.locator(".control.place", has=phone.get_by_text("smartphone")).click()
    phone.get_by_text("a locked phone stops the page").wait_for()
    phone.get_by_text("Play the cues on this device").click()
    phone.get_by_text("Stop playing here").wait_for()
    phone.get_by_text("Close").click()
    phone.wait_for_function("/Cues sound here · \\d+ ms later/.test(document.body.innerText)", timeout=60_000)
    assert phone.evaluate("sound.context.state") == "running"
    assert phone.evaluate("sound.timer") > 0, "the metronome goes along"
    phone.locator(".control.place", has=phone.get_by_text("smartphone")).click()
    phone.get_by_text("Stop playing here").click()
    phone.get_by_text("Play the cues on this device").wait_for()
    phone.wait_for_function("sound.context.state === 'suspended'")


def test_the_server_gone_and_back(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady")
    page = visit(run.links[0])
    page.wait_for_function("Number(document.querySelector('.digits')?.dataset.steps) > 5", timeout=60_000)
    until(lambda: run.page_process() is not None, "the page's process")
    process = run.page_process()
    assert process is not None
    page.evaluate("window.before = true")
    os.kill(process, signal.SIGKILL)
    # until the page is there anew, which may be at once, it must say so and old figures must not look alive
    page.wait_for_function(
        "!window.before || (document.querySelector('#popup[aria-hidden=false]')"
        " && Number(getComputedStyle(document.querySelector('.screen')).opacity) < 0.5)"
    )
    page.wait_for_function(
        "!window.before && Number(document.querySelector('.digits')?.dataset.steps) > 10", timeout=60_000
    )
    assert page.locator(".curve .line").count() > 0
    assert run.process.poll() is None


def test_the_run_goes_on_when_everybody_looks_away(start: Start, visit: Visit) -> None:
    run = start("--scenario", "steady", "--for", "12s")
    for _ in range(3):
        page = visit(run.links[0])
        page.wait_for_selector(".digits")
        page.close()
    run.process.wait(60)
    assert run.process.returncode == 0, "".join(run.lines)
    assert "Traceback" not in "".join(run.lines)
