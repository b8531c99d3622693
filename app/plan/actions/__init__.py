"""The action plan: who does what by when, and what the figures say afterwards."""

from app.plan.actions.operations import Wish, decide_action, edit_action, plan_action
from app.plan.actions.queries import Action, action_with, actions
from app.plan.actions.verdicts import Counted, Verdict, judge

__all__ = [
    "Action",
    "Counted",
    "Verdict",
    "Wish",
    "action_with",
    "actions",
    "decide_action",
    "edit_action",
    "judge",
    "plan_action",
]
