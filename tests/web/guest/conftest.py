import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def no_token_needed(app: Flask) -> None:
    """The first POST of a journey comes from the results page, which is tested elsewhere."""
    app.config["WTF_CSRF_ENABLED"] = False
