"""The house keeps its shape: import directions, late imports, files of a readable size."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 350


def test_imports_run_downwards_only() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_command_line_starts_without_heavy_libraries() -> None:
    heavy = "{'bleak', 'sounddevice', 'pyttsx3', 'scipy', 'numpy', 'mcap', 'pydantic'}"
    code = (
        "import sys, atexit, coach.cli\n"
        f"atexit.register(lambda: print(sorted({heavy} & set(sys.modules)), file=sys.stderr))\n"
        "sys.argv = ['coach', '--help']\n"
        "coach.cli.main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.strip() == "[]", f"`coach --help` loads {done.stderr.strip()}"


def test_no_source_file_outgrows_a_readers_patience() -> None:
    too_long = {
        str(path.relative_to(ROOT)): lines
        for package in ("coach", "cues", "bench", "tests")
        for path in (ROOT / package).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not too_long
