"""Why something about the people who work here was not done."""

from __future__ import annotations

from app.kernel.errors import Refused


class WrongPassword(Refused):
    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("That is not your password.")


class MailTaken(Refused):
    """There is somebody with that mail already."""

    code = "mail_taken"

    def __init__(self) -> None:
        super().__init__("Somebody works here under that mail, or did. Open their page instead.")


class LastAdministrator(Refused):
    """Nobody would be left to let people in."""

    code = "last_administrator"

    def __init__(self) -> None:
        super().__init__("This is the last administrator. Make somebody else one first, so that the door has a key.")


class RolesChanged(Refused):
    """The roles are not the ones that were seen."""

    code = "roles_changed"

    def __init__(self) -> None:
        super().__init__("Somebody changed these roles while you looked. Look at both, and choose again.")


class AlreadyClosed(Refused):
    code = "already_closed"

    def __init__(self) -> None:
        super().__init__("This account is closed.")


class InvitationOver(Refused):
    """The invitation was used, replaced or is too old."""

    code = "invitation_over"

    def __init__(self) -> None:
        super().__init__("This invitation was used, replaced, or has had its day. Ask the administrator for another.")
