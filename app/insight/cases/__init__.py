"""How the houses looked after cases and enquiries."""

from app.insight.cases.report import UNSORTED, CaseReport, case_report, causes
from app.insight.cases.rules import Answered, Tended

__all__ = ["UNSORTED", "Answered", "CaseReport", "Tended", "case_report", "causes"]
