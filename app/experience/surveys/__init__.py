"""What guests are asked about booking and staying, and what they answer."""

from app.experience.surveys.errors import NotAsked, SurveyClosed, SurveyVoid
from app.experience.surveys.operations import (
    Given,
    Recorded,
    ask_about_case,
    ask_after_stay,
    note_asked,
    record_answer,
    record_opened,
    refuse_surveys,
    relabel_answer,
    remind_of,
)
from app.experience.surveys.queries import Asked, asked

__all__ = [
    "Asked",
    "Given",
    "NotAsked",
    "Recorded",
    "SurveyClosed",
    "SurveyVoid",
    "ask_about_case",
    "ask_after_stay",
    "asked",
    "note_asked",
    "record_answer",
    "record_opened",
    "refuse_surveys",
    "relabel_answer",
    "remind_of",
]
