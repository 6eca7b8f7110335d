"""What a drafter can decide, and what an answer can be given to. Pure."""

ACCEPTED, PARTLY, REJECTED, OUT_OF_SCOPE = "accepted", "partly", "rejected", "out_of_scope"
DECISIONS = (ACCEPTED, PARTLY, REJECTED, OUT_OF_SCOPE)
COMMENT, THEME, CAMPAIGN = "comment", "theme", "campaign"
TARGETS = (COMMENT, THEME, CAMPAIGN)
# The answer to the comment itself holds before that to its theme, and that before its campaign's.
RANK = {target: rank for rank, target in enumerate(TARGETS)}
MAX_REASON = 10_000
