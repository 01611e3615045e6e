"""Why the shop says no, each fact by its name."""

from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Refused
from timebank.members.login_tries import TooManyTries


class ShopNotFound(NotFound):
    """The site has no shop, or not for this actor."""

    code = "shop_not_found"
    message = N_("这个互助点还没有积分超市。")


class ShopExists(Conflict):
    """A site has one shop."""

    code = "shop_exists"
    message = N_("这个互助点已经有积分超市了。")


class ShopClosed(Conflict):
    """The shop takes no new orders."""

    code = "shop_closed"
    message = N_("积分超市从 %(day)s 起停业，不能再下单。已经订好的照常来取。")


class ItemNotFound(NotFound):
    """No such item, or the shop does not keep it."""

    code = "item_not_found"
    message = N_("没有找到这种物品“%(item)s”。请核对名称或编码。")


class ItemExists(Conflict):
    """The code or the name is taken."""

    code = "item_exists"
    message = N_("已经有“%(name)s”这种物品（编码 %(item)s）。")


class MalformedItemCode(InvalidInput):
    """A code is 1 to 24 small letters and digits, as it stands in the ledger."""

    code = "malformed_item_code"
    message = N_("编码只能用小写字母和数字，最多 24 个。")


class ItemNotPriced(Refused):
    """The price list in force does not sell it."""

    code = "item_not_priced"
    message = N_("现在的价目表里没有“%(item)s”。")


class ItemTwice(InvalidInput):
    """A list names each item once."""

    code = "item_twice"
    message = N_("“%(item)s”写了两次，请合成一行。")


class NoPriceList(Conflict):
    """Nothing can be ordered before there are prices."""

    code = "no_price_list"
    message = N_("积分超市还没有价目表，请联系管理员。")


class PricesChanged(Conflict):
    """Another price list came into force meanwhile; the facts say what it asks now."""

    code = "prices_changed"
    message = N_("价格变了（新价目表 %(price_list)s）：%(prices)s。现在一共 %(points)s 分，请看看再下单。")


class CartEmpty(InvalidInput):
    """Nothing was chosen."""

    code = "cart_empty"
    message = N_("还没有选物品。请至少选一样。")


class CartTooLong(InvalidInput):
    """An order holds at most so many different items."""

    code = "cart_too_long"
    message = N_("一张订单最多 %(most)s 种物品。")


class SoldOut(Conflict):
    """The shelf holds fewer than wanted."""

    code = "sold_out"
    message = N_("“%(item)s”只剩 %(left)s，不够 %(wanted)s。")


class OrderNotFound(NotFound):
    """No such order, or not for this actor."""

    code = "order_not_found"
    message = N_("没有找到这张订单。请核对订单号。")


class OrderClosed(Conflict):
    """The order does not stand where the step needs it."""

    code = "order_closed"
    message = N_("这张订单现在的状态不能办这一步，请刷新页面再看。")


class WrongCode(Refused):
    """The pick-up code is another one."""

    code = "wrong_pickup_code"
    message = N_("取货码不对。请再看一次手机或取货单上的 6 位数字。")


class CodeTriesUsedUp(TooManyTries):
    """Too many wrong codes for this order."""

    code = "pickup_tries_used_up"
    message = N_("取货码错得太多，请过 %(minutes)s 分钟再试。")


class NotAnAdultOfIt(NotAllowed):
    """Only adults of a household spend its points."""

    code = "not_an_adult_of_household"
    message = N_("只有这一户的成年人可以用这户的积分。")


class TooMuchReturned(Refused):
    """No more comes back than was handed over."""

    code = "too_much_returned"
    message = N_("“%(item)s”最多还能退 %(left)s。")


class ReservedGoodsMissing(Conflict):
    """So many are missing that what is set aside for orders is touched."""

    code = "reserved_goods_missing"
    message = N_("少的数量里有已经被订走的。请先取消订单，至少空出 %(wanted)s，现在能动的只有 %(left)s。")


class CountDecided(Conflict):
    """A count is confirmed or rejected once."""

    code = "count_decided"
    message = N_("这次盘点已经办完了。")


class CountNotFound(NotFound):
    """No such count, or not for this actor."""

    code = "count_not_found"
    message = N_("没有找到这次盘点。")


class ReasonWanted(InvalidInput):
    """A difference needs a reason."""

    code = "count_reason_wanted"
    message = N_("数目对不上（账上 %(expected)s），请写明原因。")


class CountWaiting(Conflict):
    """The item was counted before, and the difference still waits."""

    code = "count_waiting"
    message = N_("这种物品还有一次盘点等第二个人确认，先办完再盘。")


class DonorNotFound(NotFound):
    """No such donor, or not for this actor."""

    code = "donor_not_found"
    message = N_("没有找到这位捐赠人。请核对编号，“捐赠人”页上有。")


class PledgeNotFound(NotFound):
    """No such pledge of this donor for this shop and item."""

    code = "pledge_not_found"
    message = N_("没有找到这笔认捐，或者物品、超市对不上。")


class RedListNotFound(NotFound):
    """No such entry of the red list, or not for this actor."""

    code = "red_list_not_found"
    message = N_("没有找到这条红榜。")


class RedListAnswered(Conflict):
    """It was agreed to, or taken back, before."""

    code = "red_list_answered"
    message = N_("这条红榜已经答复过了。")
