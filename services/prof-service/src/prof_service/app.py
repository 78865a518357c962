"""How does the HTTP side of prof-service start?"""

from chassis.app import build_app
from chassis.settings import Settings
from fastapi import FastAPI

from prof_service.definition import DEFINITION


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app, for `uvicorn --factory`."""
    return build_app(DEFINITION, settings or Settings())
