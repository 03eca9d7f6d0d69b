"""The log of `hub run` on a terminal goes to a file that stays small."""

from __future__ import annotations

from pathlib import Path

from hub.telemetry.logfile import LogFile


def test_a_file_that_is_full_becomes_the_older_one_and_nothing_of_the_last_lines_is_lost(tmp_path: Path) -> None:
    log = LogFile(tmp_path / "data" / "hub.log", most=30)

    for number in range(12):
        log.write(f"line {number:02}")
    log.close()

    older, newer = log.path.with_name("hub.log.1").read_text(), log.path.read_text()
    assert (older + newer).split("\n") == [f"line {number:02}" for number in range(4, 12)] + [""]
    assert max(len(older), len(newer)) <= 30 + len("line 00\n")


def test_a_second_start_goes_on_in_the_same_file(tmp_path: Path) -> None:
    for line in ("first", "second"):
        log = LogFile(tmp_path / "hub.log")
        log.write(line)
        log.close()

    assert (tmp_path / "hub.log").read_text() == "first\nsecond\n"
