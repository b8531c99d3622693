"""What the group has, and the words about it."""

from app.catalogue.queries import Catalogue, House, RoomType, catalogue
from app.catalogue.wordings import document, terms_version

__all__ = ["Catalogue", "House", "RoomType", "catalogue", "document", "terms_version"]
