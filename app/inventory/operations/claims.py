"""Claims: what an owner holds of which resource on which night, and the source of every counter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, bindparam, delete, insert, select, update

from app.inventory.errors import SoldOut
from app.inventory.models import Claim
from app.inventory.operations.counters import give_back, lock, require, take, whole_or_sold_out
from app.inventory.rules import Want, changes, runs
from app.store import db, is_sqlite, savepoint, write

_claim = Claim.__table__

_FREE_OWN = (
    delete(_claim)
    .where(_claim.c.owner == bindparam("of"), _claim.c.owner_id == bindparam("of_id"))
    .returning(_claim.c.resource_id, _claim.c.night, _claim.c.count)
)
_OWN = select(_claim.c.resource_id, _claim.c.night).where(
    _claim.c.owner == bindparam("of"), _claim.c.owner_id == bindparam("of_id")
)
_INSERT = insert(_claim)


def claim(
    owner: str,
    owner_id: int,
    wants: Sequence[Want],
    *,
    expires_at: datetime | None,
    sweep_at: datetime | None = None,
    promised: Sequence[tuple[str, int]] = (),
) -> None:
    """`owner` holds exactly `wants` afterwards, whatever it held before: a first claim, an amendment, a release.

    All or nothing: when a night lacks the count, nothing has changed and `SoldOut` names the first such night. Only the
    difference touches a counter, so a kept night is kept even where a closure lacks it. With `sweep_at`, claims that
    expired by then on the same resources are freed first, with all else their owners hold. The owners `promised` held
    for this one and hold nothing afterwards: of theirs, too, only the difference touches a counter.
    Concurrent claims of the last one: exactly one succeeds.
    """
    expired = expired_on({want.resource_id for want in wants}, sweep_at) if sweep_at else []
    mine = [(owner, owner_id), *promised]
    with whole_or_sold_out():
        _lock(wants, [*mine, *expired])
        before = [row for own in mine for row in _free(_FREE_OWN, *own)]
        give_back(runs(row for of, of_id in expired for row in _free_expired(of, of_id, sweep_at)))
        less, more = changes(before, [(want.resource_id, night, want.count) for want in wants for night in want])
        give_back(less)
        take(more)
        _write_claims(owner, owner_id, wants, expires_at)


def require_free(wants: Sequence[Want]) -> None:
    """Every night of the wants has the count and keeps it in this transaction; else `SoldOut`, and nothing is written.

    Expired claims count as taken: this is for bulk, where nobody holds while they think.
    """
    _lock(wants, [])
    require(runs((want.resource_id, night, want.count) for want in wants for night in want))


def claim_free(owner: str, owner_id: int, wants: Sequence[Want]) -> None:
    """What `require_free` found free in this transaction belongs to an owner that held nothing, without expiry."""
    take(runs((want.resource_id, night, want.count) for want in wants for night in want))
    _write_claims(owner, owner_id, wants, None)


def claim_new(owner: str, owner_id: int, wants: Sequence[Want]) -> None:
    """As `claim` for an owner that holds nothing yet, without expiry or sweeping: the lean way for bulk."""
    require_free(wants)
    claim_free(owner, owner_id, wants)


def release(
    owner: str, owner_id: int, parts: Collection[int] | None = None, *, promised: Sequence[tuple[str, int]] = ()
) -> int:
    """The owner holds nothing afterwards for these parts (None: nothing at all), and the owners `promised`, who held
    for it, nothing either; answers how many resource-nights were freed. Again: 0."""
    _lock([], [(owner, owner_id), *promised])
    own = _FREE_OWN if parts is None else _FREE_OWN.where(_claim.c.part.in_(sorted(parts)))
    freed = [*_free(own, owner, owner_id), *(row for other in promised for row in _free(_FREE_OWN, *other))]
    give_back(runs(freed))
    return len(freed)


def release_from(owner: str, owner_id: int, night: date, part: int | None = None) -> int:
    """As `release`, for the nights from `night` on: a no-show or an early departure keeps what has passed."""
    _lock([], [(owner, owner_id)])
    later = _FREE_OWN.where(_claim.c.night >= night)
    freed = _free(later if part is None else later.where(_claim.c.part == part), owner, owner_id)
    give_back(runs(freed))
    return len(freed)


def hand_over(owner: str, owner_id: int, to: str, to_id: int, expires_at: datetime | None = None) -> int:
    """Every claim of one owner belongs to another, until `expires_at` or for good; no counter changes.

    Answers how many moved.
    """
    return write(
        update(_claim)
        .where(_claim.c.owner == owner, _claim.c.owner_id == owner_id)
        .values(owner=to, owner_id=to_id, expires_at=expires_at)
    ).rowcount


def pass_on(
    owner: str, owner_id: int, to: str, to_id: int, wants: Sequence[Want], *, expires_at: datetime | None
) -> None:
    """These wants of one owner, who may hold more, belong to another, who holds none of them yet; no counter changes.

    Parts are the new owner's; the old one holds all under part 0. All or nothing: `SoldOut` names the first night on
    which the old owner has too few. Of two who pass on the last one at once exactly one does.
    """
    with savepoint():
        for want in wants:
            mine = (
                _claim.c.owner == owner,
                _claim.c.owner_id == owner_id,
                _claim.c.resource_id == want.resource_id,
                _claim.c.night >= want.first,
                _claim.c.night < want.until,
            )
            fewer = update(_claim).where(*mine, _claim.c.count > want.count).values(count=_claim.c.count - want.count)
            given = write(fewer.returning(_claim.c.night)).scalars().all()
            last = delete(_claim).where(*mine, _claim.c.count == want.count, _claim.c.night.not_in(given))
            given = [*given, *write(last.returning(_claim.c.night)).scalars()]
            lacking = sorted(set(want) - set(given))
            if lacking:
                raise SoldOut(want.resource_id, lacking[0])
        _write_claims(to, to_id, wants, expires_at)


def extend(owner: str, owner_id: int, expires_at: datetime, *, alive_at: datetime) -> bool:
    """The owner's claims expire at `expires_at`. False, and nothing changed, when they had expired by `alive_at`."""
    return (
        write(
            update(_claim)
            .where(
                _claim.c.owner == owner,
                _claim.c.owner_id == owner_id,
                _claim.c.expires_at > bindparam("alive_at", type_=_claim.c.expires_at.type),
            )
            .values(expires_at=expires_at),
            {"alive_at": alive_at},
        ).rowcount
        > 0
    )


def expired_owners(at: datetime, most: int) -> list[tuple[str, int]]:
    """Up to `most` owners whose claims expired by `at`, in order."""
    rows = db.session.execute(
        select(_claim.c.owner, _claim.c.owner_id)
        .where(_expired(at))
        .distinct()
        .order_by(_claim.c.owner, _claim.c.owner_id)
        .limit(most)
    )
    return [(owner, owner_id) for owner, owner_id in rows]


def expired_on(resources: Collection[int], at: datetime) -> list[tuple[str, int]]:
    """The owners of claims on these resources that expired by `at`, in order."""
    rows = db.session.execute(
        select(_claim.c.owner, _claim.c.owner_id)
        .where(_expired(at), _claim.c.resource_id.in_(sorted(resources)))
        .distinct()
    )
    return sorted((owner, owner_id) for owner, owner_id in rows)


def _expired(at: datetime) -> ColumnElement[bool]:
    """Claims that expired by `at`, in the words of the index of those that expire at all: asked for different owners,
    SQLite would read every claim for a condition from which that follows."""
    return and_(_claim.c.expires_at.is_not(None), _claim.c.expires_at <= at)


def sweep(owners: Sequence[tuple[str, int]], at: datetime) -> list[tuple[str, int]]:
    """None of the owners holds a claim that expired by `at`. Answers those who did until now: somebody else may have
    swept, lengthened or taken over the others' claims meanwhile."""
    _lock([], owners)
    freed = {owner: _free_expired(*owner, at) for owner in owners}
    give_back(runs(row for rows in freed.values() for row in rows))
    return [owner for owner, rows in freed.items() if rows]


def _free(statement: Executable, owner: str, owner_id: int) -> list[tuple[int, date, int]]:
    """The (resource, night, count) of the owner's claims that were there to delete."""
    rows: Iterable[Any] = write(statement, {"of": owner, "of_id": owner_id})
    return [(resource, night, count) for resource, night, count in rows]


def _free_expired(owner: str, owner_id: int, at: datetime | None) -> list[tuple[int, date, int]]:
    return _free(_FREE_OWN.where(_claim.c.expires_at <= at), owner, owner_id)


def _lock(wants: Iterable[Want], owners: Iterable[tuple[str, int]]) -> None:
    """Every counter that wants or owners may change is ours until the transaction ends."""
    if is_sqlite():
        return
    keys = {(want.resource_id, night) for want in wants for night in want}
    for of, of_id in owners:
        keys |= {(resource, night) for resource, night in db.session.execute(_OWN, {"of": of, "of_id": of_id})}
    lock(keys)


def _write_claims(owner: str, owner_id: int, wants: Sequence[Want], expires_at: datetime | None) -> None:
    if not wants:
        return
    write(
        _INSERT,
        [
            {
                "owner": owner,
                "owner_id": owner_id,
                "resource_id": want.resource_id,
                "night": night,
                "part": want.part,
                "count": want.count,
                "expires_at": expires_at,
            }
            for want in wants
            for night in want
        ],
    )
