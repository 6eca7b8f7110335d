"""The closed list of what the journal records. A kind that is not here cannot be written.

Grammar: ``thing.happened``. What each one commits to is in docs/journal.md.
"""

KINDS = frozenset(
    {
        "draft.published",
        "draft.translated",
        "deadline.set",
        "comment.posted",
        "comment.imported",
        "comment.edited",
        "comment.withdrawn",
        "comment.hidden",
        "comment.restored",
        "comment.erased",
        "support.given",
        "support.withdrawn",
        "report.filed",
        "report.settled",
        "placement.confirmed",
        "placement.disputed",
        "placement.reattached",
        "wording.accepted",
        "wording.released",
        "answer.given",
        "answer.revised",
        "report.published",
        "theme.arranged",
        "role.given",
        "restore.declared",
    }
)
