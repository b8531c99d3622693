"""The header that says what else of a request an answer hangs on."""

from __future__ import annotations

from flask.wrappers import Response


def vary_by(response: Response, name: str) -> None:
    """`Vary` names this header of the request, too; in words, as reading it as a set costs more than all the rest."""
    said = response.headers.get("Vary", "")
    if name not in said.split(", "):
        response.headers["Vary"] = f"{said}, {name}" if said else name
