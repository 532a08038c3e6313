import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from reader.store.database import Database
from reader.store.outline_folds import OutlineFolds


def test_what_was_folded_comes_back(library_database: Callable[[], AbstractAsyncContextManager[Database]]) -> None:
    folds = {("1 Introduction", 0): True, ("付録", None): False}

    async def work() -> None:
        async with library_database() as database:
            await OutlineFolds(database).save("d", folds)
        async with library_database() as database:
            store = OutlineFolds(database)
            assert await store.folds("d") == folds
            assert await store.folds("another") == {}
            await store.save("d", {})
            assert await store.folds("d") == {}

    asyncio.run(work())
