"""Remembering results. Who asks for what another thread is computing waits for it instead of computing it again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextvars import ContextVar
from functools import wraps
from threading import Condition
from typing import ParamSpec, Protocol, TypeVar, cast

from cachetools import LRUCache, cached
from cachetools.keys import hashkey

Asked = ParamSpec("Asked")
Result = TypeVar("Result", covariant=True)


class Remembered(Protocol[Asked, Result]):
    """A function whose results are kept."""

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        """The result, kept or computed."""

    def cache_clear(self) -> None:
        """Forget all results."""


_computing = ContextVar("computing", default=False)
_every: list[tuple[LRUCache[Hashable, object], Condition]] = []  # what is kept, with what guards it


def is_computing() -> bool:
    """Whether what runs here will be kept for everybody."""
    return _computing.get()


def forget(is_gone: Callable[[object], bool]) -> None:
    """Give up every result that something was asked for which is gone."""
    for results, condition in _every:
        with condition:
            for key in [key for key in results if any(map(is_gone, _parts(key)))]:
                del results[key]


def _parts(key: object) -> Iterator[object]:
    """What was asked with; named arguments stand in pairs."""
    if isinstance(key, tuple):
        for part in key:
            yield from _parts(part)
    else:
        yield key


def remembered(
    most: int, key: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[Asked, Result]], Remembered[Asked, Result]]:
    """Keep so many results of a function, the last used ones; one thread computes each.

    key: from the arguments to what tells two results apart; without it all arguments, which are hashable then.
    """
    results: LRUCache[Hashable, object] = LRUCache(most)
    condition = Condition()
    _every.append((results, condition))
    keep = cached(results, key=key, condition=condition, info=False)

    def decorate(function: Callable[Asked, Result]) -> Remembered[Asked, Result]:
        @wraps(function)
        def computed(*args: Asked.args, **kwargs: Asked.kwargs) -> Result:
            before = _computing.set(True)
            try:
                return function(*args, **kwargs)
            finally:
                _computing.reset(before)

        return cast(Remembered[Asked, Result], keep(computed))

    return decorate
