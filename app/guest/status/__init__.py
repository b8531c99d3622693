"""How the houses are, for whoever asks."""

from app.guest.status.kept import register
from app.guest.status.views import blueprint

__all__ = ["blueprint", "register"]
