"""How figures are printed: one row each, with what is asked of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure with its unit, and the bound it is held to: `most` or `least`, either or none."""

    name: str
    value: float
    unit: str = ""
    most: float | None = None
    least: float | None = None

    @property
    def kept(self) -> bool:
        return (self.most is None or self.value <= self.most) and (self.least is None or self.value >= self.least)

    @property
    def asked(self) -> str:
        bounds = [f"at most {self.most:g}"] if self.most is not None else []
        bounds += [f"at least {self.least:g}"] if self.least is not None else []
        return ", ".join(bounds)


def show(figure: Figure) -> None:
    mark = "" if figure.kept else "  MISSED"
    value = f"{figure.value:,.0f}" if abs(figure.value) >= 100 else f"{figure.value:,.3g}"
    print(f"{figure.name:<62} {value:>9} {figure.unit:<12} {figure.asked}{mark}", flush=True)
