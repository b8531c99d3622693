"""Messages to send and their delivery."""

from app.outbox.bounces import Bounce, read_bounce
from app.outbox.operations import (
    announce,
    announce_once,
    fail_message,
    forget_messages,
    forget_messages_about,
    give_back,
    put_off,
    record_sent,
    take_messages,
    withdraw_message,
)
from app.outbox.queries import (
    Announced,
    Kept,
    Written,
    announced,
    anything_due,
    kept_heads,
    kept_mail,
    kept_mails,
    latest_messages,
    message_of,
    messages_about,
)

__all__ = [
    "Announced",
    "Bounce",
    "Kept",
    "Written",
    "announce",
    "announce_once",
    "announced",
    "anything_due",
    "fail_message",
    "forget_messages",
    "forget_messages_about",
    "give_back",
    "kept_heads",
    "kept_mail",
    "kept_mails",
    "latest_messages",
    "message_of",
    "messages_about",
    "put_off",
    "read_bounce",
    "record_sent",
    "take_messages",
    "withdraw_message",
]
