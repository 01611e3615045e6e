"""Who serves together in the demo county: a team that Mo leads, and Li who looks after Meng all year."""

from collections.abc import Iterator
from datetime import timedelta

from timebank.demo.cast import SITE
from timebank.demo.player import Step, Story
from timebank.demo.scenes import Stage
from timebank.pairing.commands import AnswerPair, PairAnswer, ProposePair
from timebank.pairing.model import Side
from timebank.pairing.use_cases import answer_pair, propose_pair
from timebank.teams.commands import AnswerTeam, AskToJoin, FoundTeam, JoiningAnswer, NameLead
from timebank.teams.model import TeamKind
from timebank.teams.use_cases import answer_team, ask_to_join, found_team, name_lead

BEGINS_BEFORE = timedelta(days=35)
A_MINUTE = timedelta(minutes=1)


def together(stage: Stage) -> Iterator[Story]:
    """Give the stories of the team and the pair."""
    yield _team(stage)
    yield _pair(stage)


def _team(stage: Stage) -> Story:
    """Tell how Nong sets up a team, Mo and Li say yes, and Mo leads it."""
    nong, mo, li = (stage.town.member(key) for key in ("nong", "mo", "li"))
    at = stage.now - BEGINS_BEFORE
    team = yield Step(at, found_team, FoundTeam(SITE, TeamKind.MUTUAL_AID, "云城互助服务队"), nong.actor)
    for one in (mo, li):
        at += A_MINUTE
        yield Step(at, ask_to_join, AskToJoin(one.member_id, team.id), nong.actor)
        at += timedelta(hours=2)
        yield Step(at, answer_team, AnswerTeam(JoiningAnswer.YES, team_id=team.id), one.actor)
    yield Step(at + A_MINUTE, name_lead, NameLead(mo.member_id, team.id), nong.actor)


def _pair(stage: Stage) -> Story:
    """Tell how Li is asked to look after Meng, who has no phone and signs on paper."""
    nong, li, meng = (stage.town.member(key) for key in ("nong", "li", "meng"))
    at = stage.now - BEGINS_BEFORE + timedelta(days=1)
    pair = yield Step(at, propose_pair, ProposePair(li.member_id, meng.member_id), nong.actor)
    yes = AnswerPair(PairAnswer.YES, pair_id=pair.id)
    yield Step(at + timedelta(hours=3), answer_pair, yes, li.actor)
    on_paper = AnswerPair(PairAnswer.YES, Side.ELDER, pair.id)
    yield Step(at + timedelta(days=1), answer_pair, on_paper, nong.actor)
