"""What is a field of a form? Its code and words, where its value comes from, what it may hold, and which paragraph asks for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FormKind(StrEnum):
    """The annexes 2 to 7 (NT-09-01)."""

    EXPLANATION_FORM = "explanation_form"
    SERVICE_PLAN = "service_plan"
    SESSION_RECORD = "session_record"
    HOME_GUIDANCE_RECORD = "home_guidance_record"
    EVENING_HOLIDAY_REQUEST = "evening_holiday_request"
    EXTENSION_FORM = "extension_form"


class Stage(StrEnum):
    """When a part of a form is filled in."""

    FIRST = "first"
    """初評: after the first session."""
    SESSION = "session"
    """每次服務."""
    CLOSURE = "closure"
    """結案: part 4 of the same plan (NT-05-29)."""
    APPLICATION = "application"
    """提出申請."""


class Kind(StrEnum):
    """What a value is."""

    TEXT = "text"
    """Free text, sealed."""
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    FLAG = "flag"


class Source(StrEnum):
    """Where a value comes from. What is known already is not typed again."""

    ENTERED = "entered"
    PERSON = "person"
    """An identifier: fetched from intake when the form is printed, stored nowhere (NT-09-31, NT-09-32)."""
    KNOWN = "known"
    """The engagement, its case, its sessions or a price of the national table."""
    RECORD = "record"
    """The sealed record of a session."""
    HAND = "hand"
    """A name or number of somebody else: written by hand on the paper, stored nowhere."""


class OnPaper(StrEnum):
    """Whether a field is printed: what the annex does not have is not on its paper."""

    ALWAYS = "always"
    IF_KNOWN = "if_known"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One field. With `rows` it is asked so many times, as `code.1`, `code.2` …; rows of one `group` stand side by side."""

    code: str
    zh: str
    rule: str
    kind: Kind = Kind.TEXT
    source: Source = Source.ENTERED
    stage: Stage
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int = 9999
    rows: int = 1
    group: str | None = None
    when: tuple[str, bool | str] | None = None
    """Required where that field has that value."""
    on_paper: OnPaper = OnPaper.ALWAYS
    from_session: int = 1
    """Not asked before that session; required from then on, where it is later than the first."""

    @property
    def sealed(self) -> bool:
        """Free text is."""
        return self.source is Source.ENTERED and self.kind is Kind.TEXT

    @property
    def codes(self) -> tuple[str, ...]:
        """How the field is addressed."""
        if self.rows == 1:
            return (self.code,)
        return tuple(f"{self.code}.{row}" for row in range(1, self.rows + 1))


class Signer(StrEnum):
    """Who signs a form (NT-05-39, NT-09-05, NT-09-19, NT-09-23)."""

    CLIENT = "client"
    FAMILY = "family"
    PRIMARY_CAREGIVER = "primary_caregiver"
    STAFF = "staff"
    UNIT_HEAD = "unit_head"
    HOME_CARE_WORKER = "home_care_worker"
    A_CASE_MANAGER = "a_case_manager"
    CARE_MANAGER = "care_manager"
    HIRED_CARE_WORKER = "hired_care_worker"
    """聘僱看護工: named so that it can be refused by its rule."""


class SignedBy(StrEnum):
    """How it was signed; on the extension form a fingerprint does not replace the hand (NT-06-17)."""

    HAND = "hand"
    FINGERPRINT = "fingerprint"


FOR_THE_CLIENT = frozenset({Signer.CLIENT, Signer.FAMILY, Signer.PRIMARY_CAREGIVER})
SIGNERS_ZH: Mapping[Signer, str] = {
    Signer.CLIENT: "個案簽章",
    Signer.FAMILY: "家屬簽章",
    Signer.PRIMARY_CAREGIVER: "主要照顧者簽章",
    Signer.STAFF: "服務人員簽章",
    Signer.UNIT_HEAD: "服務單位主管簽章",
    Signer.HOME_CARE_WORKER: "照顧服務員簽章",
    Signer.A_CASE_MANAGER: "A單位個管員簽章",
    Signer.CARE_MANAGER: "照顧管理專員簽章",
    Signer.HIRED_CARE_WORKER: "聘僱看護工",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a form: its title, fields, printed words, and who signs beneath it."""

    title: str
    stage: Stage
    fields: tuple[FormField, ...] = ()
    words: tuple[str, ...] = ()
    signers: tuple[Signer, ...] = ()
    """CLIENT stands for the client or the family."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One annex. `copies` are the printed names of its duplicates (NT-05-25)."""

    kind: FormKind
    title: str
    annex: str
    rule: str
    sections: tuple[Section, ...]
    per_session: bool = False
    copies: tuple[str, ...] = ("",)
    notes: tuple[str, ...] = ()
    no_fingerprint: bool = False

    @property
    def stages(self) -> tuple[Stage, ...]:
        """In the order of the form."""
        return tuple(dict.fromkeys(section.stage for section in self.sections))

    @property
    def fields(self) -> tuple[FormField, ...]:
        """All fields, in the order of the form."""
        return tuple(f for section in self.sections for f in section.fields)

    def entered(self, stage: Stage | None = None) -> dict[str, FormField]:
        """What can be filled in, by the code that addresses it."""
        wanted = (f for f in self.fields if f.source is Source.ENTERED and stage in {None, f.stage})
        return {code: f for f in wanted for code in f.codes}
