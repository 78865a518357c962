"""How does the HTTP side of care-plan start?"""

from chassis.app import build_app
from chassis.settings import Settings
from fastapi import FastAPI

from care_plan.definition import DEFINITION


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app, for `uvicorn --factory`."""
    return build_app(DEFINITION, settings or Settings())
