"""What serves intake's HTTP?"""

from chassis.app import build_app
from chassis.settings import Settings
from fastapi import FastAPI

from intake.definition import DEFINITION


def create_app(settings: Settings | None = None) -> FastAPI:
    """The app, for uvicorn: `uvicorn --factory intake.app:create_app`."""
    return build_app(DEFINITION, settings or Settings())
