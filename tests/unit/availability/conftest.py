"""Boards are read the same on both engines, which `test_boards` holds; reasons and totals are tried on one."""

import pytest


@pytest.fixture(params=["sqlite"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)
