"""Taking away the photographs of sheets once every line has had its copy for a long time."""

from datetime import timedelta

from sqlalchemy import select

from timebank.actors import Actor, system
from timebank.devices.commands import ForgetPhoto
from timebank.devices.kinds import PHOTO
from timebank.devices.model import SyncItem
from timebank.devices.queries import ItemAnswer, answer_of
from timebank.files import FileStore
from timebank.jobs import Job
from timebank.work import UnitOfWork
from timebank.writer import Bank

KEPT_FOR = timedelta(days=90)
"""As long as a line that waits for somebody's look may reasonably wait."""
AT_ONCE = 100


def sweeping(files: FileStore) -> Job:
    """Return the job that forgets what no line can need any more."""
    return Job(
        "sync_photos",
        timedelta(days=1),
        lambda bank, book: _sweep(bank, files, book),
        lambda bank, book: bool(_over(bank, book)),
        starts=timedelta(hours=19),  # three in the morning in Shanghai
    )


def forget_photo(uow: UnitOfWork, command: ForgetPhoto, actor: Actor) -> ItemAnswer:
    """Forget where a photograph lies; its file is removed after."""
    item = uow.session.get_one(SyncItem, (uow.book, command.item_id))
    item.ref = ""
    return answer_of(uow, item)


def _sweep(bank: Bank, files: FileStore, book: str) -> int:
    done = 0
    while over := _over(bank, book):
        for item_id, name in over:
            bank.run(forget_photo, ForgetPhoto(item_id), system(book))
            files.remove(name)
            done += 1
    return done


def _over(bank: Bank, book: str) -> list[tuple[str, str]]:
    before = bank.clock.now() - KEPT_FOR
    with bank.reading(system(book)) as reading:
        rows = reading.session.execute(
            select(SyncItem.id, SyncItem.ref)
            .where(
                SyncItem.book == book,
                SyncItem.type == PHOTO,
                SyncItem.received_at < before,
                SyncItem.ref != "",
            )
            .limit(AT_ONCE)
        )
        return [(row.id, row.ref) for row in rows]
