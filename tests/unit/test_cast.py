import pytest
from flask import Flask
from sqlalchemy import func, select

from app.inventory.models import Allotment
from app.store import db
from tests import builders, cast


@pytest.mark.houses(2)
def test_found_is_what_was_built(app: Flask) -> None:
    built = cast.house("oast-end", "Oast End")
    assert cast.found("oast-end") == built
    assert cast.found().slug == "combe-harrow"


def test_every_resource_is_open(app: Flask) -> None:
    house = cast.house()
    per_resource = select(Allotment.resource_id, func.count()).group_by(Allotment.resource_id)
    assert dict(db.session.execute(per_resource).all()) == dict.fromkeys(house.resources.values(), builders.NIGHTS)
