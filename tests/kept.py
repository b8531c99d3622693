"""What one application of this process has made serves the next: there is an application and a database a test."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import FileSystemLoader
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule
from werkzeug.routing import map as routing
from werkzeug.routing.matcher import State, StateMachineMatcher

from app.web import assets


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


def _compile_once(compile_rule: Callable[[Rule], None]) -> Callable[[Rule], None]:
    """What a rule compiles to hangs on its words alone; compiling is most of what making an application costs."""
    kept: dict[tuple[object, ...], Any] = {}

    def compiled(rule: Rule) -> None:
        key = (rule.rule, rule.subdomain, repr(rule.defaults), rule.host, rule.merge_slashes)
        if key not in kept:
            compile_rule(rule)
            kept[key] = rule
            return
        for name in ("_parts", "_trace", "_converters", "arguments"):
            setattr(rule, name, getattr(kept[key], name))
        for name in ("_build", "_build_unknown"):
            setattr(rule, name, getattr(kept[key], name).__func__.__get__(rule, None))

    return compiled


Rule.compile = _compile_once(Rule.compile)  # type: ignore[assignment,method-assign]


class Matcher(StateMachineMatcher):
    """The same rules in the same order are matched by one machine, whichever application they are of."""

    kept: ClassVar[dict[tuple[object, ...], State]] = {}

    def __init__(self, merge_slashes: bool) -> None:
        super().__init__(merge_slashes)
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        self._rules.append(rule)

    def update(self) -> None:
        """Called before a path is matched for the first time after a rule was added."""
        key = tuple(
            (rule.rule, rule.endpoint, frozenset(rule.methods or ()), repr(rule.defaults), rule.strict_slashes)
            for rule in self._rules
        )
        if key not in self.kept:
            self._root = State()
            for rule in self._rules:
                super().add(rule)
            super().update()
            self.kept[key] = self._root
        self._root = self.kept[key]


routing.StateMachineMatcher = Matcher  # type: ignore[misc]


def _listed_once(list_templates: Callable[[FileSystemLoader], list[str]]) -> Callable[[FileSystemLoader], list[str]]:
    """No template comes or goes while tests run."""
    kept: dict[tuple[str, ...], list[str]] = {}

    def listed(loader: FileSystemLoader) -> list[str]:
        key = tuple(loader.searchpath)
        if key not in kept:
            kept[key] = list_templates(loader)
        return kept[key]

    return listed


FileSystemLoader.list_templates = _listed_once(FileSystemLoader.list_templates)  # type: ignore[method-assign]


STATIC = Path(__file__).parent.parent / "static"
_read_once = cache(assets.Assets)


def _assets(folder: Path) -> assets.Assets:
    """The site's own style sheets and scripts are joined and hashed once; nobody changes them while tests run."""
    return _read_once(folder) if folder == STATIC else _read_once.__wrapped__(folder)


assets.Assets = _assets  # type: ignore[assignment,misc]


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
