"""What do partners generate their clients from? An AsyncAPI 3.0.0 document of both topics."""

from typing import Any

from chassis.messages import CASES, UNITS, Event

from schemas.describe import describe, schema

Json = dict[str, Any]

TOPICS = {
    CASES: "個案事件，以個案編號為鍵。Every fact about a case, of all services, keyed by case id: one log per case.",
    UNITS: "特約單位事件，以單位編號為鍵。Every fact about a contracted unit, keyed by unit id.",
}
_TEXT = {"type": "string"}
_UUID = {"type": "string", "format": "uuid"}


def document(events: tuple[type[Event], ...]) -> Json:
    """The whole document."""
    return {
        "asyncapi": "3.0.0",
        "id": "urn:ltc:events",
        "info": {
            "title": "長期照顧事件 Long-term care events",
            "version": "1",
            "description": "CloudEvents 1.0, Kafka binary content mode. No event carries a name, a national id, "
            "a phone number, an address or free text.",
        },
        "defaultContentType": "application/json",
        "channels": {topic: _channel(topic, events) for topic in TOPICS},
        "operations": _operations(events),
        "components": {"messages": {e.__name__: _message(e) for e in events}, "schemas": {"CloudEvent": _headers()}},
    }


def _of(topic: str, events: tuple[type[Event], ...]) -> list[type[Event]]:
    return [event for event in events if topic == event.TOPIC]


def _channel(topic: str, events: tuple[type[Event], ...]) -> Json:
    return {
        "address": topic,
        "description": TOPICS[topic],
        "messages": {e.__name__: {"$ref": f"#/components/messages/{e.__name__}"} for e in _of(topic, events)},
        "bindings": {"kafka": {"topic": topic, "bindingVersion": "0.5.0"}},
    }


def _operations(events: tuple[type[Event], ...]) -> Json:
    """One `receive` for each topic; one `send` for each topic and service."""
    found: Json = {}
    for topic in TOPICS:
        there = _of(topic, events)
        found[f"receive.{topic}"] = _operation("receive", topic, there)
        for publisher in dict.fromkeys(describe(event).publisher for event in there):
            mine = [event for event in there if describe(event).publisher == publisher]
            found[f"send.{topic}.{publisher.replace(' ', '-')}"] = _operation("send", topic, mine)
    return found


def _operation(action: str, topic: str, events: list[type[Event]]) -> Json:
    messages = [{"$ref": f"#/channels/{topic}/messages/{event.__name__}"} for event in events]
    return {"action": action, "channel": {"$ref": f"#/channels/{topic}"}, "messages": messages}


def _message(event: type[Event]) -> Json:
    said = describe(event)
    named = {"ce_type": {"const": event.TYPE}, "ce_dataschema": {"const": f"urn:ltc:schema:{event.TYPE}"}}
    data = schema(event)
    return {
        "name": event.TYPE,
        "title": event.__name__,
        "summary": said.zh,
        "description": f"{said.en} ({', '.join(said.rules)})",
        "contentType": "application/json",
        "headers": {"allOf": [{"$ref": "#/components/schemas/CloudEvent"}, {"type": "object", "properties": named}]},
        "payload": {"schemaFormat": "application/schema+json;version=draft-2020-12", "schema": data},
        "bindings": {"kafka": {"key": _UUID, "bindingVersion": "0.5.0"}},
    }


def _headers() -> Json:
    """The `ce_*` headers: `Envelope.headers()` of the chassis."""
    always = {
        "ce_specversion": {"const": "1.0"},
        "ce_id": _UUID,
        "ce_source": _TEXT,
        "ce_type": _TEXT,
        "ce_subject": _UUID,
        "ce_time": {"type": "string", "format": "date-time"},
        "ce_dataschema": _TEXT,
        "ce_county": _TEXT,
        "content-type": {"const": "application/json"},
    }
    sometimes = {"ce_causationid": _UUID, "ce_correlationid": _UUID, "ce_traceparent": _TEXT, "ce_policyref": _TEXT}
    return {"type": "object", "properties": always | sometimes, "required": list(always)}
