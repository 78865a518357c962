"""What is an event, and what does it look like on the log? A CloudEvents 1.0 envelope around data without free text."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

CASES = "ltc.cases"
UNITS = "ltc.units"

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/-]{1,64}$")]
"""A code: of a service, a rule, a reason. Never prose."""


class ClockState(StrEnum):
    """What a command did to a deadline."""

    OPENED = "opened"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    MOVED = "moved"


class Clock(BaseModel):
    """One deadline that the fact opened, met, missed, excused, cancelled or moved. Rides on the event that did it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    deadline_id: UUID
    name: Code
    state: ClockState
    opened_on: date
    due_on: date
    rule: Code
    owed_by_role: Code
    owed_by_unit: UUID | None = None
    reason: Code | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """What an event says of a unit's access to a case: it opens or closes a relation of this kind.

    `unit` is the name of the event's field that holds the unit id, `basis` of the one that holds what the relation
    rests on: a unit that serves a case by two referrals keeps its access when one of them ends.
    """

    does: Literal["opens", "closes"]
    kind: str
    unit: str
    basis: str = "referral_id"


class Event(BaseModel):
    """Base of every published fact. Producers forbid unknown fields; consumers parse with `read`, which ignores them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    TYPE: ClassVar[str]
    """`tw.ltc.case.referred.v1`"""
    TOPIC: ClassVar[str] = CASES
    RELATIONS: ClassVar[tuple[Relation, ...]] = ()

    clocks: tuple[Clock, ...] = ()
    """Deadlines that this fact touched; filled in by the work, not by the caller."""

    @property
    def key(self) -> UUID:
        """The log's key, and the envelope's subject: the case, or the unit."""
        name = "case_id" if self.TOPIC == CASES else "unit_id"
        value: UUID = getattr(self, name)
        return value

    def relations(self) -> list[tuple[Relation, UUID, UUID]]:
        """What this fact opens or closes: the relation, its unit and its basis; a unit field that is empty says nothing."""
        found = ((r, getattr(self, r.unit), getattr(self, r.basis)) for r in self.RELATIONS)
        return [(r, unit, basis) for r, unit, basis in found if unit is not None]

    @classmethod
    def read(cls, data: object) -> Self:
        """Parse what another service published: unknown fields are ignored, anything else wrong raises ValidationError."""
        return cls.model_validate(data, extra="ignore")


class Malformed(Exception):
    """What stands on the log is no event of ours: a missing attribute, broken JSON, data that its class refuses."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """CloudEvents attributes and the JSON data, as they travel (binary content mode: attributes are `ce_*` headers)."""

    id: UUID
    source: str
    type: str
    subject: UUID
    time: datetime
    county: str
    data: dict[str, object] = field(repr=False)
    causationid: UUID | None = None
    correlationid: UUID | None = None
    traceparent: str | None = None
    policyref: str | None = None

    def headers(self) -> dict[str, str]:
        """The `ce_*` headers of the Kafka binding."""
        given = {
            "ce_specversion": "1.0",
            "ce_id": str(self.id),
            "ce_source": self.source,
            "ce_type": self.type,
            "ce_subject": str(self.subject),
            "ce_time": self.time.isoformat(),
            "ce_dataschema": f"urn:ltc:schema:{self.type}",
            "ce_county": self.county,
            "ce_causationid": self.causationid and str(self.causationid),
            "ce_correlationid": self.correlationid and str(self.correlationid),
            "ce_traceparent": self.traceparent,
            "ce_policyref": self.policyref,
            "content-type": "application/json",
        }
        return {k: v for k, v in given.items() if v}

    def value(self) -> bytes:
        """The data as JSON bytes."""
        return json.dumps(self.data, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_message(cls, headers: dict[str, str], value: bytes) -> Self:
        """Read one message of the log; Malformed if it is none of ours."""
        try:
            return cls(
                id=UUID(headers["ce_id"]),
                source=headers["ce_source"],
                type=headers["ce_type"],
                subject=UUID(headers["ce_subject"]),
                time=datetime.fromisoformat(headers["ce_time"]),
                county=headers["ce_county"],
                causationid=_uuid(headers.get("ce_causationid")),
                correlationid=_uuid(headers.get("ce_correlationid")),
                traceparent=headers.get("ce_traceparent"),
                policyref=headers.get("ce_policyref"),
                data=_object(value),
            )
        except (KeyError, ValueError) as wrong:
            raise Malformed(type(wrong).__name__) from None


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _object(value: bytes) -> dict[str, object]:
    data = json.loads(value)
    if not isinstance(data, dict):
        raise ValueError("the data of an event is a JSON object")  # noqa: TRY004  the caller knows ValueError
    return data
