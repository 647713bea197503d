"""Digits large enough to be read from a treadmill, drawn in blocks."""

from __future__ import annotations

_PIXELS = {
    "0": "111 101 101 101 111",
    "1": "010 110 010 010 111",
    "2": "111 001 111 100 111",
    "3": "111 001 111 001 111",
    "4": "101 101 111 001 001",
    "5": "111 100 111 001 111",
    "6": "111 100 111 101 111",
    "7": "111 001 001 010 010",
    "8": "111 101 111 101 111",
    "9": "111 101 111 001 111",
    "-": "000 000 111 000 000",
    ":": "000 010 000 010 000",
}
"""Five rows of three; a pixel is two characters wide and one high, which is nearly square."""


def large(number: str, scale: int = 1) -> list[str]:
    """`5 * scale` lines of equal length, `8 * scale` characters per digit. Knows 0-9, the minus and the colon."""
    lines: list[str] = []
    for row in range(5):
        pixels = "0".join(_PIXELS[digit].split()[row] for digit in number)
        line = "".join(("█" if pixel == "1" else " ") * 2 * scale for pixel in pixels)
        lines += [line] * scale
    return lines
