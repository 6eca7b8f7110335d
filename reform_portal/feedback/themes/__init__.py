"""Themes: groups of comments on one clause that say the same thing, named in their own words. Pure.

`find_themes` groups all comments afresh, `extend` puts new ones to what is there, `needs_new_start` tells
when that no longer does. Nothing but the comments is asked: no service, no model.
"""

from .finding import extend, find_themes, needs_new_start
from .said import Said, Theme, Themes
from .terms import Background, background

__all__ = ["Background", "Said", "Theme", "Themes", "background", "extend", "find_themes", "needs_new_start"]
