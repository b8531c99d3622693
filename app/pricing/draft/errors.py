"""Why a draft is not changed or published."""

from __future__ import annotations

from app.kernel.errors import Invalid, Refused


class NotARate(Invalid):
    """A rate or restriction that may not stand; `first` names the cell and says what to do, `count` is of how many."""

    def __init__(self, first: str, count: int = 1) -> None:
        others = f" {count - 1} more like it." if count > 1 else ""
        super().__init__(f"{first}{others}")
        self.count = count


class DraftChanged(Refused):
    """Somebody else changed or published these rates after the page was made. Nothing of this was done."""

    code = "draft_changed"

    def __init__(self, sentence: str = "Somebody else changed these rates while you looked. Nothing was done.") -> None:
        super().__init__(sentence)


class NothingDrafted(Refused):
    """There is no draft: it was published or thrown away."""

    code = "nothing_drafted"

    def __init__(self) -> None:
        super().__init__("There is no draft any more: somebody published it or threw it away.")
