"""What the visits of a period came to: where they left, what was in their way, and what was refused to them."""

from app.experience.funnel.days.rules import DIMENSIONS
from app.experience.funnel.rules.signals import Signal
from app.insight.funnel.denied import Asked, Denied, Relief, Unserved, denied, searches_denied
from app.insight.funnel.friction import Friction, friction, rank_site
from app.insight.funnel.ledger import Ledger, reconciled
from app.insight.funnel.paths import Link, Paths, paths
from app.insight.funnel.report import Report, breakdown, report, trend
from app.insight.funnel.rules import Bar, Counts, Group, StepRow, Times, TimeToBook, Week
from app.insight.funnel.streams import count_site
from app.insight.funnel.trails import Mark, Stopped, Trail, stopped_at
from app.insight.funnel.visits import lately
from app.insight.funnel.vitals import Quick, Vitals, vitals

__all__ = [
    "DIMENSIONS",
    "Asked",
    "Bar",
    "Counts",
    "Denied",
    "Friction",
    "Group",
    "Ledger",
    "Link",
    "Mark",
    "Paths",
    "Quick",
    "Relief",
    "Report",
    "Signal",
    "StepRow",
    "Stopped",
    "TimeToBook",
    "Times",
    "Trail",
    "Unserved",
    "Vitals",
    "Week",
    "breakdown",
    "count_site",
    "denied",
    "friction",
    "lately",
    "paths",
    "rank_site",
    "reconciled",
    "report",
    "searches_denied",
    "stopped_at",
    "trend",
    "vitals",
]
