"""What is recorded of a helper: languages and skills, by which a volunteer is proposed for a need."""

from dataclasses import dataclass

from timebank.errors import N_


@dataclass(frozen=True, slots=True)
class Language:
    """A language spoken in the three regions; `tag` is its BCP 47 tag, by which spoken prompts are named."""

    code: str
    name: str
    tag: str


LANGUAGES = (
    Language("putonghua", N_("普通话"), "cmn"),
    Language("zhuang", N_("壮语"), "za"),
    Language("pinghua", N_("平话"), "csp"),
    Language("guiliu", N_("桂柳话"), "cmn-x-guiliu"),
    Language("cantonese", N_("粤语（白话）"), "yue"),
    Language("hakka", N_("客家话"), "hak"),
    Language("yao", N_("瑶语"), "ium"),
    Language("gan", N_("赣语"), "gan"),
    Language("sign", N_("手语"), "csl"),
)


@dataclass(frozen=True, slots=True)
class Skill:
    """Something a volunteer can do well enough to be asked for it."""

    code: str
    name: str


SKILLS = (
    Skill("cooking", N_("做饭")),
    Skill("nursing", N_("护理照料")),
    Skill("first_aid", N_("急救")),
    Skill("lifting", N_("翻身、转移")),
    Skill("haircut", N_("理发")),
    Skill("repairs", N_("水电、家电维修")),
    Skill("sewing", N_("缝补")),
    Skill("driving", N_("开车")),
    Skill("phones", N_("教用手机")),
    Skill("reading", N_("读报、代写")),
    Skill("paperwork", N_("办手续")),
    Skill("listening", N_("陪伴开导")),
    Skill("singing", N_("山歌、文艺")),
    Skill("farming", N_("农活、种菜")),
    Skill("organising", N_("组织活动")),
)
