"""Memory of the service after a mixed load: every clause page, the reading pages, searches."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

from .client import Client
from .figures import Figure, Goal
from .material import SLUGS, Material
from .processes import family, pss_mib
from .searching import queries_for
from .servers import Server

CLIENTS = 8
SEARCHES = 60


def measure_memory(portal: Server, worker_pid: int, material: Material) -> list[Figure]:
    paths = _load(material, portal)
    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(lambda part: _read(portal, part), [paths[n::CLIENTS] for n in range(CLIENTS)]))
    web = [pss_mib(pid) for pid in family(portal.pid)]
    worker = pss_mib(worker_pid)
    note = f"of {len(paths):,} pages by {CLIENTS} clients"
    return [
        Figure("memory after load: largest web worker", max(web), "MiB", note=note),
        Figure("memory after load: worker", worker, "MiB"),
        Figure(
            "memory after load: whole service",
            sum(web) + worker,
            "MiB",
            goal=Goal(most=300),
            note="master, 2 web workers, worker",
        ),
    ]


def _load(material: Material, portal: Server) -> list[str]:
    pages = [f"/drafts/{slug}/" for slug in SLUGS] * 10
    client = Client(portal.port)
    for slug in SLUGS:
        pages += [f"/drafts/{slug}/{eid}" for eid in _addresses(client, slug)]
    asked = [query for queries in queries_for(material.bodies).values() for query in queries]
    step = max(1, len(asked) // SEARCHES)
    return pages + [f"/search?q={quote(query)}" for query in asked[::step]]


def _addresses(client: Client, slug: str) -> list[str]:
    """The addresses of the clauses that the reading page links to."""
    page = client.get(f"/drafts/{slug}/", gzip=False).decode()
    return sorted(set(re.findall(rf'"/drafts/{slug}/([\w-]+)/comment"', page)))


def _read(portal: Server, paths: list[str]) -> None:
    client = Client(portal.port)
    for path in paths:
        client.get(path)
