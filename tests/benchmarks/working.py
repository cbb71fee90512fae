"""Processor time of a server and of a page: what somebody waits for on a machine at rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page


def served_s() -> float:
    """Processor time of all servers that this process started, in seconds."""
    mine = psutil.Process().children(recursive=True)
    times = [each.cpu_times() for each in mine if each.name() == "matcher"]
    assert times
    return float(sum(each.user + each.system for each in times))


def watched(page: Page) -> CDPSession:
    """Count the processor time of a page's main thread from now on."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    return session


def main_thread_s(session: CDPSession) -> float:
    """Processor time of the main thread of a watched page, in seconds."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "TaskDuration"))
