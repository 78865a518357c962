"""What is in force in a county on a day, and where does each value come from? `GET /v1/policies/{county}?on=DATE`."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field

from chassis.access import AsAnyone
from chassis.benefits import Benefits, Row
from chassis.documents import Problem
from chassis.policy import Pack, Packs, PolicyNotAnswered, Source, UnknownCounty, Version
from chassis.policy_cases import plain
from chassis.problems import NotFound

On = Annotated[date | None, Query(description="The day asked for; today if left out", examples=["2024-02-05"])]


class SourceView(BaseModel):
    """The paragraph that says so."""

    rule: str = Field(examples=["NT-04-08"])
    document: str
    section: str
    also: list[str] = Field(description="Further rules and decided ambiguities that it was read by")


class RuleView(BaseModel):
    """One rule in force: its values, its source, its period [from, to) and the pack that it comes from."""

    name: str
    question: str
    ref: str = Field(examples=["nantou/c_reply@2023-07-01"])
    pack: str
    starts: date
    ends: date | None
    selected_by: str
    values: dict[str, object]
    source: SourceView


class BenefitView(BaseModel):
    """One table of the national benefits: how many rows are in force, and the latest day on which one began."""

    table: str
    rows_in_force: int
    latest_change: date | None
    sources: list[str]


class PolicyView(BaseModel):
    """A county's pack on a day."""

    county: str
    name_zh: str
    name_en: str
    on: date
    answers_from: date
    owner: str
    rules: list[RuleView]
    benefits: list[BenefitView]
    closures: dict[date, str]


def policy_router(packs_of: Callable[[Request], Packs], today: Callable[[Request], date]) -> APIRouter:
    """The route; `today` gives the day that a request without `on` means."""
    router = APIRouter(tags=["policies"])

    @router.get("/v1/policies/{county}")
    async def get_policy(county: str, request: Request, by: AsAnyone, on: On = None) -> PolicyView:  # noqa: ARG001  who may is the signature
        """The rules in force in a county on a day, each with its values and its source."""
        packs, day = packs_of(request), on or today(request)
        try:
            return _view(packs.county(county), packs.benefits, day)
        except UnknownCounty:
            raise NotFound("policy", county) from None
        except PolicyNotAnswered:
            raise _too_early(packs.county(county)) from None

    return router


def _too_early(pack: Pack) -> Problem:
    return Problem(
        status=422,
        code="policy_not_answered",
        zh=f"本縣市的規則自 {pack.answers_from} 起才有依據，之前的日期不推定。",
        en=f"The rules of this county have a source from {pack.answers_from} on; nothing is extrapolated before.",
        answers_from=pack.answers_from.isoformat(),
    )


def _view(pack: Pack, benefits: Benefits, on: date) -> PolicyView:
    tables: dict[str, Sequence[Row]] = {
        "quotas": benefits.quotas,
        "copays": benefits.copays,
        "bundles": benefits.bundles,
        "problems": benefits.problems,
    }
    return PolicyView(
        county=pack.code,
        name_zh=pack.about.name_zh,
        name_en=pack.about.name_en,
        on=on,
        answers_from=pack.answers_from,
        owner=pack.about.owner,
        rules=[_rule(version) for version in pack.in_force(on)],
        benefits=[_benefit(name, rows, on) for name, rows in tables.items()],
        closures=dict(pack.calendar.closures),
    )


def _rule(version: Version) -> RuleView:
    return RuleView(
        name=version.name,
        question=version.question,
        ref=version.ref,
        pack=version.pack,
        starts=version.starts,
        ends=version.ends,
        selected_by=version.selected_by,
        values={key: plain(value) for key, value in version.values.items()},
        source=_source(version.source),
    )


def _source(source: Source) -> SourceView:
    return SourceView(rule=source.rule, document=source.document, section=source.section, also=list(source.also))


def _benefit(name: str, rows: Sequence[Row], on: date) -> BenefitView:
    valid = [row for row in rows if row.in_force(on)]
    return BenefitView(
        table=name,
        rows_in_force=len(valid),
        latest_change=max((row.starts for row in valid if row.starts), default=None),
        sources=sorted({f"{row.source.document} {row.source.section}" for row in valid}),
    )
