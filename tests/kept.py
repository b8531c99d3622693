"""What one application of this process has compiled serves the next: there is an application and a database a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule


class Compiled(BytecodeCache):
    """Templates compiled by one application of this process serve the next: there is an application a test."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def _compile_once(compile_builder: Callable[[Rule, bool], Any]) -> Callable[[Rule, bool], Any]:
    """Address builders hang on a rule's words alone; compiling them is most of what making an application costs."""
    kept: dict[tuple[object, ...], Any] = {}

    def compiled(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = compile_builder(rule, append_unknown)
        return kept[key]

    return compiled


Rule._compile_builder = _compile_once(Rule._compile_builder)  # type: ignore[assignment,method-assign]


class Statements:
    """Statements compiled for one database serve the next of its engine: there is a database a test."""

    def __init__(self) -> None:
        self._kept: LRUCache[tuple[object, ...], Any] = LRUCache(3000)

    def get(self, key: tuple[object, ...], default: Any = None) -> Any:
        return self._kept.get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: tuple[object, ...], compiled: Any) -> None:
        self._kept[(type(key[0]), *key[1:])] = compiled


STATEMENTS = Statements()


def hurry(connection: Any, _record: object) -> None:
    """No test cuts the power: what the operating system has is as good as on the disk."""
    if "sqlite" in type(connection).__module__:
        connection.cursor().execute("PRAGMA synchronous=OFF")
