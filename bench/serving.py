"""How does a process serve one contestant of a bench? `python -m bench.serving ours|bare URL FOLDER PORT`, both by uvicorn."""

import sys
from pathlib import Path

import uvicorn
from chassis.app import build_app
from chassis.service import Service
from chassis.settings import Settings
from chassis.telemetry import configure_logging, configure_tracing
from fastapi import FastAPI
from prof_service.definition import DEFINITION

from bench import bare


def ours(url: str, folder: Path, otlp: str) -> FastAPI:
    """prof-service with everything on: logs as JSON, metrics, spans that are exported."""
    settings = Settings(env="development", database_url=url, state_dir=folder, otlp_endpoint=otlp)
    configure_logging()
    configure_tracing(DEFINITION.name, settings.otlp_endpoint)
    return build_app(DEFINITION, settings, Service(DEFINITION, settings))


if __name__ == "__main__":
    _, name, url, folder, port, otlp = sys.argv
    app = ours(url, Path(folder), otlp) if name == "ours" else bare.create_app(url)
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, access_log=False)
