"""What guests are asked about booking and staying, and what they answer."""

from app.experience.surveys.errors import NotAsked, Relabelled, SurveyClosed, SurveyVoid
from app.experience.surveys.operations import (
    Given,
    Recorded,
    ask_about_case,
    ask_after_stay,
    forget_comments,
    note_asked,
    record_answer,
    record_opened,
    refuse_surveys,
    relabel_answer,
    remind_of,
)
from app.experience.surveys.queries import Asked, asked, location_answered

__all__ = [
    "Asked",
    "Given",
    "NotAsked",
    "Recorded",
    "Relabelled",
    "SurveyClosed",
    "SurveyVoid",
    "ask_about_case",
    "ask_after_stay",
    "asked",
    "forget_comments",
    "location_answered",
    "note_asked",
    "record_answer",
    "record_opened",
    "refuse_surveys",
    "relabel_answer",
    "remind_of",
]
