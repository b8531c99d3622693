"""The only writers of tasks."""

from app.care.operations.requests import ask_for, describe_not_right, say_not_right
from app.care.operations.tasks import add_task, finish_task

__all__ = [
    "add_task",
    "ask_for",
    "describe_not_right",
    "finish_task",
    "say_not_right",
]
