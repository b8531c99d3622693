"""`/marketing/campaigns`: letters about offers, written, sent and judged against those who got none."""

from app.marketing.campaigns import one, starting, trying
from app.marketing.campaigns.shared import blueprint

__all__ = ["blueprint", "one", "starting", "trying"]
