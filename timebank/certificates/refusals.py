"""Why something cannot be done to a certificate."""

from timebank.errors import N_, Conflict, NotAllowed, NotFound, Refused


class CertificateNotFound(NotFound):
    """No such certificate, none this actor may see, or a check code that is not its own."""

    code = "certificate_not_found"
    message = N_("没有找到这张证明。请对照纸上的编号和校验码再看一遍。")


class NothingToCertify(Refused):
    """The issuer has recorded no settled service of this volunteer."""

    code = "nothing_to_certify"
    message = N_("这个单位还没有记过这位志愿者已入账的服务，不能出证明。")


class CertificateUnderWay(Conflict):
    """The volunteer has one of the same issuer that is not decided yet."""

    code = "certificate_under_way"
    message = N_("已经有一张在办（编号 %(number)s），办完再申请。")


class NotTheRecorder(NotAllowed):
    """A certificate is issued by the body that recorded the services, and by no other."""

    code = "not_the_recorder"
    message = N_("证明只能由记录服务的单位出具。您不是这个单位的人。")


class OwnCertificate(NotAllowed):
    """Nobody certifies the own service, or that of the family."""

    code = "own_certificate"
    message = N_("本人和家里人的证明要请别人办，或请上一级单位出具。")


class WrongCertificateState(Conflict):
    """The certificate is not in the state that the act needs."""

    code = "wrong_certificate_state"
    message = N_("这张证明现在的状态不能这样办，请刷新页面再看。")


class SecondPersonNeeded(NotAllowed):
    """Whoever proposed to withdraw a certificate does not decide on it."""

    code = "withdrawal_needs_two"
    message = N_("撤销证明要由两个人分别办理，提出的人不能自己决定。")


class WithdrawalProposed(Conflict):
    """Somebody has proposed it already; a second person decides."""

    code = "withdrawal_already_proposed"
    message = N_("已经有人提出撤销，等另一个人决定。")


class NoWithdrawalProposed(Conflict):
    """There is nothing to decide."""

    code = "no_withdrawal_proposed"
    message = N_("没有人提出撤销这张证明。")


class CannotBeReplaced(Refused):
    """Only a certificate of the same volunteer that was issued can be replaced by a new one."""

    code = "certificate_cannot_be_replaced"
    message = N_("这个编号的证明不能换发：要是同一个人的、已经出具过的证明。")
