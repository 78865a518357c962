"""What is wrong with a request, field by field, without repeating what was sent?"""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError

from chassis.documents import language_of

# A name that came from the caller is echoed only if it looks like a field's: a national id or a phone does not.
_NAME = re.compile(r"(?!.*\d{4})[A-Za-z][A-Za-z0-9_-]{0,39}")

# Only what the schema says goes into a message, never pydantic's own text: some of its texts quote the input.
_MESSAGES: dict[str, tuple[str, str]] = {
    "missing": ("必填。", "This field is required."),
    "extra_forbidden": ("沒有這個欄位。", "There is no such field."),
    "literal_error": ("必須是下列之一：{expected}。", "Must be one of: {expected}."),
    "enum": ("必須是下列之一：{expected}。", "Must be one of: {expected}."),
    "greater_than": ("必須大於 {gt}。", "Must be greater than {gt}."),
    "greater_than_equal": ("不得小於 {ge}。", "Must be at least {ge}."),
    "less_than": ("必須小於 {lt}。", "Must be less than {lt}."),
    "less_than_equal": ("不得大於 {le}。", "Must be at most {le}."),
    "multiple_of": ("必須是 {multiple_of} 的倍數。", "Must be a multiple of {multiple_of}."),
    "string_type": ("必須是文字。", "Must be text."),
    "string_too_short": ("至少 {min_length} 個字。", "At least {min_length} characters."),
    "string_too_long": ("最多 {max_length} 個字。", "At most {max_length} characters."),
    "string_pattern_mismatch": ("格式必須符合 {pattern}。", "Must match {pattern}."),
    "too_short": ("至少 {min_length} 項。", "At least {min_length} items."),
    "too_long": ("最多 {max_length} 項。", "At most {max_length} items."),
    "int_type": ("必須是整數。", "Must be a whole number."),
    "int_parsing": ("必須是整數。", "Must be a whole number."),
    "int_from_float": ("必須是整數。", "Must be a whole number."),
    "float_type": ("必須是數字。", "Must be a number."),
    "float_parsing": ("必須是數字。", "Must be a number."),
    "bool_type": ("必須是 true 或 false。", "Must be true or false."),
    "bool_parsing": ("必須是 true 或 false。", "Must be true or false."),
    "list_type": ("必須是清單。", "Must be a list."),
    "dict_type": ("必須是物件。", "Must be an object."),
    "model_type": ("必須是物件。", "Must be an object."),
    "model_attributes_type": ("必須是物件。", "Must be an object."),
    "uuid_type": ("必須是 UUID。", "Must be a UUID."),
    "uuid_parsing": ("必須是 UUID。", "Must be a UUID."),
    "date_type": ("必須是日期，如 2024-02-29。", "Must be a date such as 2024-02-29."),
    "date_parsing": ("必須是日期，如 2024-02-29。", "Must be a date such as 2024-02-29."),
    "date_from_datetime_parsing": ("必須是日期，如 2024-02-29。", "Must be a date such as 2024-02-29."),
    "date_from_datetime_inexact": ("必須是日期，如 2024-02-29。", "Must be a date such as 2024-02-29."),
    "datetime_type": ("必須是含時區的時刻。", "Must be a time with its zone."),
    "datetime_parsing": ("必須是含時區的時刻。", "Must be a time with its zone."),
    "datetime_from_date_parsing": ("必須是含時區的時刻。", "Must be a time with its zone."),
    "timezone_aware": ("必須是含時區的時刻。", "Must be a time with its zone."),
}
_OTHER = ("此欄位的內容不符合規定。", "This value is not accepted.")


def is_unreadable(wrong: RequestValidationError) -> bool:
    """Whether the body is no JSON at all, so that no field can be named."""
    return any(error["type"] == "json_invalid" for error in wrong.errors())


def wrong_fields(request: Request, wrong: RequestValidationError) -> list[dict[str, str]]:
    """Every wrong field: `{"field": "body.problems.5", "code": "enum", "message": …}`."""
    english = language_of(request) == "en"
    return [
        {"field": _path(error["loc"]), "code": error["type"], "message": _message(error, english=english)}
        for error in wrong.errors()
    ]


def _path(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part) if isinstance(part, int) or _NAME.fullmatch(part) else "?" for part in place)


def _message(error: Mapping[str, Any], *, english: bool) -> str:
    text = _MESSAGES.get(error["type"], _OTHER)[english]
    try:
        return text.format(**error.get("ctx", {}))
    except KeyError:  # a custom error of ours that borrows a type without its context
        return _OTHER[english]
