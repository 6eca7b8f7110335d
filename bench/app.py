"""The portal as it is served, but without the limit of posts a minute: one client is many people here."""

from dataclasses import replace

from reform_portal.core.settings import Settings
from reform_portal.serving import ready_app

app = ready_app(replace(Settings.from_env(), limits_enabled=False))
