"""Documents of a booking as PDF files."""

from app.web.documents.printing import printed

__all__ = ["printed"]
