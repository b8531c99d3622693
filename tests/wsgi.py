"""The site as wsgi.py makes it, with templates that were compiled before."""

from tests.kept import COMPILED
from wsgi import app

app.jinja_env.bytecode_cache = COMPILED
