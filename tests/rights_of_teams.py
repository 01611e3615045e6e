"""What the rights tests reach for of teams and pairs: a team with the volunteer in it, and a proposed pair."""

from tests.town import Town
from timebank.pairing.commands import ProposePair
from timebank.pairing.use_cases import propose_pair
from timebank.teams.commands import AnswerTeam, AskToJoin, FoundTeam
from timebank.teams.use_cases import answer_team, ask_to_join, found_team


def team_of(town: Town, site: str) -> str:
    """Have Nong set up a team at the site and Li join it; return its id."""
    team = town.bank.run(found_team, FoundTeam(site, "mutual_aid", "互助服务队"), town.nong).id
    town.bank.run(ask_to_join, AskToJoin(town.li.member_id, team), town.nong)
    town.bank.run(answer_team, AnswerTeam("yes", team_id=team), town.li)
    return team


def pair_of(town: Town) -> str:
    """Have Nong propose Li for the elder; return the pair's id."""
    return town.bank.run(propose_pair, ProposePair(town.li.member_id, town.wang.member_id), town.nong).id
