"""What the numbered migrations of this version are called."""

from __future__ import annotations

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask import current_app


def revisions() -> frozenset[str]:
    """The name of every migration that this version knows."""
    config = Config()
    config.set_main_option("script_location", current_app.extensions["migrate"].directory)
    return frozenset(step.revision for step in ScriptDirectory.from_config(config).walk_revisions())
