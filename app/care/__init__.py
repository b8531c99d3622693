"""What somebody in a house is to look after."""

from app.care.errors import NotInHouse, TaskChanged, TooManyRequests, UnknownTask
from app.care.mails import UnknownMail, record_bounce, record_failure, say_mail_waits
from app.care.operations import (
    AskedRule,
    add_task,
    ask_for,
    describe_not_right,
    finish_task,
    give_task,
    keep_people,
    read_allergies,
    say_not_right,
    say_running_late,
    show_rule,
)
from app.care.queries import Asked, OpenTask, RuleShown, asked_by, open_tasks, rules_shown

__all__ = [
    "Asked",
    "AskedRule",
    "NotInHouse",
    "OpenTask",
    "RuleShown",
    "TaskChanged",
    "TooManyRequests",
    "UnknownMail",
    "UnknownTask",
    "add_task",
    "ask_for",
    "asked_by",
    "describe_not_right",
    "finish_task",
    "give_task",
    "keep_people",
    "open_tasks",
    "read_allergies",
    "record_bounce",
    "record_failure",
    "rules_shown",
    "say_mail_waits",
    "say_not_right",
    "say_running_late",
    "show_rule",
]
