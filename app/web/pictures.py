"""`/pictures/<name>`: the pictures that staff brought, under names that never mean another one."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask, Response, abort, current_app

from app.config import Config
from app.web.access import public
from app.web.assets import FOR_EVER

_NAME = re.compile(r"own-[0-9a-f]{20}(?:-card|-thumb)?\.webp")


def picture_folder() -> Path:
    """Where they lie."""
    settings: Config = current_app.config["SETTINGS"]
    return settings.data / "pictures"


def register(app: Flask) -> None:
    """Each picture has its address."""

    @app.get("/pictures/<name>", endpoint="pictures")
    @public
    def picture(name: str) -> Response:
        path = picture_folder() / name
        if not _NAME.fullmatch(name) or not path.is_file():
            abort(404)
        response = Response(path.read_bytes(), content_type="image/webp")
        response.headers["Cache-Control"] = FOR_EVER
        return response
