"""A bare Flask page with one template: what this machine does at best, the measure of all ratios."""

from flask import Flask, render_template
from jinja2 import DictLoader

PAGE = """<!doctype html><html lang="en"><title>{{ title }}</title><main><h1>{{ title }}</h1>
<ul>{% for word in words %}<li>{{ word }}</li>{% endfor %}</ul></main></html>"""

app = Flask(__name__)
app.jinja_loader = DictLoader({"page.html": PAGE})


@app.get("/")
@app.get("/health")
def page() -> str:
    return render_template("page.html", title="Bare", words=("one", "two", "three", "four", "five"))
