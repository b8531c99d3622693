"""Flask extensions, one object each."""

from flask_migrate import Migrate

migrate = Migrate()
