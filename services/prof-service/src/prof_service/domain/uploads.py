"""May these documents be confirmed and uploaded? Only what the unit has handed over, each once (伍.一.(三).2)."""

from collections.abc import Mapping
from datetime import date

from chassis.kernel.refusal import No
from schemas.codes import DocumentKind

_ROUNDS = {
    "document_upload": frozenset({DocumentKind.EXPLANATION_FORM, DocumentKind.SERVICE_PLAN}),
    "last_document_upload": frozenset({DocumentKind.CLOSURE_EVALUATION}),
}
"""Which clock is met by which documents."""

NOT_HANDED_OVER = No(
    "not_handed_over",
    rule="NT-05-08",
    zh="單位尚未交付：{documents}。",
    en="The unit has not handed over: {documents}.",
)
UPLOADED_BEFORE = No(
    "uploaded_before",
    rule="NT-05-08",
    zh="已上傳過：{documents}。",
    en="Uploaded before: {documents}.",
)


def upload(
    kinds: tuple[DocumentKind, ...],
    handed: Mapping[DocumentKind, date],
    known: Mapping[DocumentKind, date],
    *,
    on: date,
) -> dict[DocumentKind, date]:
    """All that is uploaded after this. Raises NOT_HANDED_OVER, UPLOADED_BEFORE."""
    missing = [kind for kind in kinds if kind not in handed]
    if missing:
        raise NOT_HANDED_OVER(documents=", ".join(missing))
    twice = [kind for kind in kinds if kind in known]
    if twice:
        raise UPLOADED_BEFORE(documents=", ".join(twice))
    return {**known, **dict.fromkeys(kinds, on)}


def all_uploaded(known: Mapping[DocumentKind, date]) -> list[tuple[str, frozenset[DocumentKind]]]:
    """The clocks whose documents are all there."""
    return [(name, wanted) for name, wanted in _ROUNDS.items() if wanted <= known.keys()]
