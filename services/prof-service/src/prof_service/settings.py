"""What can be set for prof-service alone? Where identifiers are asked for when a form is printed, and how mails leave."""

from chassis.settings import OF_SERVICES
from pydantic import AnyHttpUrl, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ProfSettings(BaseSettings):
    """`LTC_INTAKE_URL`; without it a printed form leaves name, id, phone and address to be written by hand."""

    model_config = SettingsConfigDict(env_prefix="LTC_", extra="ignore")

    intake_url: AnyHttpUrl | None = Field(
        None, description="Base address of intake, asked with the reader's own token for a printed form's identifiers"
    )


class MailSettings(BaseSettings):
    """`LTC_SMTP_URL` and `LTC_MAIL_FROM`; without the first no mail is sent, and notices are read in the inbox alone."""

    model_config = SettingsConfigDict(env_prefix="LTC_", extra="ignore")

    smtp_url: SecretStr | None = Field(
        None, description="smtp://, smtp+starttls:// or smtps:// with user, password, host and port"
    )
    mail_from: str = Field("no-reply@localhost", description="Sender of the mails about notices")
    link_base: str = Field(
        "http://localhost:8000/prof-service", description="Address of prof-service as its readers reach it, for links"
    )


OF_SERVICES.update(f"LTC_{name.upper()}" for name in (*ProfSettings.model_fields, *MailSettings.model_fields))
