"""`python -m coach` is `coach`."""

from __future__ import annotations

import sys


def main() -> None:
    """`coach.cli.main`; Ctrl-C while it is still being read in ends in a sentence, too."""
    try:
        from coach.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("coach: Stopped.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
