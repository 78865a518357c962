"""How does a filling of a form reach its rows, and what do all fillings together say? Only added to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from chassis.db import Row, Statement, scope
from chassis.kernel.ids import uuid7
from chassis.sealing import Sealed
from chassis.work import Work
from schemas.professional_codes import Caregiver

from prof_service.domain.engagement import Engagement
from prof_service.domain.filling import Filled, Signature
from prof_service.domain.form_values import Value
from prof_service.domain.forms.field import FormKind, SignedBy, Signer, Stage
from prof_service.store.tables import form_texts, forms

TEXT = "form_texts.text"
_NAMED = (
    forms.c.engagement_id == sa.bindparam("of_engagement", type_=sa.Uuid),
    forms.c.kind == sa.bindparam("of_kind", type_=sa.Text),
    forms.c.session_no == sa.bindparam("of_session", type_=sa.Integer),
)
FILLINGS = Statement(sa.select(forms).where(*_NAMED, scope(forms)).order_by(forms.c.no))
LAST_NO = Statement(sa.select(sa.func.max(forms.c.no)).where(*_NAMED, scope(forms)))
TEXTS = Statement(
    sa.select(form_texts)
    .where(form_texts.c.form_id == sa.any_(sa.bindparam("of_forms", type_=sa.ARRAY(sa.Uuid))), scope(form_texts))
    .order_by(form_texts.c.form_id)
)
INSERT = Statement(sa.insert(forms))
INSERT_TEXT = Statement(sa.insert(form_texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What is added to a form."""

    kind: FormKind
    stage: Stage
    session_no: int
    codes: Mapping[str, Value]
    texts: Mapping[str, str]
    signatures: tuple[Signature, ...]


class FormStore:
    """The forms of one work. Whoever fills one in holds the engagement's lock."""

    def __init__(self, work: Work) -> None:
        self._work = work

    async def of(self, engagement_id: UUID, kind: FormKind, session_no: int) -> tuple[Filled, frozenset[UUID]]:
        """The form as it stands, and which units have filled it in."""
        rows = await self._work.rows(FILLINGS, of_engagement=engagement_id, of_kind=kind.value, of_session=session_no)
        texts = await self._work.rows(TEXTS, of_forms=[row["id"] for row in rows])
        return filled_of(rows, texts), frozenset(row["unit_id"] for row in rows)

    async def add(self, engagement: Engagement, unit_id: UUID, filling: Filling, *, no: int) -> None:
        """One row, and one for each sealed text."""
        form_id = uuid7()
        about = {"case_id": engagement.case_id, "county": engagement.county, "unit_id": unit_id}
        await self._work.run(
            INSERT,
            **about,
            id=form_id,
            engagement_id=engagement.id,
            kind=filling.kind.value,
            session_no=filling.session_no,
            no=no,
            stage=filling.stage.value,
            codes=dict(filling.codes),
            signatures=[_row_of(one) for one in filling.signatures],
            filled_on=self._work.today,
            filled_by=self._work.actor.person,
        )
        for code, text in filling.texts.items():
            sealed = await self._work.service.sealer.seal(
                self._work, engagement.case_id, place=TEXT, row_id=text_id(form_id, code), text=text
            )
            await self._work.run(INSERT_TEXT, **about, form_id=form_id, field=code, text=sealed)


def text_id(form_id: UUID, code: str) -> str:
    """The coordinates of a sealed text: the key of its row."""
    return f"{form_id}/{code}"


def filled_of(rows: Iterable[Row], texts: Iterable[Row]) -> Filled:
    """All fillings together: of a field the last one counts."""
    rows = list(rows)
    codes: dict[str, Value] = {}
    for row in rows:
        codes |= {code: tuple(v) if isinstance(v, list) else v for code, v in row["codes"].items()}
    return Filled(
        codes=codes,
        texts=frozenset(text["field"] for text in texts),
        signatures=tuple(_signature_of(one) for row in rows for one in row["signatures"]),
        stages=frozenset(Stage(row["stage"]) for row in rows),
        no=max((row["no"] for row in rows), default=0),
    )


def sealed_of(texts: Iterable[Row]) -> dict[str, Sealed]:
    """The last sealed text of each field; the rows come in the order of their forms."""
    return {
        row["field"]: Sealed(row["case_id"], TEXT, text_id(row["form_id"], row["field"]), row["text"]) for row in texts
    }


def _row_of(one: Signature) -> dict[str, str | None]:
    return {
        "signer": one.signer.value,
        "signed_on": one.signed_on.isoformat(),
        "relation": one.relation and one.relation.value,
        "by": one.by.value,
    }


def _signature_of(row: Mapping[str, str | None]) -> Signature:
    relation = row["relation"]
    return Signature(
        signer=Signer(str(row["signer"])),
        signed_on=date.fromisoformat(str(row["signed_on"])),
        relation=Caregiver(relation) if relation else None,
        by=SignedBy(str(row["by"])),
    )
