"""The only writers of tasks."""

from app.care.operations.asked_rules import AskedRule, show_rule
from app.care.operations.doors import ask_for_doors
from app.care.operations.requests import ask_for, describe_not_right, say_not_right
from app.care.operations.tasks import add_task, finish_task, give_task
from app.care.operations.telling import keep_people, read_allergies, say_running_late

__all__ = [
    "AskedRule",
    "add_task",
    "ask_for",
    "ask_for_doors",
    "describe_not_right",
    "finish_task",
    "give_task",
    "keep_people",
    "read_allergies",
    "say_not_right",
    "say_running_late",
    "show_rule",
]
