"""Who may sign for the client? The client, the primary caregiver or the family: never a hired carer (伍.三.(五))."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from chassis.kernel.refusal import No


class Signer(StrEnum):
    """簽章人."""

    CLIENT = "client"
    PRIMARY_CAREGIVER = "primary_caregiver"
    FAMILY = "family"
    HIRED_CARE_WORKER = "hired_care_worker"
    """聘僱看護工: named so that it can be refused by its rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """雙方共同確認核章: who signed for the client and when, and when the staff signed."""

    signer: Signer
    signed_on: date
    staff_signed_on: date


HIRED_SIGNER = No(
    "hired_carer_may_not_sign",
    rule="NT-05-39",
    zh="須由個案、主要照顧者或家屬親簽，聘僱看護工不得簽章。",
    en="The client, the primary caregiver or the family signs by hand; a hired care worker may not.",
    kind="invalid",
)
SIGNED_IN_FUTURE = No(
    "signed_in_future",
    rule="NT-09-05",
    zh="簽章日期 {on} 在今日（{today}）之後。",
    en="The signature is dated {on}, after today, {today}.",
    kind="invalid",
)


def may_sign(signatures: Signatures, *, today: date) -> None:
    """Raises HIRED_SIGNER, SIGNED_IN_FUTURE."""
    if signatures.signer is Signer.HIRED_CARE_WORKER:
        raise HIRED_SIGNER(signer=signatures.signer)
    latest = max(signatures.signed_on, signatures.staff_signed_on)
    if latest > today:
        raise SIGNED_IN_FUTURE(on=latest, today=today)
