"""The search pages as visitors get them."""

from __future__ import annotations

import pytest

from tests.page import Visitor

pytestmark = pytest.mark.houses(5)


def test_smoke(visitor: Visitor) -> None:
    for url in ("/", "/stays", "/stays?arrival=2027-03-05&departure=2027-03-07", "/houses/combe-harrow", "/houses/combe-harrow/rooms/snug"):
        page = visitor.get(url)
        print(url, page.status, page.h1, page.prices()[:8], page.statements)
