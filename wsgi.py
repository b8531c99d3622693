"""What web servers and `flask --app wsgi` load."""

import sys

from app import commands_alone, create_app
from app.cli.alone import reads_a_file

app = commands_alone() if reads_a_file(sys.argv) else create_app()
