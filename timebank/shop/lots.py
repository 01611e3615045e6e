"""Which delivery a piece came from: first come, first gone, so that a donor sees which villages the gift reached.

Pieces are alike, so this is a convention, kept beside the ledger and never above it: goods found at a count belong
to no delivery, and what leaves the shelf beyond the deliveries is nobody's gift.
"""

from sqlalchemy import select

from timebank.shop.supply_model import Delivery, LotUse, LotWay
from timebank.work import UnitOfWork


def take_from_lots(
    uow: UnitOfWork, site: str, item: str, quantity: int, way: LotWay, village: str = ""
) -> None:
    """Note that so many pieces left the oldest deliveries of a shelf."""
    uow.session.flush()
    lots = uow.session.scalars(
        select(Delivery)
        .where(Delivery.book == uow.book, Delivery.site == site, Delivery.item == item, Delivery.left > 0)
        .order_by(Delivery.id)
    )
    for lot in lots:
        taken = min(quantity, lot.left)
        if not taken:
            return
        lot.left -= taken
        _use(uow, lot.id, way, village).quantity += taken
        quantity -= taken


def put_back(uow: UnitOfWork, site: str, item: str, quantity: int, village: str) -> None:
    """Note that so many pieces came back from a village, to the newest deliveries it had some of."""
    uow.session.flush()
    uses = uow.session.execute(
        select(LotUse, Delivery)
        .join(Delivery, (Delivery.book == LotUse.book) & (Delivery.id == LotUse.delivery_id))
        .where(
            LotUse.book == uow.book,
            LotUse.way == LotWay.HANDED_OVER,
            LotUse.village == village,
            LotUse.quantity > 0,
            Delivery.site == site,
            Delivery.item == item,
        )
        .order_by(Delivery.id.desc())
    )
    for use, lot in uses:
        returned = min(quantity, use.quantity)
        use.quantity -= returned
        lot.left += returned
        quantity -= returned


def _use(uow: UnitOfWork, delivery_id: str, way: LotWay, village: str) -> LotUse:
    use = uow.session.get(LotUse, (uow.book, delivery_id, way, village))
    if use is None:
        use = LotUse(book=uow.book, delivery_id=delivery_id, way=way, village=village, quantity=0)
        uow.session.add(use)
    return use
