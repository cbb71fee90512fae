"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from api.problems import STORE_PROBLEMS, responses
from api.routes.dependencies import ServiceNow  # noqa: TC001  (FastAPI reads it while running)

router = APIRouter(prefix="/health", tags=["health"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Alive:
    """The process answers."""

    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """The facts are read; which programme and which version of its data."""

    status: str
    programme: str
    data_version: str


@router.get("/live", operation_id="getLiveness", summary="Does the process answer?")
async def live(response: Response) -> Alive:
    """Answer at once, whatever the searches do."""
    response.headers["Cache-Control"] = "no-store"
    return Alive(status="alive")


@router.get(
    "/ready",
    operation_id="getReadiness",
    summary="Are the facts read?",
    responses=responses(*STORE_PROBLEMS),
)
def ready(response: Response, service: ServiceNow) -> Ready:
    """Answer once the store is open; the first call may wait for that."""
    response.headers["Cache-Control"] = "no-store"
    snapshot = service.snapshot
    return Ready(
        status="ready",
        programme=snapshot.facts.programme.id,
        data_version=snapshot.data_version,
    )
