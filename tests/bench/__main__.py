"""python -m tests.bench [NAME ...]: prints the figures of every bench, or of those named.

A bench is a module of this package with `figures(ground) -> Iterator[Figure]`. Exit 1 when a bound is missed.
"""

from __future__ import annotations

import importlib
import pkgutil
import platform
import sys
import tempfile
from pathlib import Path

from tests import bench, postgres
from tests.bench.ground import Ground
from tests.bench.table import show


def main(chosen: list[str]) -> int:
    found = [name for _, name, _ in pkgutil.iter_modules(bench.__path__) if not name.startswith("_")]
    modules = {name: importlib.import_module(f"tests.bench.{name}") for name in found}
    benches = {name: module for name, module in modules.items() if hasattr(module, "figures")}
    if unknown := set(chosen) - benches.keys():
        print(
            f"No bench is called {', '.join(sorted(unknown))}; there are {', '.join(sorted(benches))}.",
            file=sys.stderr,
        )
        return 2
    missed = 0
    with tempfile.TemporaryDirectory(prefix="quince-bench-") as folder, postgres.server() as address:
        ground = Ground(Path(folder), address)
        print(f"Python {platform.python_version()}, {platform.machine()}\n")
        for figure in ground.calibration():
            show(figure)
        for name, module in benches.items():
            if chosen and name not in chosen:
                continue
            print(f"\n{(module.__doc__ or name).splitlines()[0]}")
            for figure in module.figures(ground):
                show(figure)
                missed += not figure.kept
    print(f"\n{missed} of the bounds missed" if missed else "\nEvery bound kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
