"""What somebody waits for in the browser: the server, the wire, the largest paint.

The alternative is a plain page without style, scripts or facts, from the same server: what the
browser and the machine take by themselves. On a busy machine the clock tells of the others, so the
limits are kept in processor time: of the server, and of the page's main thread after it.
"""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.benchmarks.measuring import report
from tests.benchmarks.working import main_thread_s, served_s, watched
from tests.browser.arriving import arrive
from tests.browser.finding import found
from tests.browser.served import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

PLAIN = "/health/live"
HEAVIEST = "/areas/CPA19/lineups"
IN_HAND = "/areas/CPA19/line-up?members=Nacro&members=Shelter&members=Addaction"
ROUNDS = 9
_ASKED = 20
_PAINT = """() => new Promise((told) => new PerformanceObserver((list) => told(
    list.getEntries().at(-1).startTime)).observe(
    {type: "largest-contentful-paint", buffered: true}))"""
_FIRST_BYTE = """() => { const [at] = performance.getEntriesByType("navigation");
    return at.responseStart - at.requestStart }"""
_OVER_THE_WIRE = """() => [...performance.getEntriesByType("navigation"),
    ...performance.getEntriesByType("resource")].reduce((sum, each) => sum + each.transferSize, 0)"""  # noqa: E501

pytestmark = pytest.mark.benchmark(min_rounds=1, max_time=0.1, warmup=False)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found())
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("site")) as address:
        yield address


def opened(chromium: Browser, address: str) -> Page:
    """Open a page in a browser that has kept nothing, once its answer is there."""
    page = chromium.new_context().new_page()
    arrive(page, address)
    return page


def middle(
    chromium: Browser, address: str, measured: Callable[[Page], float], rounds: int = ROUNDS
) -> float:
    """Measure in so many browsers that have kept nothing; the first of all is not counted."""
    values = []
    for _ in range(rounds + 1):
        page = opened(chromium, address)
        values.append(measured(page))
        page.context.close()
    return statistics.median(values[1:])


def in_page(script: str) -> Callable[[Page], float]:
    return lambda page: float(page.evaluate(script))


def worked_s(chromium: Browser, addresses: list[str], act: Callable[[Page], object]) -> float:
    """Processor time from an act on a new page to its end: the best of the addresses, in seconds.

    What a server was asked before it answers from memory: who asks anew needs other addresses.
    """
    found = []
    for address in addresses:
        page = opened(chromium, address)
        session, before = watched(page), served_s()
        started = main_thread_s(session)
        act(page)
        found.append(served_s() - before + main_thread_s(session) - started)
        page.context.close()
    return min(found)


def test_server_time_of_the_heaviest_page(benchmark: Any, chromium: Browser, site: str) -> None:
    page = opened(chromium, site + HEAVIEST)
    before = served_s()
    for _ in range(_ASKED):
        page.request.get(site + HEAVIEST, headers={"Accept": "text/html"})
    each_s = (served_s() - before) / _ASKED
    page.context.close()

    def measure() -> tuple[float, float]:
        return tuple(  # type: ignore[return-value]
            middle(chromium, site + each, in_page(_FIRST_BYTE)) for each in (HEAVIEST, PLAIN)
        )

    ours, plain = benchmark.pedantic(measure, rounds=1)
    report(
        f"line-ups of an area: {1000 * each_s:.0f} ms of the server's processor; first byte after "
        f"{ours:.0f} ms by the clock, of a plain answer after {plain:.0f} ms"
    )
    assert each_s < 0.150


def test_the_start_page_over_the_wire(benchmark: Any, chromium: Browser, site: str) -> None:
    measure = lambda: middle(chromium, f"{site}/", in_page(_OVER_THE_WIRE), rounds=1)  # noqa: E731
    total = benchmark.pedantic(measure, rounds=1)
    report(f"start page: {total / 1000:.1f} kB over the wire, style and all")
    assert total < 100_000


@pytest.mark.parametrize("address", ["/", HEAVIEST])
def test_largest_paint(benchmark: Any, chromium: Browser, site: str, address: str) -> None:
    def measure() -> tuple[float, float]:
        return tuple(  # type: ignore[return-value]
            middle(chromium, site + each, in_page(_PAINT)) for each in (address, PLAIN)
        )

    def loaded(page: Page) -> None:
        page.goto(site + address)

    took_s = worked_s(chromium, [site + PLAIN] * ROUNDS, loaded)
    ours, plain = benchmark.pedantic(measure, rounds=1)
    report(
        f"{address}: {took_s:.2f} s of processors until it is loaded; by the clock largest paint "
        f"after {ours:.0f} ms, {ours / plain:.1f} times as long as a plain answer ({plain:.0f} ms)"
    )
    assert took_s < 1.0


def test_a_change_of_a_line_up(benchmark: Any, chromium: Browser, site: str) -> None:
    def remove(page: Page) -> None:
        page.get_by_role("button", name="Remove Shelter").click()
        page.get_by_text("went").first.wait_for()

    def changed(page: Page) -> float:
        began = page.evaluate("performance.timeOrigin + performance.now()")
        remove(page)
        return float(page.evaluate("performance.timeOrigin + performance.now()")) - float(began)

    def measure() -> float:
        return middle(chromium, site + IN_HAND, changed, rounds=1)

    ours = benchmark.pedantic(measure, rounds=1)
    briefs = [f"{site}{IN_HAND}&min_vcse_share={0.3 + number / 1000}" for number in range(1, 6)]
    took_s = worked_s(chromium, briefs, remove)
    report(
        f"a member removed: {took_s:.2f} s of processors; asked again, by the clock the new page "
        f"stands after {ours:.0f} ms"
    )
    assert took_s < 1.0
