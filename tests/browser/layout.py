"""Is anything cut off, or on top of something else? Asked of the browser itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

FAULTS = """
() => {
  const faults = [];
  const shown = (e) => {
    const style = getComputedStyle(e), at = e.getBoundingClientRect();
    return style.visibility !== "hidden" && style.display !== "none" && at.width > 0 && at.height > 0;
  };
  const text = (e) => [...e.childNodes].filter((n) => n.nodeType === 3);
  const words = (e) => text(e).map((n) => n.textContent.trim()).join(" ").trim();
  const place = (e) => {
    const at = e.getBoundingClientRect();
    const slack = e instanceof SVGElement ? 0.25 * at.height : 0;  // a drawn text's box has air above and below
    return { left: at.left, right: at.right, top: at.top + slack, bottom: at.bottom - slack };
  };
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5;
  const leaves = [...document.querySelectorAll(".screen *:not(title)")].filter((e) => shown(e) && words(e));
  for (const e of leaves) {
    const at = place(e), section = e.closest(".panel, .banner, .chip, .control, .screen > *").getBoundingClientRect();
    const outside = at.left < section.left - 1 || at.right > section.right + 1
      || at.top < section.top - 1 || at.bottom > section.bottom + 1;
    if (outside) faults.push(`"${words(e)}" leaves its panel`);
    if (at.left < -1 || at.right > innerWidth + 1) faults.push(`"${words(e)}" leaves the window`);
    if (!(e instanceof SVGElement) && e.tagName !== "I" && e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
      faults.push(`"${words(e)}" is cut`);
  }
  for (const [n, a] of leaves.entries()) for (const b of leaves.slice(n + 1))
    if (!a.contains(b) && !b.contains(a) && meet(place(a), place(b)))
      faults.push(`"${words(a)}" lies on "${words(b)}"`);
  const sections = [...document.querySelectorAll(".screen > *")].filter(shown);
  for (const [n, a] of sections.entries()) for (const b of sections.slice(n + 1))
    if (meet(place(a), place(b))) faults.push(`${a.className} lies on ${b.className}`);
  return faults;
}
"""


def layout_faults(page: Page) -> list[str]:
    """What is cut or overlaps, in words; empty when the layout is sound."""
    faults: list[str] = page.evaluate(FAULTS)
    return faults


def scrolls(page: Page) -> bool:
    """Whether the page is higher than the window."""
    higher: bool = page.evaluate("document.documentElement.scrollHeight > innerHeight + 1")
    return higher
