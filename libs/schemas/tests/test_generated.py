"""Are the committed schemas and documents those of the classes, and can a committed schema not be broken?"""

import copy
import json
import re
from typing import Any

import pytest
from chassis.messages import Envelope
from jsonschema import Draft202012Validator
from schemas.compatibility import breaks
from schemas.describe import schema
from schemas.generate import ROOT, SNAPSHOTS, Incompatible, differing, main, refuse_incompatible, rendered, write
from schemas.registry import ALL, EVENTS

PLAN = schema(EVENTS["tw.ltc.care_plan.approved.v1"])


def edited(change) -> dict[str, Any]:
    new = copy.deepcopy(PLAN)
    change(new)
    return new


def item(node: dict[str, Any]) -> dict[str, Any]:
    return node["properties"]["items"]["items"]


def test_the_committed_files_are_in_step_with_the_classes(capsys):
    assert main(["--check"]) == 0, capsys.readouterr().err


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.__name__)
def test_each_snapshot_is_a_json_schema_that_refers_to_nothing_outside(event):
    text = (SNAPSHOTS / f"{event.TYPE}.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    assert "$ref" not in text


@pytest.mark.parametrize("event", ALL, ids=lambda event: event.__name__)
def test_a_schema_is_compatible_with_itself(event):
    assert breaks(schema(event), schema(event)) == []


def add_optional(node):
    node["properties"]["reviewed_on"] = {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}


def add_optional_in_a_list(node):
    item(node)["properties"]["note_code"] = {"type": "string", "pattern": "^[A-Z]{1,8}$"}


def reword(node):
    node["description"] = "other words"
    item(node)["properties"]["groups"]["title"] = "Groups"


@pytest.mark.parametrize("change", [add_optional, add_optional_in_a_list, reword])
def test_an_optional_field_or_other_words_keep_the_version(change):
    assert breaks(PLAN, edited(change)) == []


BAD = {
    "a new required field": lambda n: (n["properties"].update(x={"type": "integer"}), n["required"].append("x")),
    "an optional field becomes required": lambda n: n["required"].append("a_unit_id"),
    "a required field becomes optional": lambda n: n["required"].remove("total_twd"),
    "a field is removed": lambda n: (n["properties"].pop("total_twd"), n["required"].remove("total_twd")),
    "an optional field is removed": lambda n: n["properties"].pop("a_unit_id"),
    "a number becomes a text": lambda n: n["properties"].update(version={"type": "string", "pattern": "^v[0-9]+$"}),
    "a date becomes a moment": lambda n: n["properties"].update(approved_on={"type": "string", "format": "date-time"}),
    "an id becomes a code": lambda n: n["properties"].update(plan_id={"type": "string", "pattern": "^[A-Z]{4}$"}),
    "a pattern changes": lambda n: item(n)["properties"]["service_code"].update(pattern="^C[A-D][0-9]{2}$"),
    "a bound is narrowed": lambda n: n["properties"]["version"].update(minimum=2),
    "a bound is widened": lambda n: n["properties"]["version"].update(minimum=0),
    "a value is removed": lambda n: item(n)["properties"]["guidance_targets"]["items"]["enum"].remove("other"),
    "a value is added": lambda n: item(n)["properties"]["guidance_targets"]["items"]["enum"].append("neighbour"),
    "a required field in a list": lambda n: item(n)["required"].append("groups"),
    "a list becomes one": lambda n: n["properties"].update(items=item(n)),
    "a field may be null": lambda n: n["properties"].update(
        total_twd={"anyOf": [{"type": "integer"}, {"type": "null"}]}
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_an_incompatible_edit_is_rejected(name):
    assert breaks(PLAN, edited(BAD[name])) != []


@pytest.fixture
def committed(tmp_path):
    """A tree of generated files of its own, with the place of its snapshots."""
    snapshots = tmp_path / "snapshots"
    write(rendered(root=tmp_path, snapshots=snapshots), snapshots)
    return tmp_path, snapshots


def test_a_class_edited_incompatibly_is_not_written_over_its_committed_schema(committed):
    root, snapshots = committed
    path = snapshots / "tw.ltc.care_plan.approved.v1.json"
    path.write_text(json.dumps(edited(BAD["a value is added"])), encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    with pytest.raises(Incompatible, match=r"care_plan\.approved\.v1: .*(?s:.*)new type"):
        write(rendered(root=root, snapshots=snapshots), snapshots)
    assert path.read_text(encoding="utf-8") == before


def test_a_class_that_gained_an_optional_field_is_written(committed):
    root, snapshots = committed
    path = snapshots / "tw.ltc.care_plan.approved.v1.json"
    path.write_text(json.dumps(edited(lambda n: n["properties"].pop("a_unit_id"))), encoding="utf-8")
    files = rendered(root=root, snapshots=snapshots)
    assert differing(files, snapshots) == [path]
    write(files, snapshots)
    assert differing(files, snapshots) == []


def test_a_published_type_is_never_removed(committed):
    root, snapshots = committed
    with pytest.raises(Incompatible, match=r"deadline\.settled\.v1: no class publishes"):
        refuse_incompatible(rendered(ALL[:-1], root=root, snapshots=snapshots), snapshots)


def test_a_document_that_nobody_generated_again_is_found(committed):
    root, snapshots = committed
    page = root / "docs" / "events.md"
    page.write_text("edited by hand", encoding="utf-8")
    assert differing(rendered(root=root, snapshots=snapshots), snapshots) == [page]


def asyncapi() -> dict[str, Any]:
    return json.loads((ROOT / "docs" / "asyncapi.json").read_text(encoding="utf-8"))


def test_every_reference_of_the_asyncapi_document_leads_somewhere():
    document = asyncapi()
    references = set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document)))
    for reference in references:
        node = document
        for step in reference.split("/"):
            node = node[step]


def test_every_event_is_sent_by_one_operation_and_received_by_one():
    operations = asyncapi()["operations"].values()
    for action in ("send", "receive"):
        names = [
            m["$ref"].rsplit("/", 1)[1] for each in operations if each["action"] == action for m in each["messages"]
        ]
        assert sorted(names) == sorted(event.__name__ for event in ALL)


def test_the_headers_that_asyncapi_promises_are_those_of_the_envelope():
    some = dict.fromkeys(("id", "subject", "causationid", "correlationid"), "0190d0a0-0000-7000-8000-000000000001")
    rest = {"source": "/x", "type": "t", "time": "2024-02-05T00:00:00+00:00", "county": "yilan"}
    extensions = {"traceparent": "00-0-0-00", "policyref": "rule"}
    headers = {f"ce_{name}": value for name, value in (some | rest | extensions).items()}
    envelope = Envelope.from_message(headers, b"{}")
    assert envelope.headers().keys() == asyncapi()["components"]["schemas"]["CloudEvent"]["properties"].keys()


def test_the_page_names_every_event_and_every_field():
    page = (ROOT / "docs" / "events.md").read_text(encoding="utf-8")
    for event in ALL:
        section = page.split(f"\n## {event.__name__}\n")[1].split("\n## ")[0]
        assert event.TYPE in section
        assert all(f"`{name}`" in section for name in event.model_fields if name != "clocks")
