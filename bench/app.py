"""The portal as it is served, but without the limit of posts a minute: one client is many people here."""

from dataclasses import replace

from reform_portal.app import create_app
from reform_portal.core.settings import Settings

app = create_app(replace(Settings.from_env(), limits_enabled=False))
