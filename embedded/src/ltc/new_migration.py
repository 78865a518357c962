"""How is a migration written? From the difference between the tables in the code and a freshly migrated database."""

import asyncio
import sys
import tempfile
from pathlib import Path

from chassis.local_postgres import start_server
from chassis.migrate import new_revision, upgrade

from ltc.services import definition


def main(service: str, name: str) -> None:
    """`python -m ltc.new_migration dispatch pre_0002_waiting_list`: `pre_` expands before a roll-out, `post_` contracts after."""
    if not name.startswith(("pre_", "post_")):
        sys.exit(f"{name}: a migration's name begins with pre_ (expand) or post_ (contract)")
    about = definition(service)
    with tempfile.TemporaryDirectory() as folder:
        server = start_server(Path(folder) / "postgres")
        try:
            url = asyncio.run(server.database("migration"))
            if any(about.migrations.glob("*.py")):
                upgrade(about, url)
            new_revision(about, url, name)
        finally:
            server.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
