"""Documents of a booking as PDF files."""

from app.web.documents.issued import document_file, document_links
from app.web.documents.printing import printed

__all__ = ["document_file", "document_links", "printed"]
