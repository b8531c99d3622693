"""The import contract covers everything; the checks of bin/test hold it."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parent.parent.parent
APP = ROOT / "app"
DESKS = {"guest", "staff", "marketing", "worker", "demo"}
CONTRACTS = {
    contract["id"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}


def packages() -> set[str]:
    return {path.parent.name for path in APP.glob("*/__init__.py")}


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(APP.rglob("*.py")):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text("utf-8"))


def test_every_package_stands_in_a_layer() -> None:
    layers = " ".join(CONTRACTS["layers"]["layers"])
    named = {word.strip("()") for word in layers.split() if word != "|"}
    assert packages() <= named


def test_every_area_is_kept_from_the_web_framework() -> None:
    named = {name.removeprefix("*.") for name in CONTRACTS["areas-without-flask"]["source_modules"]}
    assert packages() - DESKS - {"web", "cli"} <= named


def test_the_import_contract_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(no_cache=True) == 0


def test_only_the_store_commits() -> None:
    commits = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    }
    assert commits <= {"app/store/transaction.py"}


def test_only_the_kernel_reads_the_clock() -> None:
    clocks = {"now", "utcnow", "today", "time"}
    readers = {
        name
        for name, tree in sources()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr)
        in {(module, word) for module in ("datetime", "date", "time") for word in clocks}
        and not (node.func.value.id == "datetime" and node.func.attr == "time")
    }
    assert readers <= {"app/kernel/clock.py"}


def test_rules_are_pure() -> None:
    """Rules see the kernel, other rules, estimates and the standard library: no database, no clock, no request."""
    allowed = {
        "app.kernel",
        "app.experience.estimates",
        "app.experience.funnel.names",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "heapq",
        "itertools",
        "math",
        "operator",
        "re",
        "statistics",
        "string",
        "typing",
        "unicodedata",
        "__future__",
        "bisect",
        "calendar",
        "hashlib",
        "json",
        "hmac",
        "zoneinfo",
    }
    strange = [
        f"{name}: {module}"
        for name, tree in sources()
        if "/rules" in name
        for module in imported(tree)
        if not any(module == word or module.startswith(f"{word}.") for word in allowed) and ".rules" not in module
    ]
    assert strange == []


def imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_file_is_long() -> None:
    """A file past 250 lines becomes a package, split by noun or verb; 20 lines of grace."""
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("app", "templates", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html"} and (lines := len(path.read_text("utf-8").splitlines())) > 270
    }
    assert long == {}
