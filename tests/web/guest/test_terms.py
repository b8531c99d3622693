"""The version of the terms that a booking was made under stays where its mail points."""

from __future__ import annotations

from datetime import date

import pytest

from app.catalogue.models import Document
from app.store import transaction
from app.store.version import CATALOGUE, raise_versions
from tests.builders import add
from tests.page import Visitor


@pytest.fixture
def newer(app: object) -> None:
    add(Document(slug="terms", version=2, title="New terms", body="Other words.", holds_from_on=date(2026, 1, 1)))
    transaction(lambda: raise_versions([CATALOGUE]))


@pytest.mark.usefixtures("newer")
def test_an_older_version_can_be_read(visitor: Visitor) -> None:
    assert visitor.get("/terms").h1 == "New terms"
    assert visitor.get("/terms?version=1").h1 == "Terms of booking"


@pytest.mark.usefixtures("newer")
@pytest.mark.parametrize("asked", ["", "x", "-1", "²", str(10**20)])
def test_what_is_no_version_leads_to_todays(visitor: Visitor, asked: str) -> None:
    assert visitor.get(f"/terms?version={asked}").h1 == "New terms"


def test_a_version_that_never_was_is_not_found(visitor: Visitor) -> None:
    assert visitor.client.get("/terms?version=9").status_code == 404
