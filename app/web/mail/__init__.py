"""Mails, made of the messages that announce them. The worker sends them; staff may look at them beforehand.

A kind of mail is one function and two templates, and three steps add one:

1. a function from the message to a `Letter`, in the module of its subject (`booked.py`, `money.py`, `reminders.py`, or
   one of its own). It takes everything from `message.facts` and from rows that never change, so that a mail made
   later or again says the same; where it no longer applies it raises `NoLongerApplies`;
2. `templates/mail/<kind>.txt` and `templates/mail/<kind>.html`, which extend `_layout.txt` and `_layout.html` and
   use the macros of `_parts.txt` and `_parts.html`. They see the letter's `view` by its names, and `url` (how every
   address begins), `trader`, `house` and `subject`;
3. its line in `KINDS`, and an example in `tests/unit/web/mail/examples.py`, from which its golden files are written.
"""

from app.web.mail.composing import compose, written
from app.web.mail.kinds import KINDS
from app.web.mail.letter import Attachment, Letter, Mail, NoLongerApplies
from app.web.mail.mime import domain_of, mail_of, sender_of
from app.web.mail.wording import BLANKS, WORDED, MailWords, unknown_blanks

__all__ = [
    "BLANKS",
    "KINDS",
    "WORDED",
    "Attachment",
    "Letter",
    "Mail",
    "MailWords",
    "NoLongerApplies",
    "compose",
    "domain_of",
    "mail_of",
    "sender_of",
    "unknown_blanks",
    "written",
]
