"""The committed packs, and a small policy folder of its own for each test that breaks one."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from chassis.policy import Packs, find_policy_root

RULE = """\
name: c_reply
question: 最遲何時回覆？
selected_by: referred_on
versions:
{versions}
"""

VERSION = """\
  - from: {starts}
    to: {ends}
    source: {{rule: NT-04-08, document: 南投縣長期照顧專業服務手冊(112年7月), section: 肆.五.(一)}}
    values: {{{values}}}
"""


@pytest.fixture(scope="session")
def root() -> Path:
    return find_policy_root()


@pytest.fixture(scope="session")
def packs(root: Path) -> Packs:
    return Packs.load(root)


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """A copy of the committed folder, to be broken."""
    return Path(shutil.copytree(root, tmp_path / "policy"))


@pytest.fixture
def write_rule(folder: Path) -> Callable[..., None]:
    """Replaces Nantou's c_reply by these versions: (from, to, values)."""

    def write(*versions: tuple[str, str, str]) -> None:
        text = "".join(VERSION.format(starts=s, ends=e, values=v) for s, e, v in versions)
        (folder / "nantou/rules/c_reply.yaml").write_text(RULE.format(versions=text), encoding="utf-8")

    return write
