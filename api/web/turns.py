"""Whose search comes next: clients take turns, each client's own searches in their order."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

_Item = TypeVar("_Item")


class Turns(Generic[_Item]):
    """What waits, by client.

    >>> turns = Turns[str]()
    >>> for client, item in [("a", "a1"), ("a", "a2"), ("a", "a3"), ("b", "b1")]:
    ...     turns.add(client, item)
    >>> [turns.take() for _ in range(4)]
    ['a1', 'b1', 'a2', 'a3']
    """

    def __init__(self) -> None:
        self._waiting: OrderedDict[str, deque[_Item]] = OrderedDict()

    def __len__(self) -> int:
        """Count what waits."""
        return sum(map(len, self._waiting.values()))

    def __iter__(self) -> Iterator[_Item]:
        """Give all that waits, client by client."""
        return (item for items in self._waiting.values() for item in items)

    def add(self, client: str, item: _Item) -> None:
        """Let something wait."""
        self._waiting.setdefault(client, deque()).append(item)

    def take(self) -> _Item:
        """Take the first of the client whose turn it is; its next turn comes after all others'."""
        client, items = next(iter(self._waiting.items()))
        item = items.popleft()
        self._waiting.move_to_end(client)
        self._tidy(client)
        return item

    def remove(self, client: str, item: _Item) -> None:
        """Let something wait no longer; nothing happens if it does not wait."""
        items = self._waiting.get(client, deque())
        if item in items:
            items.remove(item)
            self._tidy(client)

    def make_room(self, client: str) -> _Item | None:
        """Take the newest of the client with the most for one who has fewer, the new one included.

        None where nobody has that many.
        """
        mine = len(self._waiting.get(client, ()))
        greediest = max(self._waiting, key=lambda each: len(self._waiting[each]), default=client)
        if len(self._waiting.get(greediest, ())) <= mine + 1:
            return None
        return self._waiting[greediest].pop()

    def _tidy(self, client: str) -> None:
        if not self._waiting[client]:
            del self._waiting[client]
