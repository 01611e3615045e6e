"""Why a device or an item it brings may be refused, each fact by its name."""

from timebank.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Refused


class DeviceNotFound(NotFound):
    """No such device, or not for this actor."""

    code = "device_not_found"
    message = N_("没有这部手机的登记。请在联网时重新登记这部手机。")


class DeviceWaiting(NotAllowed):
    """The county has not enrolled the device yet."""

    code = "device_waiting"
    message = N_("这部手机还在等县里同意。记下的都在手机里，同意以后再发。")


class DeviceRevoked(NotAllowed):
    """The device was revoked: lost, given away, or its coordinator left."""

    code = "device_revoked"
    message = N_("这部手机已经停用。记下的还在手机里，请联系县里。")


class DeviceExists(Conflict):
    """The key belongs to another device, or to a revoked one."""

    code = "device_exists"
    message = N_("这把钥匙已经登记过，请清除这部手机上的资料后重新登记。")


class DeviceDecided(Conflict):
    """The device is not in the state the step needs."""

    code = "device_decided"
    message = N_("这部手机的登记已经有了结果，请刷新再看。")


class TooManyDevices(Refused):
    """A coordinator has as many devices as are allowed."""

    code = "too_many_devices"
    message = N_("一位协管员最多登记 %(most)s 部手机，请先停用不用的。")


class MalformedKey(InvalidInput):
    """The public key is no point of the curve P-256."""

    code = "malformed_public_key"
    message = N_("手机的钥匙不对，请重新登记这部手机。")


class ItemMalformed(InvalidInput):
    """An item of a batch lacks what every item has, or is too large."""

    code = "item_malformed"
    message = N_("这一条的格式不对，没有收下。")


class SignatureWrong(NotAllowed):
    """The item was not signed by the device's key, or was changed afterwards."""

    code = "signature_wrong"
    message = N_("这一条的签名不对，没有收下。")


class BodyUnreadable(Refused):
    """The body was not sealed to this server's key, or was changed."""

    code = "body_unreadable"
    message = N_("这一条打不开，请照纸上重新录入。")


class ItemInvalid(InvalidInput):
    """What an item says cannot be right; `why` is the sentence of the field."""

    code = "item_invalid"
    message = N_("这一条填写有误：%(why)s")


class ItemTooOld(Refused):
    """The item was recorded so long ago that somebody has to look at it."""

    code = "item_too_old"
    message = N_("这一条是 %(days)s 天前记的，要有人看过才能办。")


class ClockAhead(Refused):
    """The item says that it was recorded in the future."""

    code = "device_clock_ahead"
    message = N_("这部手机的时间快了，这一条要有人看过才能办。")


class UnknownItem(Refused):
    """The item is of a type or version that this server does not know."""

    code = "unknown_item"
    message = N_("服务器还不认识这一类记录（%(type)s，第 %(version)s 版），要有人看过才能办。")


class ItemFault(Refused):
    """The server failed at this item; it is kept for somebody to try again."""

    code = "item_fault"
    message = N_("办这一条时系统出了错，已经留下，要有人看过再办。")


class ItemDropped(Refused):
    """Somebody looked at the item and did not let it in."""

    code = "item_dropped"
    message = N_("看过了，不办：%(reason)s")


class ItemNotFound(NotFound):
    """No such item, or not for this actor."""

    code = "sync_item_not_found"
    message = N_("没有这一条离线记录。")


class ItemDecided(Conflict):
    """Somebody has decided on the item already."""

    code = "sync_item_decided"
    message = N_("这一条已经有人看过了。")


class DropReasonWanted(InvalidInput):
    """Who drops an item says why; the coordinator reads it."""

    code = "drop_reason_wanted"
    message = N_("请写明为什么不办，记的人会看到。")
