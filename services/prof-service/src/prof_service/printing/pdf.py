"""How does a form become a PDF? Jinja lays it out, WeasyPrint sets it; nothing is fetched from anywhere."""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from chassis.problems import Problem
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from prof_service.domain.filling import Signature
from prof_service.domain.form_values import Value
from prof_service.domain.forms.field import Form
from prof_service.printing.sheet import parts

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class NoPrinter(Problem):
    """The libraries that set Chinese text are not installed on this machine."""

    def __init__(self) -> None:
        super().__init__(
            status=503,
            code="no_pdf_here",
            zh="本機未安裝 PDF 排版所需的 Pango 程式庫，無法列印。",
            en="Pango is not installed here, so nothing can be printed: libpango-1.0-0, libpangoft2-1.0-0, fonts-noto-cjk.",
        )


def html(
    form: Form,
    county: str,
    values: Mapping[str, Value],
    texts: Mapping[str, str],
    signatures: Sequence[Signature],
    *,
    by_hand: bool,
) -> str:
    """The page: printed words of the annex, and what was entered. `by_hand`: identifiers are left to be written."""
    template = _TEMPLATES.get_template("form.html.j2")
    laid = parts(form, values, texts, signatures)
    return template.render(form=form, county=county, parts=laid, by_hand=by_hand)


def pdf(page: str) -> bytes:
    """Slow: call it in a thread. Raises NoPrinter where Pango is missing."""
    weasyprint = _weasyprint()
    document: bytes = weasyprint.HTML(string=page, url_fetcher=_nothing).write_pdf()
    return document


def _weasyprint() -> Any:
    try:
        return import_module("weasyprint")  # it opens Pango when it is imported
    except (ImportError, OSError):
        raise NoPrinter from None


def _nothing(url: str) -> dict[str, Any]:
    raise ValueError(f"a form refers to nothing outside: {url}")
