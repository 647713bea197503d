"""Are the words of the report's pictures whole, apart and readable? Asked of the browser itself."""

from __future__ import annotations

from typing import Any

_FAULTS = """
() => {
  const shown = e => e.getAttribute("visibility") !== "hidden" && getComputedStyle(e).display !== "none";
  const faults = [];
  for (const svg of document.querySelectorAll("svg.plot")) {
    const frame = svg.getBoundingClientRect(), scale = frame.width / svg.viewBox.baseVal.width;
    const size = parseFloat(getComputedStyle(svg).fontSize) * scale;
    if (size < 10.5 || size > 15) faults.push(`${svg.dataset.name}: letters of ${size.toFixed(1)} px`);
    const boxes = [...svg.querySelectorAll("text")]
      .filter(e => e.textContent.trim() && shown(e) && shown(e.parentNode) && !e.closest(".pointer"))
      .map(e => [e.textContent, e.getBoundingClientRect(), e.closest(".flag, .clock")]);
    for (const [text, at] of boxes) {
      const inside = at.left >= frame.left - 1 && at.right <= frame.right + 1
        && at.top >= frame.top - 2 && at.bottom <= frame.bottom + 2;
      if (!inside) faults.push(`${svg.dataset.name}: "${text}" leaves the picture`);
    }
    const placed = boxes.filter(([, , group]) => group);
    for (const [i, [one, a]] of placed.entries()) for (const [other, b] of placed.slice(i + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1 && high > 5) faults.push(`${svg.dataset.name}: "${one}" lies on "${other}"`);
    }
  }
  return faults;
}
"""


def picture_faults(page: Any) -> list[str]:
    """What is cut, too small or on top of something else; empty when all is well."""
    return page.evaluate(_FAULTS)
