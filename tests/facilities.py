"""Facilities of a house whose state is followed, for tests."""

from __future__ import annotations

from app.catalogue.models import Facility
from app.store import transaction
from app.store.version import CATALOGUE, raise_versions
from tests import cast
from tests.builders import add


def facility(kind: str = "pool", name: str = "The pool", slug: str = "combe-harrow", **columns: object) -> int:
    """The id of something that this house has; nobody has said anything of it."""

    def work() -> int:
        made = add(Facility(location_id=cast.found(slug).id, key=kind, name=name, kind=kind, **columns))
        raise_versions([CATALOGUE])
        return made

    return transaction(work)
