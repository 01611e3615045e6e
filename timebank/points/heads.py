"""The posted list of deeds for which a village gives points, by head; an award always names one of them."""

from dataclasses import dataclass

from timebank.errors import N_


@dataclass(frozen=True, slots=True)
class Head:
    """A head of the list: its code, its name, and what belongs to it."""

    code: str
    name: str
    hint: str


# The heads of one village of the district (domain rules: points and the shop); the deeds beneath are examples.
HEADS = (
    Head("civic", N_("爱党爱国"), N_("参加升旗、村民大会、征兵宣传")),
    Head("enterprise", N_("兴业致富"), N_("带动邻居种养、学技术、帮人就业")),
    Head("customs", N_("移风易俗"), N_("红白事简办、孝敬老人、邻里和睦")),
    Head("building", N_("乡村建设"), N_("投工投劳、让地修路、护河护林")),
    Head("clean", N_("人居环境"), N_("庭院干净、垃圾分类、厕所整洁")),
    Head("lawful", N_("打击违法行为"), N_("制止、报告偷盗、赌博、诈骗")),
    Head("other", N_("其他"), N_("村民代表会议认可的好事")),
)
HEAD_BY_CODE = {head.code: head for head in HEADS}
