"""How does the HTTP side of dispatch start?"""

from chassis.app import build_app
from chassis.settings import Settings
from fastapi import FastAPI

from dispatch.definition import DEFINITION


def create_app(settings: Settings | None = None) -> FastAPI:
    """The service's app."""
    return build_app(DEFINITION, settings or Settings())
