"""A bad table is named by file, line and column, and nothing that was there is lost."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.errors import FileError
from coach.events import Placement
from coach.recording import Header, Writer
from coach.recording.from_csv import import_tables

HEAD = "t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps"


def row(k: int, t: str | None = None) -> str:
    """Row k at 100 Hz."""
    values = [f"{0.1 * k + axis:.3f}" for axis in range(6)]
    return ",".join([f"{k / 100.0:.2f}" if t is None else t, *values])


def csv_file(path: Path) -> Path:
    path.write_text("\n".join([HEAD, *(row(k) for k in range(400))]) + "\n", encoding="utf-8")
    return path


GOOD = [row(k) for k in range(50)]


def table_text(*, head: str = HEAD, at: int = 20, line: str | None = None) -> str:
    lines = [*GOOD]
    if line is not None:
        lines[at] = line
    return "\n".join([head, *lines])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (HEAD, "a header but no rows"),
        (HEAD + "\n\n  \n", "a header but no rows"),
        (f"{HEAD}\n{row(0)}\n", "only one row"),
        (table_text(head="t_s,ax_g,ay_g,gx_dps,gy_dps,gz_dps,q"), "line 1: there is no column az_g or az_mps2"),
        (table_text(head="time,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps"), "no column t_s or t_ms; it has time, ax_g"),
        (table_text(head="t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,q"), "no column gz_dps or gz_radps"),
        (table_text(head=row(0)), "line 1: there is no column"),
        (table_text().replace(",", ";"), "line 1: columns are separated by semicolons"),
        (table_text(line="0.2,1,2,3,4,oops,6"), "line 22, column gy_dps: “oops” is no number"),
        (table_text(line="0.2,1,2,3,4,,6"), "line 22, column gy_dps: the cell is empty"),
        (table_text(line="0.2,1,2,3,4,1_0,6"), "line 22, column gy_dps: “1_0” is no number"),
        (table_text(line="0.2,1,2"), "line 22, column az_g: the line has only 3 cells"),
        (table_text(line="0.2,1,nan,3,4,5,6"), "line 22, column ay_g: nan is no measurement"),
        (table_text(line="0.2,1,2,3,4,5,-inf"), "line 22, column gz_dps: -inf is no measurement"),
        (table_text(line="nan,1,2,3,4,5,6"), "line 22, column t_s: nan is no measurement"),
        (table_text(line="0.2,1,2,3,4,5,1e999"), "column gz_dps: 1e999 is no measurement"),
        (table_text(line="\n\n0.05,1,2,3,4,5,6"), "line 24: time goes back from 0.19 s to 0.05 s"),
        (table_text(line="0.2,1,2,3,4,5,6\n0.19,1,2,3,4,5,6"), "line 23: time goes back from 0.2 s to 0.19 s"),
        ("\n".join([HEAD, *(row(k, "7.5") for k in range(9))]), "all 9 rows have the same time"),
        (table_text(head="t_s,ax_g,ay_g,az_g,speed_mps"), "column speed_mps: nobody runs"),
        (table_text(line='0.2,"1,2,3,4,5,6'), "line 22"),
        (table_text(at=49, line="0.49,1,2,oops,4,5,6"), "line 51, column az_g: “oops” is no number"),
        (table_text(at=49, line="0.49,1,2,3,4,5,oops"), "line 51, column gz_dps: “oops” is no number"),
    ],
)
def test_a_bad_table_is_named_by_file_line_and_column_and_leaves_the_old_recording_alone(
    tmp_path: Path, text: str, sentence: str
) -> None:
    bad, out = tmp_path / "bad.csv", tmp_path / "out.mcap"
    bad.write_text(text.replace("4.000", "-4.000") if "speed" in text else text, encoding="utf-8")
    out.write_bytes(b"the old one")
    with pytest.raises(FileError, match=sentence.replace(".", r"\.")) as caught:
        import_tables({"foot-right": csv_file(tmp_path / "good.csv"), "foot-left": bad}, out)
    assert str(bad) in caught.value.what
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
    assert caught.value.exit_code == 2
    assert out.read_bytes() == b"the old one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.csv", "good.csv", "out.mcap"]


def test_a_fault_far_into_a_long_table_is_found_on_its_line(tmp_path: Path) -> None:
    lines = [row(k) for k in range(150_000)]
    lines[140_123] = "oops,1,2,3,4,5,6"
    (tmp_path / "long.csv").write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    with pytest.raises(FileError, match="line 140125, column t_s: “oops”"):
        import_tables({"foot-left": tmp_path / "long.csv"}, tmp_path / "out.mcap")


def binary(path: Path) -> None:
    path.write_bytes(b"\x89MCAP0\r\n" + bytes(range(256)) * 20)


def zeros(path: Path) -> None:
    path.write_bytes(bytes(5000))


def cut_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(csv_file(path).read_bytes())[:900])


def broken_gzip(path: Path) -> None:
    data = bytearray(gzip.compress(csv_file(path).read_bytes()))
    data[200:220] = bytes(20)
    path.write_bytes(data)


def missing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (missing, "does not exist"),
        (Path.mkdir, "is a folder"),
        (Path.touch, "is empty"),
        (binary, "is no text"),
        (zeros, "is no text"),
        (cut_gzip, "damaged or cut gzip"),
        (broken_gzip, "damaged or cut gzip|is no text|line"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, make: Callable[[Path], None], sentence: str) -> None:
    make(tmp_path / "foot.csv")
    with pytest.raises(FileError, match=sentence):
        import_tables({"foot-left": tmp_path / "foot.csv"}, tmp_path / "out.mcap")
    assert not (tmp_path / "out.mcap").exists()


def test_outputs_that_cannot_be_written_are_refused(tmp_path: Path) -> None:
    table = csv_file(tmp_path / "foot.csv")
    with pytest.raises(FileError, match="is a folder"):
        import_tables({"foot-left": table}, tmp_path)
    with pytest.raises(FileError, match=r"nowhere/out\.mcap is in a folder that does not exist"):
        import_tables({"foot-left": table}, tmp_path / "nowhere" / "out.mcap")
    with pytest.raises(FileError, match="is itself one of the tables"):
        import_tables({"foot-left": table}, table)
    if Path("/dev/full").exists():
        with pytest.raises(FileError, match="/dev/full cannot grow: the disk is full"):
            import_tables({"foot-left": table}, Path("/dev/full"))
    assert [path.name for path in tmp_path.iterdir()] == ["foot.csv"]


def test_only_an_import_is_replaced(tmp_path: Path) -> None:
    table: dict[Placement, Path] = {"foot-left": csv_file(tmp_path / "foot.csv")}
    out = tmp_path / "out.mcap"
    first = import_tables(table, out)
    assert (first.replaced, import_tables(table, out).replaced) == (False, True)
    assert "replaced" in list(import_tables(table, out).lines())[-1]
    with Writer(tmp_path / "run.mcap", Header(source="live")):
        pass
    (tmp_path / "notes.txt").write_text("dear to me", encoding="utf-8")
    for dear in (tmp_path / "run.mcap", tmp_path / "notes.txt"):
        before = dear.read_bytes()
        with pytest.raises(FileError, match="exists already and is no import"):
            import_tables(table, dear)
        assert dear.read_bytes() == before
