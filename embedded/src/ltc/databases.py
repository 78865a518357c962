"""Who may do what in a service's database? Its owner migrates, its own role changes rows, a third one only looks."""

import asyncpg
from chassis.local_postgres import Server

from ltc.state import database_name

_ROLES = "SELECT 1 FROM pg_roles WHERE rolname = $1"
_GRANTS = """
REVOKE ALL ON DATABASE "{name}" FROM PUBLIC;
GRANT CONNECT ON DATABASE "{name}" TO "{name}_app", "{name}_read";
GRANT USAGE ON SCHEMA public TO "{name}_app", "{name}_read";
ALTER DEFAULT PRIVILEGES FOR ROLE "{name}_owner" IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "{name}_app";
ALTER DEFAULT PRIVILEGES FOR ROLE "{name}_owner" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "{name}_app";
ALTER DEFAULT PRIVILEGES FOR ROLE "{name}_owner" IN SCHEMA public GRANT SELECT ON TABLES TO "{name}_read";"""


async def make_database(server: Server, service: str) -> str:
    """The service's database with its three roles, made where missing; the URL of its owner, who migrates."""
    name = database_name(service)
    connection = await asyncpg.connect(await server.database(name))
    try:
        for role in (f"{name}_owner", f"{name}_app", f"{name}_read"):
            if not await connection.fetchval(_ROLES, role):
                await connection.execute(f'CREATE ROLE "{role}" LOGIN')
        await connection.execute(f'ALTER DATABASE "{name}" OWNER TO "{name}_owner"')
        await connection.execute(_GRANTS.format(name=name))
    finally:
        await connection.close()
    return role_url(server, service, "owner")


def role_url(server: Server, service: str, role: str = "app") -> str:
    """How a role (`owner`, `app`, `read`) connects to its service's database."""
    name = database_name(service)
    return server.url(name).replace("postgres@", f"{name}_{role}@", 1)
