"""How right the measurements are on runners never seen: `python -m bench.accuracy [--quick] [--markdown] [SITE …]`.

Each `bench/accuracy_<site>.py` is one section: `tables(quick=…)` yields its tables, or `main()` prints them.
"""

from __future__ import annotations

import argparse
import importlib
from pathlib import Path


def main() -> None:
    """Print every section, or those named."""
    sites = sorted(path.stem.partition("_")[2] for path in Path(__file__).parent.glob("accuracy_*.py"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", nargs="*", help=f"sections to print, of {', '.join(sites)}; all by default")
    parser.add_argument("--quick", action="store_true", help="the nominal condition only")
    parser.add_argument("--markdown", action="store_true", help="as docs/accuracy.md holds it")
    chosen = parser.parse_args()
    if unknown := set(chosen.site) - set(sites):
        parser.error(f"no section {', '.join(sorted(unknown))}; there are {', '.join(sites)}")
    for site in chosen.site or sites:
        section = importlib.import_module(f"bench.accuracy_{site}")
        if not hasattr(section, "tables"):
            section.main()
            continue
        for table in section.tables(quick=chosen.quick):
            print(table.markdown() if chosen.markdown else table.plain(), flush=True)


if __name__ == "__main__":
    main()
