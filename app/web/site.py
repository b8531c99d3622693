"""The application's own classes: how it reads what visitors send."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Request
from werkzeug.datastructures import ImmutableMultiDict

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""Characters that no keyboard types, that PostgreSQL refuses or that no page may hold."""


class Typed(ImmutableMultiDict[str, Any]):
    """What an address or a form says, without control characters; files stay as they are."""

    def __init__(self, pairs: Iterable[tuple[str, Any]] = ()) -> None:
        given = pairs.items(multi=True) if isinstance(pairs, ImmutableMultiDict) else pairs
        super().__init__([(CONTROLS.sub("", name), _cleaned(value)) for name, value in given])

    def get(self, key: str, default: Any = None, type: Any = None) -> Any:  # noqa: A002 - the base names it so
        """As a multi-dict's, which for every key that is absent makes an exception first."""
        return super().get(key, default, type) if key in self else default


class Asked(Request):
    """A request whose `args` and `form` are `Typed`."""

    parameter_storage_class = Typed


class Site(Flask):
    """Flask with our requests. No view is a coroutine, so none is looked at with each request."""

    request_class = Asked

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def _cleaned(value: Any) -> Any:
    return CONTROLS.sub("", value) if isinstance(value, str) else value
