"""`python -m ltc`: the same as `ltc`."""

from ltc.cli import app

app()
