"""What stands on the paper? A form with its values, as the template lays it out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prof_service.domain.filling import Signature
from prof_service.domain.form_values import Value
from prof_service.domain.forms.field import FOR_THE_CLIENT, SIGNERS_ZH, Form, FormField, OnPaper, Section, Signer
from prof_service.printing.words import roc, written


@dataclass(frozen=True, slots=True)
class Line:
    """A field and what stands beside it; empty: a line to write on."""

    zh: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Fields that are asked several times, side by side."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class SignLine:
    """Where somebody signs; the date where it is known."""

    zh: str
    signed_on: str


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the sheet."""

    title: str
    lines: tuple[Line, ...]
    tables: tuple[Table, ...]
    words: tuple[str, ...]
    signs: tuple[SignLine, ...]


def parts(
    form: Form, values: Mapping[str, Value], texts: Mapping[str, str], signatures: Sequence[Signature]
) -> list[Part]:
    """Section by section."""
    return [_part(section, values, texts, signatures) for section in form.sections]


def _part(
    section: Section, values: Mapping[str, Value], texts: Mapping[str, str], signatures: Sequence[Signature]
) -> Part:
    single = [f for f in section.fields if f.group is None and _is_printed(f, values)]
    groups = dict.fromkeys(f.group for f in section.fields if f.group is not None)
    return Part(
        title=section.title,
        lines=tuple(_line(f, values, texts) for f in single),
        tables=tuple(_table([f for f in section.fields if f.group == g], values, texts) for g in groups),
        words=section.words,
        signs=tuple(_sign(signer, signatures) for signer in section.signers),
    )


def _is_printed(asked: FormField, values: Mapping[str, Value]) -> bool:
    return asked.on_paper is OnPaper.ALWAYS or (asked.on_paper is OnPaper.IF_KNOWN and asked.code in values)


def _line(asked: FormField, values: Mapping[str, Value], texts: Mapping[str, str]) -> Line:
    return Line(asked.zh, _text(asked, asked.code, values, texts))


def _table(fields: list[FormField], values: Mapping[str, Value], texts: Mapping[str, str]) -> Table:
    rows = max(f.rows for f in fields)
    return Table(
        heads=tuple(f.zh for f in fields),
        rows=tuple(tuple(_text(f, f.codes[row], values, texts) for f in fields) for row in range(rows)),
    )


def _text(asked: FormField, code: str, values: Mapping[str, Value], texts: Mapping[str, str]) -> str:
    return texts.get(code) or written(asked, values.get(code))


def _sign(signer: Signer, signatures: Sequence[Signature]) -> SignLine:
    """The last date; for the client also the family's or the caregiver's."""
    who = FOR_THE_CLIENT if signer is Signer.CLIENT else frozenset({signer})
    dates = [one.signed_on for one in signatures if one.signer in who]
    zh = "個案／家屬簽章" if signer is Signer.CLIENT else SIGNERS_ZH[signer]
    return SignLine(zh, roc(max(dates)) if dates else "")
