"""The reader that removes kept rows of filled-in tables: they repeat the words of the comments that they answer."""

from collections.abc import Sequence
from typing import Any

from flask import current_app

from .kept import folder_in, remove_all, remove_old


class KeptRowsReader:
    """Which table repeats which words is not kept apart, so one erased comment takes them all away."""

    name = "answers files"

    def take(self, entries: Sequence[Any]) -> None:
        folder = folder_in(current_app.extensions["settings"].data_dir)
        if any(entry.kind == "comment.erased" for entry in entries):
            remove_all(folder)
        else:
            remove_old(folder)
