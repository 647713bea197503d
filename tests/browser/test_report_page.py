"""The report in a real browser: complete, silent, quick to look at closer, and four pages at most on paper."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from coach.review.remembered import remembered
from coach.review.report import write_report
from coach.review.summary import summarise
from tests.browser.pictures import picture_faults

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of the demo."""
    folder = tmp_path_factory.mktemp("demo")
    subprocess.run([sys.executable, "-m", "coach", "demo", "--out", str(folder)], check=True, capture_output=True)
    (folder / "run.wav").unlink()
    subprocess.run([sys.executable, "-m", "coach", "report", str(folder / "run.mcap")], check=True, capture_output=True)
    return folder / "report.html"


@dataclass
class Opened:
    """A page, and what it said and asked for."""

    page: Any
    said: list[str] = field(default_factory=list[str])
    asked: list[str] = field(default_factory=list[str])

    def console(self, message: Any) -> None:
        """Anything written to the console."""
        self.said.append(message.text)

    def error(self, error: Any) -> None:
        """A script that failed."""
        self.said.append(str(error))

    def request(self, request: Any) -> None:
        """An address that was asked for."""
        self.asked.append(request.url)


@pytest.fixture
def opened(chromium: Any, report: Path) -> Iterator[Opened]:
    page = chromium.new_page(viewport={"width": 1200, "height": 900})
    one = Opened(page)
    page.on("console", one.console)
    page.on("pageerror", one.error)
    page.on("request", one.request)
    page.goto(report.as_uri())
    yield one
    page.close()


def view(page: Any) -> list[float]:
    """Left edge and width of what the first curve shows."""
    box = page.locator("svg.time").first.get_attribute("viewBox").split()
    return [float(box[0]), float(box[2])]


def drag(page: Any, from_: float, to: float) -> None:
    """Over the first curve, in shares of its width."""
    box = page.locator("svg.plot").first.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + from_ * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + to * box["width"], y, steps=4)
    page.mouse.up()


def test_nothing_is_said_and_nothing_asked_for(opened: Opened, report: Path) -> None:
    page = opened.page
    drag(page, 0.3, 0.5)
    page.locator("nav.zoom button").last.click()
    assert opened.said == []
    assert opened.asked == [report.as_uri()]


def test_every_curve_is_drawn(opened: Opened) -> None:
    page = opened.page
    names = [svg.get_attribute("aria-label") for svg in page.locator("svg.plot").all()]
    assert names[0] == "Contact time"
    assert {"Cadence", "Left share of contact"} <= set(names)
    for path in page.locator("svg.plot .curve").all():
        assert path.bounding_box()["width"] > 500
    assert page.locator("svg.histogram .outline").count() == 2


def test_dragging_looks_closer_at_all_curves(opened: Opened) -> None:
    page = opened.page
    before = page.locator(".time .dots.left").first.get_attribute("d")
    drag(page, 0.4, 0.5)
    left, width = view(page)
    assert left == pytest.approx(932 * (0.4 * 1000 - 46) / 932, rel=0.02)
    assert width == pytest.approx(100, rel=0.05)
    boxes = {svg.get_attribute("viewBox").split()[0] for svg in page.locator("svg.time").all()}
    assert len(boxes) == 1
    assert re.match(r"\d+:\d\d – \d+:\d\d", page.locator("nav.zoom output").inner_text())
    closer = page.locator(".time .dots.left").first.get_attribute("d")
    assert closer != before
    seen = page.locator("svg.plot").first.locator(".clock text").all_text_contents()
    assert len(seen) >= 5
    page.locator("svg.plot").first.dblclick()
    assert view(page) == [0, 932]
    assert page.locator(".time .dots.left").first.get_attribute("d") == before


def test_the_pointer_reads_all_curves_at_one_moment(opened: Opened) -> None:
    page = opened.page
    box = page.locator("svg.plot").first.bounding_box()
    page.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + box["height"] / 2)
    read = [text for text in page.locator(".pointer text").all_text_contents() if text]
    assert re.fullmatch(r"\d+:\d\d\s+\d+ ms", read[0])
    assert len({text.split()[0] for text in read}) == 1


def test_a_cue_shows_its_place(opened: Opened) -> None:
    page = opened.page
    page.locator("table.cues button").first.click()
    assert view(page)[1] == pytest.approx(932 * 90 / 600, rel=0.02)


def test_on_paper(opened: Opened, tmp_path: Path) -> None:
    opened.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    pages = len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "report.pdf").read_bytes()))
    assert 1 <= pages <= 4
    opened.page.emulate_media(media="print")
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    opened.page.set_viewport_size({"width": 703, "height": 990})  # what A4 leaves between its margins
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert [fault for fault in picture_faults(opened.page) if "letters" not in fault] == []


WINDOWS = [(360, "dark"), (390, "light"), (500, "dark"), (820, "dark"), (1280, "light"), (1280, "dark")]


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
def test_a_window_of_any_width_has_whole_words_of_the_same_size(
    chromium: Any, report: Path, width: int, scheme: str
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(report.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert picture_faults(page) == []
    drag(page, 0.3, 0.6)
    assert picture_faults(page) == []
    page.close()


def test_turning_the_phone_draws_anew(chromium: Any, report: Path) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.goto(report.as_uri())
    drawn = "document.querySelector('svg.plot').getAttribute('viewBox')"
    upright: str = page.evaluate(drawn)
    page.set_viewport_size({"width": 844, "height": 390})
    page.wait_for_function(f"{drawn} !== '{upright}'")
    assert picture_faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(f"{drawn} === '{upright}'")
    page.close()


def test_cues_stand_where_the_picture_without_a_script_has_them(chromium: Any, report: Path) -> None:
    places: list[list[str]] = []
    for script in (True, False):
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
        page = context.new_page()
        page.goto(report.as_uri())
        flags = page.locator("svg.plot").first.locator(".flag").all()
        numbers = [re.findall(r"[-\d.]+", flag.get_attribute("transform") or "") for flag in flags]
        places.append([f"{float(x):.1f} {float(y):.1f}" for x, y in numbers])
        context.close()
    assert places[0] == places[1] != []


@pytest.mark.parametrize("kind", ["nothing", "a walk", "half a minute", "nothing trusted"])
def test_odd_recordings_give_quiet_pages(chromium: Any, report: Path, tmp_path: Path, kind: str) -> None:
    run = remembered(report.with_name("run.mcap"))
    assert run is not None
    steps = {
        "nothing": [],
        "a walk": [step for step in run.steps if step.activity == "walk"],
        "half a minute": [step for step in run.steps if step.initial_contact_s < 30.0],
        "nothing trusted": [replace(step, valid=False, reason="gap") for step in run.steps],
    }[kind]
    write_report(tmp_path / "odd.html", summarise(steps, [], []), steps, [], {})
    page = chromium.new_page()
    one = Opened(page)
    page.on("console", one.console)
    page.on("pageerror", one.error)
    page.goto((tmp_path / "odd.html").as_uri())
    assert one.said == []
    assert page.locator("h1").inner_text()
    assert page.locator("aside li").count() >= 1
    curves = page.locator("svg.plot").count()
    assert curves == 0 if kind in {"nothing", "a walk", "nothing trusted"} else curves > 1
    assert page.locator("nav.zoom").is_visible() == (curves > 0)
    page.close()
