"""Which engine serves, by the settings."""

from pathlib import Path

from ...core.errors import ConfigurationError
from ...core.settings import Settings
from .documents import Engine
from .postgres_engine import PostgresEngine
from .whoosh_engine import WhooshEngine


def engine_for(settings: Settings) -> Engine:
    """The engine that ``search_url`` names; ``postgresql:`` is the portal's own database.

    Raises ConfigurationError when the driver of PostgreSQL is not installed.
    """
    scheme, _colon, rest = settings.search_url.partition(":")
    if scheme == "whoosh":
        return WhooshEngine(Path(rest))
    try:
        return PostgresEngine(settings.search_url if rest else settings.database_url, settings.search_replica_url)
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            "Search in PostgreSQL needs its driver: pip install 'reform-portal[postgres]'."
        ) from error
