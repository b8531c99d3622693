"""The catalogue's pages: houses and all that belongs to them."""

from app.staff.houses import (
    documents,
    extras,
    facilities,
    facts,
    group,
    mails,
    overview,
    party_prices,
    pictures,
    plans,
    produce,
    room_types,
    rooms,
    sittings,
    taxes,
)

BLUEPRINTS = tuple(
    page.blueprint
    for page in (
        overview,
        facts,
        room_types,
        rooms,
        facilities,
        extras,
        sittings,
        produce,
        plans,
        party_prices,
        taxes,
        pictures,
        mails,
        documents,
        group,
    )
)

__all__ = ["BLUEPRINTS"]
