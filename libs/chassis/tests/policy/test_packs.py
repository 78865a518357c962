"""What the committed packs answer, and where they are silent."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from chassis.kernel.durations import Duration
from chassis.kernel.money import Money
from chassis.policy import Pack, Packs, PolicyNotAnswered, UnknownCounty, find_policy_root
from chassis.policy_cases import Case, read_cases

DAY = date(2024, 2, 5)


def everyone(packs: Packs) -> list[Pack]:
    return [packs.national, *(packs.county(code) for code in packs.counties())]


@pytest.mark.parametrize("case", read_cases(find_policy_root()), ids=lambda case: f"{case.pack}: {case.sentence}")
def test_the_packs_say_what_their_examples_say(packs: Packs, case: Case) -> None:
    assert case.wrong(packs) is None


def test_every_pack_has_examples_for_its_own_boundary(packs: Packs, root: Path) -> None:
    cases = read_cases(root)
    for pack in everyone(packs):
        assert any(case.pack == pack.code and "not_answered" in case.expects for case in cases), pack.code


def test_every_day_of_every_rule_is_answered_by_exactly_one_version(packs: Packs) -> None:
    for pack in everyone(packs):
        for rule in pack.rules.values():
            walk = (pack.answers_from + timedelta(days=n) for n in range((date(2027, 1, 1) - pack.answers_from).days))
            for day in walk:
                held = [v for v in rule.versions if v.starts <= day and (v.ends is None or day < v.ends)]
                assert held == [rule.on(day)]


def test_every_source_is_in_the_catalogue_with_document_and_section(packs: Packs) -> None:
    for pack in everyone(packs):
        for version in (v for rule in pack.rules.values() for v in rule.versions):
            for rule_id in (version.source.rule, *version.source.also):
                source = packs.source(rule_id)
                assert source.document
                assert source.section


def test_the_catalogue_knows_the_decided_ambiguities_and_nothing_made_up(packs: Packs) -> None:
    assert packs.source("AM-146").document == "縣市差異與疑義決議"
    assert packs.source("NT-04-08").section == "肆.五.(一)"
    with pytest.raises(KeyError):
        packs.source("XX-99-99")


def test_an_unknown_county_is_named_with_those_that_there_are(packs: Packs) -> None:
    with pytest.raises(UnknownCounty, match=r"'atlantis'; there are: chiayi-city, nantou, taoyuan, yilan"):
        packs.county("atlantis")


def test_the_national_pack_is_no_county(packs: Packs) -> None:
    with pytest.raises(UnknownCounty):
        packs.county("national")


def test_a_county_rule_replaces_the_national_one(packs: Packs) -> None:
    came = [packs.county(code).rule("a_dispatch_mechanism", DAY) for code in ("nantou", "taoyuan")]
    assert [v and v.ref for v in came] == [
        "national/a_dispatch_mechanism@2022-02-01",
        "taoyuan/a_dispatch_mechanism@2024-01-01",
    ]


def test_a_version_gives_its_values_by_kind_and_refuses_another_kind(packs: Packs) -> None:
    reply = packs.county("nantou").rule("c_reply", DAY)
    assert reply is not None
    assert reply.days("due") == Duration(3, "working_day")
    assert (reply.rule, reply.code("if_due_on_day_off"), reply.has("codes")) == ("NT-04-08", "keep", False)
    with pytest.raises(TypeError, match="due is no number"):
        reply.number("due")
    with pytest.raises(KeyError, match="it has: due"):
        reply.days("until")


def test_before_the_pack_answers_nothing_is_extrapolated(packs: Packs) -> None:
    nantou = packs.county("nantou")
    for name in ("c_reply", "a_plan", "eligible_levels"):
        with pytest.raises(PolicyNotAnswered, match="nantou answers from 2023-07-01"):
            nantou.rule(name, date(2023, 6, 30))
    assert nantou.rule("c_reply", date(2023, 7, 1)) is not None


def test_a_class_four_client_has_the_quota_of_the_regulation(packs: Packs) -> None:
    quota = packs.benefits.quota("care_professional", cms_level=4, on=DAY)
    assert (quota.amount, quota.starts, quota.ends) == (Money(18_580), date(2022, 2, 1), None)
    assert quota.confidence == "verified_2plus"


@pytest.mark.parametrize(
    ("on", "code", "price"),
    [("2025-08-31", "CB01", 4000), ("2025-09-01", "CB01a", 4500), ("2025-09-02", "CB01a", 4500)],
)
def test_one_amendment_changes_a_code_on_its_own_day(packs: Packs, on: str, code: str, price: int) -> None:
    assert packs.benefits.bundle(code, date.fromisoformat(on)).price == Money(price)


def test_a_code_is_not_used_outside_its_days(packs: Packs) -> None:
    for code, on in (("CB01", date(2025, 9, 1)), ("CB01a", date(2025, 8, 31)), ("ZZ99", DAY)):
        with pytest.raises(PolicyNotAnswered, match=f"no bundle {code} in force on {on}"):
            packs.benefits.bundle(code, on)


def test_the_bundle_of_the_worked_example(packs: Packs) -> None:
    bundle = packs.benefits.bundle("CA07", DAY)
    assert (bundle.price, bundle.remote_price, bundle.visits_per_group) == (Money(4500), Money(5400), 3)
    assert (bundle.quota_pool, bundle.copay) == ("care_professional", "yes")


def test_copayment_and_problem(packs: Packs) -> None:
    assert packs.benefits.copay("care_professional", welfare_class=3, on=DAY).rate == 16
    assert packs.benefits.copay("transport", welfare_class=3, area_class=3, on=DAY).rate == 25
    assert packs.benefits.problem(4, DAY).name_zh == "穿脫衣物問題"
    with pytest.raises(PolicyNotAnswered, match="no problem 35"):
        packs.benefits.problem(35, DAY)


def test_what_no_source_dates_or_prices_is_refused_and_not_guessed(packs: Packs) -> None:
    with pytest.raises(PolicyNotAnswered):
        packs.benefits.quota("short_term_replacement_foreign_carer", cms_level=4, on=DAY)
    with pytest.raises(PolicyNotAnswered):
        packs.benefits.quota("care_professional", cms_level=1, on=DAY)
    assert packs.benefits.bundle("DA01", DAY).price is None


def test_the_folder_is_found_or_named(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root.parent / "libs")
    assert find_policy_root() == root
    monkeypatch.setenv("LTC_POLICY_DIR", str(tmp_path))
    assert find_policy_root() == tmp_path
