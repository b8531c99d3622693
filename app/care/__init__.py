"""What somebody in a house is to look after."""

from app.care.errors import UnknownTask
from app.care.operations import add_task, finish_task
from app.care.queries import OpenTask, open_tasks

__all__ = ["OpenTask", "UnknownTask", "add_task", "finish_task", "open_tasks"]
