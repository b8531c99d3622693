"""The only writers of surveys and answers.

In the journal, of the subject `survey`: `survey_answered` with `moment` and `times`, `survey_refused`, and
`answer_relabelled`. What was answered is never in it.
"""

from app.experience.surveys.operations.answering import (
    Given,
    Recorded,
    record_answer,
    record_opened,
    refuse_surveys,
    relabel_answer,
)
from app.experience.surveys.operations.asking import ask_about_case, ask_after_stay, note_asked, remind_of
from app.experience.surveys.operations.forgetting import forget_comments

__all__ = [
    "Given",
    "Recorded",
    "ask_about_case",
    "ask_after_stay",
    "forget_comments",
    "note_asked",
    "record_answer",
    "record_opened",
    "refuse_surveys",
    "relabel_answer",
    "remind_of",
]
