"""Remembering results. Who asks for what another thread is computing waits for it instead of computing it again."""

from __future__ import annotations

from collections.abc import Callable, Hashable
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


def remembered(
    most: int, key: Callable[..., Hashable] = hashkey
) -> Callable[[Callable[Asked, Result]], Remembered[Asked, Result]]:
    """Keep so many results of a function, the last used ones; one thread computes each.

    key: from the arguments to what tells two results apart; without it all arguments, which are hashable then.
    """
    keep = cached(LRUCache(most), key=key, condition=Condition(), info=False)

    def decorate(function: Callable[Asked, Result]) -> Remembered[Asked, Result]:
        return cast(Remembered[Asked, Result], keep(function))

    return decorate
