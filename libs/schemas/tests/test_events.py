"""Does every event keep the promises of the published language?"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

import pytest
from chassis.kernel.ids import uuid7
from chassis.messages import CASES, UNITS, Event
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from schemas.describe import describe, inline, schema
from schemas.registry import ALL, EVENTS, event_class
from schemas.words import WORDS

from libs.schemas.tests.documents import FORMATS, documents, sample

each_event = pytest.mark.parametrize("event", ALL, ids=lambda event: event.__name__)


def strings(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every place in a schema where a string may stand."""
    if isinstance(node, dict):
        if node.get("type") == "string" or not node.keys() - {"default"}:
            yield path, node
        for name, value in node.items():
            yield from strings(value, f"{path}/{name}")
    if isinstance(node, list):
        for each in node:
            yield from strings(each, path)


def free_text(event: type[Event]) -> list[str]:
    """The fields into which somebody could type a sentence."""
    bounded = {"enum", "const", "pattern", "format"}
    return [path for path, node in strings(inline(event)["properties"]) if not node.keys() & bounded]


def camel(words: str) -> str:
    return "".join(word.capitalize() for word in re.split(r"[._]", words))


def test_every_type_is_unique_and_the_registry_knows_each():
    assert len(EVENTS) == len(ALL)
    assert all(event_class(event.TYPE) is event for event in ALL)


def test_a_type_of_a_later_release_is_unknown_and_no_error():
    assert event_class("tw.ltc.case.teleported.v1") is None


def test_no_event_class_was_left_out_of_the_registry():
    published = {event for event in Event.__subclasses__() if event.__module__.startswith(("schemas.", "chassis."))}
    assert published == set(ALL)


@each_event
def test_the_type_spells_the_name_of_the_class(event):
    found = re.fullmatch(r"tw\.ltc\.([a-z_]+\.[a-z_]+)\.v([1-9][0-9]*)", event.TYPE)
    assert found
    version = "" if found[2] == "1" else f"V{found[2]}"
    assert camel(found[1]) + version == event.__name__


@each_event
def test_no_field_takes_free_text(event):
    assert free_text(event) == []


@pytest.mark.parametrize("hint", [str, str | None, tuple[str, ...], dict[str, str], Any], ids=str)
def test_a_planted_field_of_free_text_is_found(hint):
    planted = type("NoteWritten", (Event,), {"__annotations__": {"note": hint}, "__module__": "planted"})
    assert free_text(planted) != []


@each_event
def test_every_field_is_snake_case_and_has_its_words_in_both_languages(event):
    names = {name for name, _ in named(inline(event))}
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in names)
    assert names <= WORDS.keys()


def named(node: Any) -> Iterator[tuple[str, Any]]:
    """Every field of a schema, also of the records in its lists."""
    if isinstance(node, dict):
        yield from node.get("properties", {}).items()
        for value in node.values():
            yield from named(value)
    if isinstance(node, list):
        for each in node:
            yield from named(each)


def test_no_word_is_left_of_a_field_that_is_gone():
    used = {name for event in ALL for name, _ in named(inline(event))}
    assert WORDS.keys() - used == set()


@each_event
def test_dates_end_in_on_and_moments_in_at(event):
    for name, node in schema(event)["properties"].items():
        formats = {each.get("format") for each in [node, *node.get("anyOf", ())]}
        assert ("date-time" in formats) == name.endswith("_at"), name
        if name.endswith("_on"):
            assert "date" in formats, name


@each_event
def test_the_key_is_a_required_field(event):
    assert event.TOPIC in {CASES, UNITS}
    assert ("case_id" if event.TOPIC == CASES else "unit_id") in schema(event)["required"]


@each_event
def test_relations_name_existing_fields_that_hold_a_unit(event):
    for relation in event.RELATIONS:
        assert relation.unit in event.model_fields
        assert relation.unit.endswith("unit_id")
        assert relation.kind in {"a_unit", "b_unit"}


@each_event
def test_the_docstring_names_publisher_occasion_and_rules(event):
    said = describe(event)
    assert said.publisher in {"intake", "care-plan", "dispatch", "prof-service", "audit", "any service"}
    assert re.search(r"[一-鿿]", said.zh)
    assert said.en.endswith(".")
    assert all(re.fullmatch(r"(NA|YL|NT|CY|TY)-[0-9]+-[0-9]+|AM-[0-9]+", rule) for rule in said.rules)


@each_event
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_what_a_producer_writes_a_consumer_reads_back(event, data):
    written = event.model_validate(data.draw(documents(schema(event))))
    assert event.read(written.model_dump(mode="json")) == written


@each_event
def test_unknown_fields_are_refused_of_a_producer_and_ignored_by_a_consumer(event):
    more = {**sample(event), "added_in_a_later_release": 1}
    with pytest.raises(ValidationError, match="added_in_a_later_release"):
        event.model_validate(more)
    assert event.read(more) == event.read(sample(event))


def test_unknown_fields_inside_a_list_are_ignored_by_a_consumer_too():
    approved = EVENTS["tw.ltc.care_plan.approved.v1"]
    item = {"plan_item_id": FORMATS["uuid"], "service_code": "CA07", "quantity": 1, "monthly_twd": 4500}
    document = {**sample(approved), "items": [{**item, "added_later": 1}]}
    assert approved.read(document).items[0].service_code == "CA07"
    with pytest.raises(ValidationError):
        approved.model_validate(document)


@pytest.mark.parametrize(
    ("unit_type", "kind"), [pytest.param("A", "a_unit", id="an A unit"), pytest.param("B", "b_unit", id="a B unit")]
)
@pytest.mark.parametrize(
    ("type_", "does"), [("tw.ltc.case.referred.v1", "opens"), ("tw.ltc.referral.ended.v1", "closes")]
)
def test_a_referral_opens_and_its_end_closes_the_relation_of_the_units_type(type_, does, unit_type, kind):
    event = EVENTS[type_].read({**sample(EVENTS[type_]), "unit_type": unit_type})
    unit, basis = UUID(FORMATS["uuid"]), event.referral_id
    assert [(r.does, r.kind, u, b) for r, u, b in event.relations()] == [(does, kind, unit, basis)]


def test_a_reassignment_closes_the_relation_of_the_unit_before():
    event = EVENTS["tw.ltc.case.reassigned.v1"]
    before, after = uuid7(), uuid7()
    read = event.read({**sample(event), "from_unit_id": str(before), "to_unit_id": str(after)})
    assert [(r.does, r.kind, unit) for r, unit, _ in read.relations()] == [("closes", "b_unit", before)]


class Planted(Event):
    """without its paragraphs"""

    TYPE: ClassVar[str] = "tw.ltc.planted.here.v1"


def test_a_class_without_its_paragraphs_is_told_what_is_missing():
    with pytest.raises(ValueError, match="a Chinese line, the rule ids"):
        describe(Planted)
