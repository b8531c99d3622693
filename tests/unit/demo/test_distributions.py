"""The tables that the demo draws from are those of the published bookings, derived again; a sample comes near them."""

from __future__ import annotations

import gzip
import json
import runpy
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.demo.distributions import FILE

EVERY = 40
"""With reduced counts, every fortieth booking: 2,985 of them."""

DERIVE = Path(__file__).parents[3] / "bin" / "derive-distributions"


@pytest.fixture
def derived(
    shared_data: Path, tmp_path: Path, count: Callable[[int, int], int], monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """What the command makes of the file, or of a sample of it."""
    with gzip.open(shared_data / "hotel_bookings.csv.gz", "rb") as packed:
        header, *lines = packed.readlines()
    sample, target = tmp_path / "bookings.csv.gz", tmp_path / "distributions.json"
    sample.write_bytes(gzip.compress(header + b"".join(lines[:: count(EVERY, 1)]), 1))
    command = runpy.run_path(str(DERIVE))
    command["main"].__globals__["TARGET"] = target
    monkeypatch.setattr(sys, "argv", [str(DERIVE), str(sample)])
    command["main"]()
    made: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return made


def test_the_shipped_tables_are_those_of_the_file(derived: dict[str, Any], count: Callable[[int, int], int]) -> None:
    every, shipped = count(EVERY, 1), json.loads(FILE.read_text("utf-8"))
    if every == 1:
        assert derived == shipped
        return
    assert derived.keys() == shipped.keys()
    for of in ("kept", "cancelled"):
        mine, theirs = derived[of], shipped[of]
        assert mine["bookings"] * every == pytest.approx(theirs["bookings"], rel=0.05)
        assert mine["lead_time"][50] == pytest.approx(theirs["lead_time"][50], rel=0.15)
        usual = {tuple(party) for *party, _ in theirs["parties"][:3]}
        assert {tuple(party) for *party, _ in mine["parties"][:3]} == usual
        for mine_of, theirs_of in zip(mine["nights_by_month"], theirs["nights_by_month"], strict=True):
            assert sum(mine_of) * every == pytest.approx(sum(theirs_of), rel=0.4, abs=400)
    assert derived["cancelled_share"] == pytest.approx(shipped["cancelled_share"], abs=0.12)
    assert derived["no_show_share"] == pytest.approx(shipped["no_show_share"], abs=0.01)
