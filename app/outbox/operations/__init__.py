"""Announcing, and delivering what was announced."""

from app.outbox.operations.announcing import Mailing, announce, announce_each, announce_once, send_again
from app.outbox.operations.delivering import (
    fail_message,
    give_back,
    put_off,
    record_sent,
    take_messages,
    withdraw_message,
)
from app.outbox.operations.forgetting import forget_kept_mails, forget_messages, forget_messages_about
from app.outbox.operations.redirecting import redirect_messages

__all__ = [
    "Mailing",
    "announce",
    "announce_each",
    "announce_once",
    "fail_message",
    "forget_kept_mails",
    "forget_messages",
    "forget_messages_about",
    "give_back",
    "put_off",
    "record_sent",
    "redirect_messages",
    "send_again",
    "take_messages",
    "withdraw_message",
]
