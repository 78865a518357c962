"""How does the HTTP side of audit start?"""

from chassis.app import build_app
from chassis.settings import Settings
from fastapi import FastAPI

from audit.definition import DEFINITION


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app, for `uvicorn --factory`."""
    return build_app(DEFINITION, settings or Settings())
