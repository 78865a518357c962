"""Which strings are codes, and is the rest refused?"""

import ast
from pathlib import Path

import pytest
from chassis.kernel.ids import spoken, uuid7
from chassis.messages import Code
from pydantic import TypeAdapter, ValidationError
from schemas import codes, ids


def test_the_spoken_references_of_the_chassis_fit_the_pattern():
    reference = TypeAdapter(codes.Reference)
    assert all(reference.validate_python(spoken(uuid7(), "A")) for _ in range(500))


@pytest.mark.parametrize(
    ("hint", "text"),
    [
        pytest.param(codes.District, "南投縣埔里鎮中山路一段", id="a district is no address"),
        pytest.param(codes.District, "王小明", id="a district is no name"),
        pytest.param(codes.District, "中山路一段五號", id="a district is no street"),
        pytest.param(codes.District, "埔里鎮1號", id="a district has no number"),
        pytest.param(codes.District, "埔里鎮\n", id="a district has no line end"),
        pytest.param(codes.ServiceCode, "CA7", id="a service code has two digits"),
        pytest.param(codes.ServiceCode, "CA07 ", id="a service code has no blank"),
        pytest.param(codes.Reference, "A-0OIL-M2PX", id="a reference has no look-alikes"),
        pytest.param(Code, "the family moved", id="a code is no sentence"),
        pytest.param(Code, "王小明", id="a code is no name"),
    ],
)
def test_what_is_no_code_is_refused(hint, text):
    with pytest.raises(ValidationError):
        TypeAdapter(hint).validate_python(text)


@pytest.mark.parametrize("name", ["埔里鎮", "東區", "仁愛鄉", "南投市", "中壢區", "那瑪夏區"])
def test_the_names_of_townships_are_districts(name):
    assert TypeAdapter(codes.District).validate_python(name) == name


@pytest.mark.parametrize("code", ["CA07", "AA01", "BA09a", "BA17d1", "BD03", "GA09"])
def test_the_codes_of_the_national_table_are_service_codes(code):
    assert TypeAdapter(codes.ServiceCode).validate_python(code) == code


@pytest.mark.parametrize("module", [codes, ids], ids=lambda module: module.__name__)
def test_what_a_domain_imports_is_standard_library_only(module):
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {"collections.abc", "dataclasses", "enum", "typing", "uuid"}
    assert not any(isinstance(node, ast.Import) for node in ast.walk(tree))
