"""A link as a QR code, for a terminal and for a page."""

from __future__ import annotations

import io


def qr_text(link: str) -> str:
    """Lines for a terminal that shows half blocks, light on dark or dark on light alike."""
    import segno

    out = io.StringIO()
    segno.make(link, micro=False).terminal(out, compact=True)
    return out.getvalue()


def qr_svg(link: str) -> str:
    """Dark on white with its quiet zone, as wide as its place."""
    import segno

    return segno.make(link, micro=False).svg_inline(omitsize=True, dark="#000", light="#fff", border=3)
