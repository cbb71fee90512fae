"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from api.web.problems import STORE_PROBLEMS, responses
from api.web.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)
from matcher.engine import warming

router = APIRouter(prefix="/health", tags=["health"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Alive:
    """The process answers."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The facts are read: which programme, and which version of its data.

    The status is ready, or stale as long as the store cannot be reached or read; then it says since
    when and why.
    """

    status: str
    programme: str
    data_version: str
    since: str | None = None
    why: str | None = None


@router.get("/live", operation_id="getLiveness", summary="Does the process answer?")
async def live(response: Response) -> Alive:
    """Answer at once, whatever the searches do."""
    response.headers["Cache-Control"] = "no-store"
    return Alive(status="alive")


@router.get(
    "/ready",
    operation_id="getReadiness",
    summary="Are the facts read?",
    response_model_exclude_none=True,
    responses=responses(*STORE_PROBLEMS),
)
def ready(response: Response, service: ServiceNow) -> Ready:
    """Answer once the store was read and the search is compiled; calls before that wait for it.

    A server that lost sight of the store is ready still: it answers from the facts read last.
    """
    warming.ready()
    response.headers["Cache-Control"] = "no-store"
    snapshot, stale = service.snapshot, service.stale
    return Ready(
        status="ready" if stale is None else "stale",
        programme=snapshot.facts.programme.id,
        data_version=snapshot.data_version,
        since=None if stale is None else stale.stamp,
        why=None if stale is None else stale.why,
    )
