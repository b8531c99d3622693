"""A log of decisions: what was chosen, with which propensity, and what it earned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.experience.tables import Bad, Row, finite, stream_table
from app.kernel.errors import Invalid
from app.offers.proof.files.cells import NoLine, number_in, share_in

COLUMNS = ("action", "propensity", "reward")
CONTEXT, TARGET = "context_", "target_"

SLACK = 1e-6
"""How far the probabilities of a target may be from 1 together."""

LEAST = 1e-12
"""A propensity below this is 0 but for rounding."""

Target = Mapping[str, float]


@dataclass(slots=True)
class Log:
    """The decisions of a file in its order. `targets` are what the target policy would do at each of them; `contexts`
    the cells of its context columns, where it has any; `bad` the lines that were not used."""

    contexts_of: Sequence[str] = ()
    actions: list[str] = field(default_factory=list)
    propensities: list[float] = field(default_factory=list)
    rewards: list[float] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    contexts: list[tuple[str, ...]] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)

    @property
    def weights(self) -> list[float]:
        """How much likelier the target makes each logged action than it was."""
        rows = zip(self.targets, self.actions, self.propensities, strict=True)
        return [target.get(action, 0.0) / propensity for target, action, propensity in rows]


def read_target(text: str) -> Target:
    """The policy that `A=.6,B=.3,C=.1` spells. Raises `Invalid` unless its probabilities sum to 1."""
    target: dict[str, float] = {}
    for part in text.split(","):
        action, _, share = (one.strip() for one in part.rpartition("="))
        p = finite(share)
        if not action or p is None or not 0 <= p <= 1 or action in target:
            raise Invalid("A target is written like A=.6,B=.3,C=.1: every action once, from 0 to 1.")
        target[action] = p
    if abs(sum(target.values()) - 1) > SLACK:
        raise Invalid(f"The probabilities of the target sum to {sum(target.values()):g}, not to 1.")
    return target


def read_log(file: Path, target: Target | None = None, encoding: str | None = None) -> Log:
    """Every decision of the file, against one target for all or its own columns `target_<action>`.

    Raises `Invalid` when the file is no table with these columns, when there is no target, or when the target would
    choose what the log never chose: of that nobody knows what it earns.
    """
    table, rows = stream_table(file, encoding)
    table.require(COLUMNS)
    own = {name.removeprefix(TARGET): name for name in table.header if name.startswith(TARGET) and name != TARGET}
    if target is None and not own:
        raise Invalid(f"Name the target with --target, like A=.6,B=.4, or give {file} columns {TARGET}<action>.")
    log = Log([name for name in table.header if name.startswith(CONTEXT)], bad=table.bad)
    for row in rows:
        try:
            _add(log, row, target, own)
        except NoLine as reason:
            log.bad.append(Bad(row.line, str(reason)))
    log.bad.sort()
    _refuse_unknown(log)
    return log


def _add(log: Log, row: Row, target: Target | None, own: Mapping[str, str]) -> None:
    cells = row.cells
    action = cells["action"]
    if not action:
        raise NoLine("no action")
    propensity = share_in(cells["propensity"], "propensity")
    if propensity < LEAST:
        raise NoLine("propensity is 0: it cannot have been chosen")
    reward = number_in(cells["reward"], "reward")
    if target is None:
        target = {name: p for name, column in own.items() if (p := share_in(cells[column], column))}
        if abs(sum(target.values()) - 1) > SLACK:
            raise NoLine(f"the probabilities of the target sum to {sum(target.values()):g}")
    log.actions.append(action)
    log.propensities.append(propensity)
    log.rewards.append(reward)
    log.targets.append(target)
    log.contexts.append(tuple(cells[name] for name in log.contexts_of))


def _refuse_unknown(log: Log) -> None:
    known = set(log.actions)
    unknown = {action for target in log.targets for action, p in target.items() if p and action not in known}
    if unknown:
        raise Invalid(
            f"The log never chose {', '.join(sorted(unknown))[:300]}, which the target would."
            f" It knows {', '.join(sorted(known))[:300]}."
        )
