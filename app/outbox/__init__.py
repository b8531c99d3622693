"""Messages to send and their delivery."""

from app.outbox.operations import announce

__all__ = ["announce"]
