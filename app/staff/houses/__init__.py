"""The catalogue's pages: houses and all that belongs to them."""

from app.staff.houses import extras, facilities, facts, group, overview, produce, room_types, sittings

BLUEPRINTS = tuple(
    page.blueprint for page in (overview, facts, room_types, facilities, extras, sittings, produce, group)
)

__all__ = ["BLUEPRINTS"]
