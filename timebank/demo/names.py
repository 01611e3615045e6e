"""Invented people for the demo county: the same for the same seed, none of them real.

Names are put together from surnames common in Guangxi and given names of each generation; 屯 names from
syllables of Zhuang place names. Phone numbers begin with 1790: 179 is the access code of IP telephony, so no
handset can have such a number and no message can reach a stranger.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

PHONE_PREFIX = "1790"
FIRST_PHONE = 100
"""Serial of the first invented person's phone; those below belong to the named cast."""

SURNAMES = "韦黄覃农莫蒙卢潘梁李陆樊罗蓝苏石温谭周吴何林马邓唐谢"
SURNAME_WEIGHTS = (14, 13, 10, 5, 6, 6, 5, 6, 5, 6, 5, 3, 3, 4, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1)

WOMEN_BY_DECADE = {
    1900: "秀英 桂英 凤英 玉兰 美莲 桂花 翠莲 玉珍 秀兰 桂莲 兰英 月娥 彩凤 金莲 妹仔 玉娥",
    1950: "桂兰 丽珍 美英 秀珍 月英 彩云 素芳 爱莲 建英 冬梅 春兰 慧芳 艳芳 丽华 凤仙 小英",
    1970: "丽萍 海燕 雪梅 红梅 艳萍 春燕 小玲 丽娟 彩霞 秋菊 美玲 燕芳 金凤 晓梅 柳青 海英",
    1990: "婷婷 思敏 雨欣 晓彤 佳慧 梦洁 静怡 诗琪 欣怡 子涵 雅婷 慧敏 美琪 秋月 春妮 嘉敏",
}
MEN_BY_DECADE = {
    1900: "福生 德明 家兴 有才 廷光 日新 朝安 世昌 振邦 瑞祥 家福 水生 德贵 秀山 廷芳 永福",
    1950: "建国 国庆 志强 文忠 永明 家旺 宏才 汉生 卫东 广才 立新 光荣 炳文 少军 德胜 忠诚",
    1970: "海军 志勇 建华 永强 国栋 文锋 宏伟 立军 晓东 春生 世平 剑锋 志明 家乐 文军 忠勇",
    1990: "志豪 宇航 俊杰 家豪 浩然 文博 天宇 子轩 嘉明 伟杰 晓峰 建宇 子豪 俊宇 春龙 海波",
}
HAMLET_HEADS = "那 弄 板 岜 六 古 百 塘 龙 云 内 上 下 坡"
HAMLET_TAILS = "怀 朗 乐 排 敢 灵 兰 眉 良 桑 楼 旺 陶 岭 琴 感 料 香 河 庄"

AGE_BANDS = ((18, 59), (60, 69), (70, 79), (80, 97))
AGE_BAND_WEIGHTS = (34, 30, 22, 14)
"""Of a hundred on the register: it is kept for elders and for those who help them."""

PHONELESS_PERCENT = ((80, 60), (70, 30), (60, 8))
"""(age from, of a hundred people without a phone)."""

AWKWARD = (("覃玉莲", True, 101), ("韦㙓", False, 69), ("黄䶮", False, 74), ("阿依夏·买合木提", True, 55))
"""(name, is a woman, age): always the first ones, so that even a small demo has a very old woman, characters
that old phones cannot show, and a name with a middle dot."""


@dataclass(frozen=True, slots=True)
class InventedPerson:
    """Somebody who does not exist; `phone` is "" where there is none."""

    name: str
    is_female: bool
    birth_date: date
    phone: str
    hamlet: str


def invent_people(count: int, *, seed: int, today: date) -> list[InventedPerson]:
    """Return so many people of 18 to 101 years; their ages are those of `today`."""
    random = Random(seed)  # noqa: S311 - a story that repeats, no secret
    return [_invent_person(random, serial, today) for serial in range(count)]


def birth_date_for(age: int, days_since_birthday: int, today: date) -> date:
    """Return the birth date of somebody who turned `age` so many days (0 to 360) before today."""
    is_leap_day = (today.month, today.day) == (2, 29)  # has no anniversary in most years
    anniversary = date(today.year - age, today.month, 28 if is_leap_day else today.day)
    return anniversary - timedelta(days=days_since_birthday)


def age_on(day: date, birth_date: date) -> int:
    """Return the age in completed years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def invented_phone(serial: int) -> str:
    """Return the phone number of this serial, from 1 to 9,999,999."""
    return f"{PHONE_PREFIX}{serial:07d}"


def _invent_person(random: Random, serial: int, today: date) -> InventedPerson:
    if serial < len(AWKWARD):
        name, is_female, age = AWKWARD[serial]
    else:
        youngest, oldest = random.choices(AGE_BANDS, AGE_BAND_WEIGHTS)[0]
        age = random.randint(youngest, oldest)
        is_female = random.random() < 0.56  # women help more often and live longer
        name = _invent_name(random, is_female=is_female, birth_year=today.year - age)
    return InventedPerson(
        name=name,
        is_female=is_female,
        birth_date=birth_date_for(age, random.randrange(360), today),
        phone="" if _has_no_phone(random, age) else invented_phone(FIRST_PHONE + serial),
        hamlet=invent_hamlet(random),
    )


def _invent_name(random: Random, *, is_female: bool, birth_year: int) -> str:
    by_decade = WOMEN_BY_DECADE if is_female else MEN_BY_DECADE
    given = by_decade[max(decade for decade in by_decade if decade <= birth_year)]
    return random.choices(SURNAMES, SURNAME_WEIGHTS)[0] + random.choice(given.split())


def invent_hamlet(random: Random) -> str:
    """Return the name of a 屯, e.g. 那怀屯."""
    return f"{random.choice(HAMLET_HEADS.split())}{random.choice(HAMLET_TAILS.split())}屯"


def _has_no_phone(random: Random, age: int) -> bool:
    percent = next((percent for least, percent in PHONELESS_PERCENT if age >= least), 0)
    return random.randrange(100) < percent
