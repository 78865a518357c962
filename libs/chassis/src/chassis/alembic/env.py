"""Alembic's environment, the same for every service: the metadata and the URL come from chassis.migrate."""

from chassis.migrate import run_env

run_env()
