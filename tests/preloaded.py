"""What a process of the site needs before it begins: every module, every template compiled, the addresses' builders."""

from pathlib import Path

import flask.cli  # noqa: F401
import gunicorn.app.wsgiapp
import gunicorn.workers.gthread  # noqa: F401
import pysqlite3.dbapi2  # noqa: F401
import sqlalchemy.dialects.sqlite  # noqa: F401

import app.worker.jobs  # noqa: F401
from app import create_app
from app.config import Config
from app.web.warming import compile_templates
from tests.kept import COMPILED

_site = create_app(Config(data=Path("/nowhere")))
_site.jinja_env.bytecode_cache = COMPILED
compile_templates(_site)
