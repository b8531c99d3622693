"""Mail that is due leaves: by SMTP, or to the mailbox."""

from app.worker.mail.sending import send_mail

__all__ = ["send_mail"]
