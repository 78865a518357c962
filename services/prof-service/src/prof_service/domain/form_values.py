"""What may a field of a form hold? One check for each kind; a sealed text is checked by its length alone, at the edge."""

from datetime import date

from prof_service.domain.forms.field import FormField, Kind

Value = str | int | bool | tuple[str, ...]


def is_valid(asked: FormField, value: Value) -> bool:
    """Whether the value is of the field's kind and among what it allows."""
    match asked.kind:
        case Kind.FLAG:
            return isinstance(value, bool)
        case Kind.NUMBER:
            return type(value) is int and asked.least <= value <= asked.most
        case Kind.DATE:
            return isinstance(value, str) and _is_date(value)
        case Kind.CHOICE:
            return isinstance(value, str) and value in asked.options
        case Kind.CHOICES:
            return isinstance(value, tuple) and bool(value) and set(value) <= asked.options.keys()
        case Kind.TEXT:
            return False


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
