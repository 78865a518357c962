"""Whose turn is it? One table per district, and who is passed over does not catch up (AM-170)."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from uuid import UUID

from chassis.kernel.refusal import No
from schemas.ids import RotationListId, UnitId

from dispatch.domain.units import Hindrance

NOBODY_IN_TURN = No(
    "nobody_in_turn",
    rule="AM-170",
    zh="輪派表中的單位目前均不能受派（{passed_over} 家）。",
    en="No unit of the rotation list can be chosen ({passed_over} passed over).",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit's place in the order, and the last turn it had (0: none yet)."""

    unit_id: UnitId
    position: int
    last_turn: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RotationList:
    """The table of a district: of the centre for A units; of one A unit and kind of service for B units."""

    id: RotationListId
    county: str
    unit_type: str
    district: str
    a_unit_id: UnitId | None
    service_kind: str | None
    entries: tuple[Entry, ...]
    version: int = 1

    @property
    def turn(self) -> int:
        """How many turns have been used."""
        return max((entry.last_turn for entry in self.entries), default=0)


LIST_EXISTS = No(
    "list_exists",
    rule="AM-170",
    zh="此區域已有輪派表（每區一份）。",
    en="There is a rotation list for this district already; each has one.",
)
NOT_OF_THE_DISTRICT = No(
    "not_of_the_district",
    rule="NT-04-07",
    zh="輪派表中有 {units} 家單位未登錄或未特約此區域，或重複列入。",
    en="{units} units of the list are not registered, not contracted for the district, or listed twice.",
    kind="invalid",
)


def set_up(
    list_id: RotationListId,
    *,
    county: str,
    unit_type: str,
    district: str,
    a_unit_id: UnitId | None,
    service_kind: str | None,
    unit_ids: Sequence[UnitId],
    registered: Mapping[UnitId, Set[str]],
    present: RotationList | None,
) -> RotationList:
    """A new list in the given order; one per district (and per A unit and kind of service)."""
    if present is not None:
        raise LIST_EXISTS()
    wrong = [u for u in set(unit_ids) if district not in registered.get(u, frozenset())]
    if wrong or len(set(unit_ids)) < len(unit_ids):
        raise NOT_OF_THE_DISTRICT(units=len(wrong) + len(unit_ids) - len(set(unit_ids)))
    return RotationList(
        id=list_id,
        county=county,
        unit_type=unit_type,
        district=district,
        a_unit_id=a_unit_id,
        service_kind=service_kind,
        entries=tuple(Entry(unit_id, position) for position, unit_id in enumerate(unit_ids, start=1)),
    )


@dataclass(frozen=True, slots=True)
class Turn:
    """The list after its turn was used, by whom, and who was passed over for which reason."""

    after: RotationList
    unit_id: UnitId
    number: int
    passed_over: tuple[tuple[UnitId, Hindrance], ...]


def next_turn(table: RotationList, hindered: Mapping[UUID, tuple[Hindrance, ...]]) -> Turn:
    """The first unit after the last one that had a turn, without those that are hindered. The turn is used by saving it."""
    passed: list[tuple[UnitId, Hindrance]] = []
    for entry in _in_turn(table):
        reasons = hindered.get(entry.unit_id, ())
        if not reasons:
            return _use(table, entry, tuple(passed))
        passed.append((entry.unit_id, reasons[0]))
    raise NOBODY_IN_TURN(passed_over=len(passed))


def _in_turn(table: RotationList) -> list[Entry]:
    ordered = sorted(table.entries, key=lambda entry: entry.position)
    last = max(ordered, key=lambda entry: entry.last_turn, default=None)
    if last is None or last.last_turn == 0:
        return ordered
    return [e for e in ordered if e.position > last.position] + [e for e in ordered if e.position <= last.position]


def _use(table: RotationList, entry: Entry, passed: tuple[tuple[UnitId, Hindrance], ...]) -> Turn:
    number = table.turn + 1
    entries = tuple(replace(e, last_turn=number) if e is entry else e for e in table.entries)
    return Turn(replace(table, entries=entries), entry.unit_id, number, passed)
