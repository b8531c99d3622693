"""Brings answers that another tool collected."""

from app.experience.surveys.imports.operations import Refusal, Report, import_responses
from app.experience.surveys.imports.reading import Responses, read_responses

__all__ = ["Refusal", "Report", "Responses", "import_responses", "read_responses"]
