"""A guest's account: stays, what is remembered, what was agreed to, sessions, and the way out."""

from app.guest.account import consents, details, email, erasure, export, preferences, remembered, sessions, show
from app.guest.account.shared import blueprint

__all__ = [
    "blueprint",
    "consents",
    "details",
    "email",
    "erasure",
    "export",
    "preferences",
    "remembered",
    "sessions",
    "show",
]
