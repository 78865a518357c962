"""What can be set for prof-service alone? Where identifiers are asked for when a form is printed."""

from pydantic import AnyHttpUrl, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ProfSettings(BaseSettings):
    """`LTC_INTAKE_URL`; without it a printed form leaves name, id, phone and address to be written by hand."""

    model_config = SettingsConfigDict(env_prefix="LTC_", extra="ignore")

    intake_url: AnyHttpUrl | None = Field(
        None, description="Base address of intake, asked with the reader's own token for a printed form's identifiers"
    )
