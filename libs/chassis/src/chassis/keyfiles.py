"""How does a development secret come to be? Made once, by whichever process is first, readable by its owner only."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def kept(file: Path, make: Callable[[], str]) -> str:
    """The file's text; `make` gives it if there is no file yet.

    Of two processes that start at once the first one's secret stands: a link appears whole or not at all.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")  # made with mode 0600
        with os.fdopen(handle, "w", encoding="utf-8") as open_file:
            open_file.write(make())
        try:
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            Path(draft).unlink()
    return file.read_text(encoding="utf-8")
