"""The application's own classes: how it reads what visitors send."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

from flask import Flask, Request
from flask.templating import Environment
from jinja2.compiler import CodeGenerator
from markupsafe import Markup, _escape_inner, escape
from werkzeug.datastructures import ImmutableMultiDict

_NO_CHARACTERS = "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in (0xFFFE, 0xFFFF))
CONTROLS = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
"""What no keyboard types, PostgreSQL refuses or no page may hold."""


class Typed(ImmutableMultiDict[str, Any]):
    """What an address or a form says, without control characters; files stay as they are."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        given = pairs.items(multi=True) if isinstance(pairs, ImmutableMultiDict) else pairs
        super().__init__([(CONTROLS.sub("", name), _cleaned(value)) for name, value in given])

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # type: ignore[override]  # noqa: A002
        """As a multi-dict's, which for every key that is absent makes an exception first."""
        return super().get(key, default, type) if key in self else default


class Asked(Request):
    """A request whose `args` and `form` are `Typed`."""

    parameter_storage_class = Typed


def written(value: Any) -> str:
    """What a page says of a value: escaped as markupsafe does, but plain, since it is joined to a page at once and
    not kept. Making markup of each word costs six times as much."""
    if type(value) is str:
        return _escape_inner(value)
    return value if type(value) is Markup else escape(value)


class Writing(CodeGenerator):
    """Jinja's, whose templates escape by `written`."""

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("escape = environment.written")


class Templates(Environment):
    """Flask's, where a template without names of its own shares those of all: Jinja makes a chain of two for each, and
    every page looks through dozens."""

    code_generator_class = Writing
    written = staticmethod(written)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Site(Flask):
    """Flask with our requests and templates. No view is a coroutine, so none is looked at with each request."""

    request_class = Asked
    jinja_environment = Templates

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def _cleaned(value: Any) -> Any:
    return CONTROLS.sub("", value) if isinstance(value, str) else value
