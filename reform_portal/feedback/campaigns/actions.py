"""Keeping campaigns up with the comments."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, delete, insert, update

from ...core.clock import now
from ...core.database import db, table, unit_of_work
from ...core.identifiers import new_public_id
from ...drafts.actions import raise_revision
from . import queries
from .grouping import Grouping, Place
from .models import LEADING_RUNS, RUNS, WORDS, Campaign, CampaignMember, Fingerprint
from .shingles import Print, text_digest


def follow(draft_id: int, comments: Sequence[Any], supported: Collection[int] = ()) -> None:
    """Group comments of a draft as they stand now: (id, status, author_role, body).

    Only published words of citizens are grouped; all others leave their groups. Of those ``supported`` the
    campaigns are counted anew. What is grouped already is left as it is, so it may be called twice.
    """
    version_id = queries.law_version(draft_id)
    said = {row.id: row.body for row in comments if _counts(row)}
    prints = {one: queries.read_print(draft_id, version_id, body) for one, body in said.items()}
    known = queries.known_texts([row.id for row in comments])
    texts = {one: print_ for one, print_ in prints.items() if not _is_known(known.get(one), print_, said[one])}
    grouping = Grouping(queries.KeptGroups(draft_id, version_id))
    grouping.take(texts, [one for one in known if one not in said])
    db.session.rollback()
    if not grouping.places and not supported:
        return
    with unit_of_work():
        touched = _keep(draft_id, grouping) if grouping.places else set()
        touched |= {row.campaign_id for row in queries.memberships_of(supported).values()}
        if touched:
            _count(touched)
            raise_revision(draft_id)


def _counts(comment: Any) -> bool:
    return comment.status == "published" and comment.author_role == "citizen" and bool(comment.body.strip())


def _is_known(known: Any, print_: Print, body: str) -> bool:
    return known is not None and known.words == print_.words and (known.text is None or known.text == text_digest(body))


def _keep(draft_id: int, grouping: Grouping) -> set[int]:
    """Write the new places; returns the campaigns that may have other members than before."""
    places = grouping.places
    before = queries.memberships_of(places)
    _keep_fingerprints(draft_id, grouping)
    _delete(CampaignMember, CampaignMember.comment_id, places)
    joined: defaultdict[int, list[int]] = defaultdict(list)
    for one, place in places.items():
        if place is not None and place.hub != one:
            joined[place.hub].append(one)
    left = {one: row.campaign_id for one, row in before.items()}
    campaigns = _campaigns_of_hubs(draft_id, joined, left, places)
    _add_members(campaigns, joined, places, {one: row.text for one, row in before.items()})
    return {*left.values(), *campaigns.values()}


def _keep_fingerprints(draft_id: int, grouping: Grouping) -> None:
    leaders = {hub: sample for hub, sample in grouping.leaders.items() if grouping.hub_of(hub) == hub}
    _delete(Fingerprint, Fingerprint.comment_id, grouping.places)
    _delete(
        Fingerprint, Fingerprint.comment_id, leaders.keys() - grouping.places.keys(), Fingerprint.band == LEADING_RUNS
    )
    rows = [(hub, LEADING_RUNS, run) for hub, sample in leaders.items() for run in sample.all]
    for one, place in grouping.places.items():
        if place is None:
            continue
        rows.append((one, WORDS, grouping.prints[one].words))
        if place.hub == one:
            rows += [(one, RUNS, run) for run in grouping.found_by[one]]
    _insert(
        Fingerprint,
        [{"comment_id": one, "band": band, "hash": hash_, "draft_id": draft_id} for one, band, hash_ in sorted(rows)],
    )


def _campaigns_of_hubs(
    draft_id: int, joined: Mapping[int, Sequence[int]], left: Mapping[int, int], places: Mapping[int, Place | None]
) -> dict[int, int]:
    """Hub → its campaign, for hubs that texts joined.

    A campaign whose representative is no hub any more goes on under the hub that most of its members have now.
    """
    found = queries.campaigns_represented_by(joined)
    heirs: defaultdict[int, Counter[int]] = defaultdict(Counter)
    representatives = queries.campaigns_with_id(set(left.values()))
    for one, campaign_id in left.items():
        representative, place = representatives[campaign_id], places[one]
        ended = representative in places and places[representative] != Place(representative, 1.0)
        if ended and place is not None and place.hub in joined and place.hub not in found:
            heirs[campaign_id][place.hub] += 1
    for campaign_id, hubs in sorted(heirs.items()):
        free = [(-number, hub) for hub, number in hubs.items() if hub not in found]
        if free:
            found[min(free)[1]] = campaign_id
            db.session.execute(
                update(Campaign).where(Campaign.id == campaign_id).values(representative_id=min(free)[1])
            )
    return found | _begin(draft_id, sorted(joined.keys() - found.keys()))


def _begin(draft_id: int, hubs: Sequence[int]) -> dict[int, int]:
    """New campaigns for these representatives."""
    if not hubs:
        return {}
    counts = dict.fromkeys(("size", "texts", "people", "submissions"), 0)
    rows = [
        {"public_id": new_public_id(), "draft_id": draft_id, "representative_id": hub, "created_at": now()} | counts
        for hub in hubs
    ]
    campaigns = table(Campaign)
    statement = insert(campaigns).returning(campaigns.c.id, sort_by_parameter_order=True)
    return dict(zip(hubs, db.session.scalars(statement, rows).all(), strict=True))


def _add_members(
    campaigns: Mapping[int, int],
    joined: Mapping[int, Sequence[int]],
    places: Mapping[int, Place | None],
    texts: Mapping[int, int],
) -> None:
    new = {hub: Place(hub, 1.0) for hub in joined.keys() - queries.memberships_of(joined).keys()}
    new |= {
        one: place for one in (one for ones in joined.values() for one in ones) if (place := places[one]) is not None
    }
    bodies = queries.bodies_of(new.keys() - texts.keys())
    rows = [
        {
            "comment_id": one,
            "campaign_id": campaigns[place.hub],
            "similarity": place.similarity,
            "text": texts[one] if one in texts and one not in bodies else text_digest(bodies[one]),
        }
        for one, place in sorted(new.items())
    ]
    _insert(CampaignMember, rows)


def _count(campaign_ids: Collection[int]) -> None:
    """Count campaigns anew; one comment alone is no campaign any more."""
    found = queries.counts_of(campaign_ids)
    ended = [one for one in campaign_ids if one not in found or found[one].size < 2]
    _delete(CampaignMember, CampaignMember.campaign_id, ended)
    _delete(Campaign, Campaign.id, ended)
    names = ("size", "texts", "people", "submissions")
    campaigns = table(Campaign)
    statement = update(campaigns).where(campaigns.c.id == bindparam("one"))
    counts = [
        {"one": one, **{f"new_{name}": int(getattr(row, name)) for name in names}}
        for one, row in found.items()
        if row.size > 1
    ]
    if counts:
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        db.session.connection().execute(statement.values(values), counts)


def _delete(model: Any, column: Any, ids: Collection[int], *conditions: Any) -> None:
    wanted = sorted(ids)
    for begin in range(0, len(wanted), queries.MANY):
        part = wanted[begin : begin + queries.MANY]
        db.session.execute(delete(table(model)).where(column.in_(part), *conditions))


def _insert(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.session.connection().execute(insert(table(model)), list(rows))
