"""How right the measurements are on runners never seen: `python -m bench.accuracy [--quick] [--markdown] [SITE …]`.

Each `bench/accuracy_<site>.py` is one section: `tables(quick=…)` yields its tables. `bench/accuracy.md` is the page
around them: `python -m bench.accuracy --markdown > docs/accuracy.md` makes docs/accuracy.md, whole.
"""

from __future__ import annotations

import argparse
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from bench.table import Table

PAGE = Path(__file__).with_suffix(".md")
PLACE = re.compile(r"^<!-- tables: (\w+) -->\n", flags=re.MULTILINE)
"""Where a section's tables belong on the page."""


def main() -> None:
    """Print every section in the page's order, or those named."""
    prose = PLACE.split(PAGE.read_text(encoding="utf-8"))
    sites = prose[1::2]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="*", help=f"sections to print, of {', '.join(sites)}; all by default")
    parser.add_argument("--quick", action="store_true", help="the nominal condition only")
    parser.add_argument("--markdown", action="store_true", help="as docs/accuracy.md holds it; the whole page if all")
    chosen = parser.parse_args()
    if unknown := set(chosen.site) - set(sites):
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(sites)}")
    if chosen.markdown and not chosen.site:
        for text, site in zip(prose[::2], [*sites, ""], strict=True):
            print(text, end="", flush=True)
            if site:
                print("\n".join(table.markdown() for table in tables(site, quick=chosen.quick)), end="", flush=True)
        return
    for site in chosen.site or sites:
        for table in tables(site, quick=chosen.quick):
            print(table.markdown() if chosen.markdown else table.plain(), flush=True)


def tables(site: str, *, quick: bool) -> Iterator[Table]:
    """One section's."""
    yield from importlib.import_module(f"bench.accuracy_{site}").tables(quick=quick)


if __name__ == "__main__":
    main()
