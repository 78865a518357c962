"""Whatever is wrong in a policy folder is said when it loads: file, key, what came, what is allowed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from chassis.policy import Packs, PolicyError, PolicyNotAnswered

KEEP = "due: 3 working_day, if_due_on_day_off: keep"
Write = Callable[..., None]


def refused(folder: Path, *parts: str) -> None:
    with pytest.raises(PolicyError) as wrong:
        Packs.load(folder)
    for part in parts:
        assert part in str(wrong.value)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_gap_between_versions(folder: Path, write_rule: Write) -> None:
    write_rule(("2023-07-01", "2024-01-01", KEEP), ("2024-01-02", "null", KEEP))
    refused(
        folder,
        "nantou/rules/c_reply.yaml: versions[1].from",
        "a gap [2024-01-01, 2024-01-02)",
        "allowed: from: 2024-01-01",
    )


def test_an_overlap_of_versions(folder: Path, write_rule: Write) -> None:
    write_rule(("2023-07-01", "2024-01-02", KEEP), ("2024-01-01", "null", KEEP))
    refused(folder, "versions[1].from", "an overlap from 2024-01-01", "allowed: from: 2024-01-02")


def test_a_version_after_an_open_one(folder: Path, write_rule: Write) -> None:
    write_rule(("2023-07-01", "null", KEEP), ("2024-01-01", "null", KEEP))
    refused(folder, "versions[1].from", "an overlap")


def test_a_version_that_ends_before_it_starts(folder: Path, write_rule: Write) -> None:
    write_rule(("2023-07-01", "2023-07-01", KEEP))
    refused(folder, "versions[0].to", "a day after 2023-07-01")


def test_a_rule_that_begins_after_the_pack_answers(folder: Path, write_rule: Write) -> None:
    write_rule(("2023-07-02", "null", KEEP))
    refused(folder, "nantou/rules/c_reply.yaml", "came 2023-07-02", "allowed: 2023-07-01 or earlier")


def test_adjacent_versions_answer_the_day_before_the_day_and_the_day_after(folder: Path, write_rule: Write) -> None:
    write_rule(
        ("2023-07-01", "2024-02-05", KEEP), ("2024-02-05", "null", "due: 4 working_day, if_due_on_day_off: keep")
    )
    nantou = Packs.load(folder).county("nantou")
    came = [nantou.rule("c_reply", date(2024, 2, day)) for day in (4, 5, 6)]
    assert [version and version.days("due").n for version in came] == [3, 4, 4]
    assert [version and version.ref for version in came][1] == "nantou/c_reply@2024-02-05"


def test_a_rule_that_ended_is_not_extrapolated(folder: Path, write_rule: Write) -> None:
    write_rule(("2023-07-01", "2024-02-05", KEEP))
    nantou = Packs.load(folder).county("nantou")
    assert nantou.rule("c_reply", date(2024, 2, 4)) is not None
    with pytest.raises(PolicyNotAnswered, match="no version for 2024-02-05"):
        nantou.rule("c_reply", date(2024, 2, 5))


@pytest.mark.parametrize(
    ("values", "key", "allowed"),
    [
        pytest.param("due: 3 working_day", "values", "if_due_on_day_off", id="a value is missing"),
        pytest.param(f"{KEEP}, dew: 3 month", "values.dew", "due, if_due_on_day_off", id="an unknown value"),
        pytest.param("due: 3 week, if_due_on_day_off: keep", "values.due", "working_day", id="an unknown unit"),
        pytest.param("due: 3, if_due_on_day_off: keep", "values.due", "3 working_day", id="a number without its unit"),
        pytest.param(
            "due: 3 month, if_due_on_day_off: later", "if_due_on_day_off", "keep | next", id="an unknown code"
        ),
    ],
)
def test_a_wrong_value(folder: Path, write_rule: Write, values: str, key: str, allowed: str) -> None:
    write_rule(("2023-07-01", "null", values))
    refused(folder, "nantou/rules/c_reply.yaml: versions[0]", key, allowed)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("nantou/rules/c_reply.yaml", "selected_by: referred_on", "selected_by: assessed_on", "allowed: referred_on"),
        ("nantou/rules/c_reply.yaml", "name: c_reply", "name: c_answer", "the file's name, c_reply"),
        ("nantou/rules/c_reply.yaml", "question:", "remark: x\nquestion:", "remark: came 'remark'"),
        ("nantou/rules/c_reply.yaml", "rule: NT-04-08", "rule: XX-99-99", "a rule id of catalogue.csv"),
        ("nantou/rules/c_reply.yaml", "section: 肆.五.(一)", "section: 肆.六", "as in catalogue.csv, 肆.五.(一)"),
        ("nantou/rules/c_reply.yaml", "AM-21", "AM-999", "rule ids of catalogue.csv"),
        ("nantou/rules/c_reply.yaml", "from: 2023-07-01", "from: last July", "a date such as"),
        ("nantou/rules/c_reply.yaml", "name: c_reply", "name: c_reply\nname: c_reply", "key twice: name"),
        ("nantou/rules/c_groups.yaml", "max: 4", "max: four", "a whole number"),
        ("nantou/rules/c_session_length.yaml", "in_principle: true", "in_principle: yes", "true or false"),
        ("nantou/rules/c_goal_statement.yaml", "[problem", "[a problem", "a list of codes"),
        ("nantou/pack.yaml", "extends: national", "extends: taoyuan", "extends: came 'taoyuan'; allowed: 'national'"),
        ("nantou/pack.yaml", "county: nantou", "county: yilan", "the folder's name, nantou"),
        ("nantou/pack.yaml", "owner:", "on:", "came 'on'"),
        ("nantou/calendar.yaml", "closures: []", "closures: [{date: 2024-07-24}]", "came 'no reason, source'"),
        ("questions.yaml", "due: duration", "due: time", "allowed: number, flag, code"),
        ("national/benefits/quotas.csv", "10020,2022-02-01", "10020,2022-02-30", "quotas.csv:2: effective_from"),
        (
            "national/benefits/quotas.csv",
            "10020",
            "1e4",
            "quotas.csv:2: amount_twd: came '1e4'; allowed: a whole number",
        ),
        ("national/benefits/quotas.csv", "verified_2plus", "memory", "confidence: came 'memory'"),
        ("national/benefits/quotas.csv", "care_professional,3", "care_professional,2", "an overlap"),
        ("national/benefits/quotas.csv", "2022-02-01,,REG", "2022-02-01,REG", "too many or too few cells"),
        ("national/benefits/quotas.csv", "amount_twd", "amount", "quotas.csv: columns"),
        ("catalogue.csv", "id,document", "rule,document", "catalogue.csv: columns"),
    ],
)
def test_a_wrong_line(folder: Path, file: str, old: str, new: str, says: str) -> None:
    edit(folder / file, old, new)
    refused(folder, Path(file).name, says)


@pytest.mark.parametrize(
    "file",
    ["questions.yaml", "catalogue.csv", "national/pack.yaml", "nantou/calendar.yaml", "national/benefits/copay.csv"],
)
def test_a_missing_file(folder: Path, file: str) -> None:
    (folder / file).unlink()
    refused(folder, file, "no such file")


def test_a_question_that_the_vocabulary_does_not_know(folder: Path) -> None:
    rules = folder / "nantou/rules"
    (rules / "c_replay.yaml").write_text(
        (rules / "c_reply.yaml").read_text(encoding="utf-8").replace("name: c_reply", "name: c_replay"),
        encoding="utf-8",
    )
    refused(folder, "nantou/rules/c_replay.yaml: name", "add it there first")


def test_a_file_that_is_no_yaml(folder: Path) -> None:
    (folder / "yilan/pack.yaml").write_text("county: [", encoding="utf-8")
    refused(folder, "yilan/pack.yaml: no valid YAML")


def test_a_county_rule_that_begins_later_leaves_the_days_before_to_the_national_one(folder: Path) -> None:
    edit(folder / "nantou/rules/ranked_problems.yaml", "from: 2023-07-01", "from: 2024-01-01")
    nantou = Packs.load(folder).county("nantou")
    came = [nantou.rule("ranked_problems", day) for day in (date(2023, 12, 31), date(2024, 1, 1))]
    assert [version and version.pack for version in came] == ["national", "nantou"]


def test_a_county_that_nobody_programmed_is_a_new_folder(folder: Path) -> None:
    new = folder / "lienchiang"
    (new / "rules").mkdir(parents=True)
    edit_from = (folder / "nantou/pack.yaml").read_text(encoding="utf-8")
    (new / "pack.yaml").write_text(edit_from.replace("county: nantou", "county: lienchiang"), encoding="utf-8")
    (new / "calendar.yaml").write_text(
        "closures:\n  - {date: 2024-02-15, reason: made-up closure, source: a test}\n", encoding="utf-8"
    )
    pack = Packs.load(folder).county("lienchiang")
    assert pack.rule("c_reply", date(2024, 2, 5)) is None
    assert not pack.calendar.is_working_day(date(2024, 2, 15))
