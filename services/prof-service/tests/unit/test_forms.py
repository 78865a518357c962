"""Is every annex declared whole, filled in as it asks, and signed by who may?"""

from dataclasses import replace
from datetime import date

import pytest
from chassis.kernel.money import Money
from chassis.kernel.refusal import Refusal
from chassis.testing.harness import packs
from prof_service.domain.filling import (
    Filled,
    FormFlag,
    Signature,
    check_filling,
    check_signatures,
    flags_of,
    missing_signers,
)
from prof_service.domain.forms import FORMS
from prof_service.domain.forms.field import FormKind, SignedBy, Signer, Source, Stage
from prof_service.domain.prices import Waiver, session_price
from prof_service.printing.pdf import html
from schemas.professional_codes import Caregiver

DAY = date(2024, 2, 20)
EXPLANATION, PLAN = FORMS[FormKind.EXPLANATION_FORM], FORMS[FormKind.SERVICE_PLAN]
RECORD, GUIDANCE = FORMS[FormKind.SESSION_RECORD], FORMS[FormKind.HOME_GUIDANCE_RECORD]
EXTENSION = FORMS[FormKind.EXTENSION_FORM]
CLOSURE = {
    "closed_on": "2024-07-30",
    "self_rating_before": 3,
    "self_rating_after": 8,
    "closure_reason": "goal_reached",
}


def rule_of(call, *args, **kw):
    try:
        call(*args, **kw)
    except Refusal as no:
        return no.rule
    return None


def test_every_annex_is_there_and_every_field_cites_a_paragraph_that_is_known():
    assert set(FORMS) == set(FormKind)
    for form in FORMS.values():
        assert {packs().source(f.rule).rule for f in form.fields} <= {f.rule for f in form.fields}
        assert packs().source(form.rule)
        assert len({code for f in form.fields for code in f.codes}) == sum(f.rows for f in form.fields)


@pytest.mark.parametrize("rule", [f"NT-09-{n:02d}" for n in (2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19)])
def test_the_first_annexes_have_a_field_for_each_paragraph(rule):
    assert rule in {f.rule for form in FORMS.values() for f in form.fields}


@pytest.mark.parametrize(
    "rule", ["NT-05-33", "NT-05-34", "NT-05-35", "NT-05-37", "NT-05-40", "NT-09-24", "NT-09-31", "NT-09-32", "NT-09-33"]
)
def test_the_later_annexes_have_a_field_for_each_paragraph(rule):
    assert rule in {f.rule for form in FORMS.values() for f in form.fields}


def test_the_review_of_an_extension_has_six_points_and_the_plan_four():
    codes = [f.code for f in EXTENSION.fields]
    assert sum(code.startswith("review_") for code in codes) == 6
    assert sum(code.startswith("planned_") for code in codes) == 4


def test_no_identifier_can_be_entered():
    names = {"client_name", "national_id", "born_on", "age", "contact_phone", "applicant_address"}
    for form in FORMS.values():
        assert not names & set(form.entered())
        assert all(f.source in {Source.PERSON, Source.HAND} for f in form.fields if f.code in names)


def test_the_printed_words_say_what_a_receipt_states_and_how_the_paper_is_kept():
    """NT-09-04, NT-09-20, NT-05-38, NT-09-01: annexes 2 to 7, written by hand in Chinese, kept by the unit."""
    receipt = next(s for s in EXPLANATION.sections if "費用" in s.title and s.words)
    for part in ("服務單位名稱", "服務項目名稱", "個案姓名", "身分證字號", "失能等級"):
        assert part in receipt.words[0]
    assert any("中文親筆" in note for note in RECORD.notes)
    assert any("留存備查" in note for note in RECORD.notes)
    assert [form.annex for form in FORMS.values()] == [f"附件{n}" for n in "二三四五六七"]


def test_the_explanation_is_in_duplicate_and_the_plan_has_one_field_for_the_foreign_carer():
    assert len(EXPLANATION.copies) == 2
    assert [f.code for f in PLAN.fields].count("foreign_care_worker") == 1  # AM-26
    bands = next(f for f in PLAN.fields if f.code == "welfare_class").options
    assert list(bands) == ["3", "2", "1"]  # AM-111


@pytest.mark.parametrize(("rating", "says"), [(0, "NT-09-15"), (1, None), (10, None), (11, "NT-09-15")])
@pytest.mark.parametrize("field", ["self_rating_before", "self_rating_after"])
def test_a_rating_goes_from_one_to_ten(field, rating, says):
    came = rule_of(check_filling, PLAN, Stage.CLOSURE, Filled(), {**CLOSURE, field: rating}, ["outcome"])
    assert came == says


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({}, None, id="whole"),
        pytest.param({"closed_on": "2024-02-30"}, "NT-09-15", id="no day"),
        pytest.param({"closed_on": 20240730}, "NT-09-15", id="a number for a day"),
        pytest.param({"closure_reason": "bored"}, "NT-09-16", id="no reason of the form"),
        pytest.param({"self_rating_after": True}, "NT-09-15", id="yes for a number"),
        pytest.param({"outcome": 3}, "NT-09-16", id="a number for words"),
        pytest.param({"goal.1": "x"}, "NT-05-29", id="a field of another form"),
    ],
)
def test_what_a_field_may_hold(changed, says):
    codes = {**CLOSURE, **changed}
    assert rule_of(check_filling, PLAN, Stage.CLOSURE, Filled(), codes, ["outcome"]) == says


def test_what_is_missing_is_refused_by_the_paragraph_that_asks():
    assert rule_of(check_filling, PLAN, Stage.CLOSURE, Filled(), {}, []) == "NT-09-15"
    later = Filled(codes=CLOSURE, texts=frozenset({"outcome"}), stages=frozenset({Stage.CLOSURE}), no=1)
    assert rule_of(check_filling, PLAN, Stage.CLOSURE, later, {"self_rating_after": 9}, []) is None


@pytest.mark.parametrize(
    ("session_no", "codes", "texts", "says"),
    [
        pytest.param(1, {}, ["assignment"], None, id="the first asks nothing of the last time"),
        pytest.param(1, {"learned": "learned"}, ["assignment"], "NT-05-40", id="the first has no last time"),
        pytest.param(2, {}, ["assignment"], "NT-09-24", id="the second says whether it was learned"),
        pytest.param(2, {"learned": "learned"}, ["assignment"], None, id="learned"),
        pytest.param(2, {"learned": "not_learned"}, ["assignment"], "NT-09-24", id="not learned, and why not"),
        pytest.param(2, {"learned": "not_learned"}, ["assignment", "not_learned_reason"], None, id="not learned"),
        pytest.param(2, {"learned": "learned"}, [], "NT-09-24", id="no home assignment"),
    ],
)
def test_home_guidance(session_no, codes, texts, says):
    codes = {"medium": ("paper",), **codes}
    came = rule_of(check_filling, GUIDANCE, Stage.SESSION, Filled(), codes, texts, session_no=session_no)
    assert came == says


def signed(signer="family", **changed):
    return replace(Signature(signer=Signer(signer), signed_on=DAY, relation=Caregiver.SPOUSE), **changed)


@pytest.mark.parametrize(
    ("form", "stage", "one", "says"),
    [
        pytest.param(EXPLANATION, Stage.FIRST, signed(), None, id="the spouse"),
        pytest.param(EXPLANATION, Stage.FIRST, signed("client"), None, id="the client"),
        pytest.param(EXPLANATION, Stage.FIRST, signed(relation=None), "NT-09-05", id="family of no relation"),
        pytest.param(EXPLANATION, Stage.FIRST, signed("hired_care_worker"), "NT-05-39", id="a hired carer"),
        pytest.param(
            EXTENSION, Stage.APPLICATION, signed("hired_care_worker"), "NT-06-17", id="a hired carer, extension"
        ),
        pytest.param(EXPLANATION, Stage.FIRST, signed(by=SignedBy.FINGERPRINT), None, id="a fingerprint"),
        pytest.param(
            EXTENSION, Stage.APPLICATION, signed(by=SignedBy.FINGERPRINT), "NT-06-17", id="fingerprint, extension"
        ),
        pytest.param(EXPLANATION, Stage.FIRST, signed("unit_head"), "NT-05-25", id="who does not sign here"),
        pytest.param(RECORD, Stage.SESSION, signed("home_care_worker"), None, id="the home care worker"),
        pytest.param(EXPLANATION, Stage.FIRST, signed(signed_on=date(2024, 2, 21)), "NT-09-05", id="tomorrow"),
    ],
)
def test_who_signs(form, stage, one, says):
    assert rule_of(check_signatures, form, stage, [one], today=DAY) == says


def test_who_has_not_signed_yet():
    filled = Filled(stages=frozenset({Stage.FIRST}))
    assert missing_signers(EXPLANATION, filled) == (Signer.CLIENT, Signer.STAFF)
    assert missing_signers(EXPLANATION, replace(filled, signatures=(signed(),))) == (Signer.STAFF,)
    assert missing_signers(PLAN, Filled()) == ()


def test_a_later_signature_and_no_unit_head_are_flagged_and_not_refused():
    filled = Filled(stages=frozenset({Stage.SESSION}), signatures=(signed(),))
    assert flags_of(RECORD, filled, DAY) == (FormFlag.NO_UNIT_HEAD,)
    assert flags_of(RECORD, filled, date(2024, 2, 19)) == (FormFlag.SIGNED_ON_ANOTHER_DAY, FormFlag.NO_UNIT_HEAD)
    both = replace(filled, signatures=(signed(), signed("unit_head", signed_on=date(2024, 2, 29))))
    assert flags_of(RECORD, both, DAY) == ()


@pytest.mark.parametrize(("rate", "copay"), [(0, 0), (5, 75), (16, 240)])
def test_a_session_costs_its_part_of_the_group_and_the_client_a_percentage(rate, copay):
    price = session_price(Money(4500), 3, rate=rate, waiver=None, resident=True, never_used=True)
    assert (price.price, price.copay, price.first_copay) == (Money(1500), Money(copay), Money(copay))


def test_fractions_of_a_dollar_are_cut_off():
    assert session_price(Money(1130), 1, rate=16, waiver=None, resident=False, never_used=False).copay == Money(180)


@pytest.mark.parametrize(
    ("resident", "never_used", "first"), [(True, True, 0), (True, False, 240), (False, True, 240), (False, False, 240)]
)
def test_taoyuan_paid_the_first_copayment_of_112_for_newcomers_who_are_registered(resident, never_used, first):
    waiver = Waiver(rule="TY-3310-10", waived=True, registered_residents_only=True, never_used_before=True)
    price = session_price(Money(4500), 3, rate=16, waiver=waiver, resident=resident, never_used=never_used)
    assert (price.copay, price.first_copay) == (Money(240), Money(first))
    over = session_price(
        Money(4500), 3, rate=16, waiver=replace(waiver, waived=False), resident=resident, never_used=never_used
    )
    assert over.first_copay == Money(240)


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.kind)
def test_an_empty_form_prints_its_printed_words_and_no_more(form):
    page = html(form, "南投縣", {}, {}, (), by_hand=True)
    assert form.title in page
    assert "■" not in page
    assert all(section.title in page for section in form.sections)


def test_what_was_entered_is_written_as_text_never_as_markup():
    page = html(EXPLANATION, "南投縣", {}, {"goal.1": "<script>x</script>"}, (), by_hand=False)
    assert "<script>" not in page


def test_what_the_annex_does_not_have_is_not_on_its_paper():
    shown = html(EXPLANATION, "桃園市", {"price_area": "remote", "first_session_copay": 0}, {}, (), by_hand=True)
    assert "第1次民眾負擔" in shown
    assert "地區別" not in shown
    assert "第1次民眾負擔" not in html(EXPLANATION, "南投縣", {"price_area": "remote"}, {}, (), by_hand=True)
