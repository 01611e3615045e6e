"""Steps with a team that several tests take."""

from tests import walk
from tests.town import SITE, Town
from timebank.departures.commands import ConfirmDeparture, EnterDeparture
from timebank.departures.jobs import DEPARTURES
from timebank.departures.use_cases import confirm_departure, enter_departure
from timebank.jobs import run_job
from timebank.services.commands import ConfirmService
from timebank.services.use_cases import confirm_service
from timebank.teams.commands import AnswerTeam, AskToJoin, FoundTeam
from timebank.teams.use_cases import answer_team, ask_to_join, found_team


def a_team(town: Town, name: str = "云城互助服务队") -> str:
    """Let Nong set up a team; return its id."""
    return town.bank.run(found_team, FoundTeam(SITE, "mutual_aid", name), town.nong).id


def joined(town: Town) -> str:
    """Let Nong ask Li, who says yes; return the team's id."""
    team = a_team(town)
    town.bank.run(ask_to_join, AskToJoin(town.li.member_id, team), town.nong)
    town.bank.run(answer_team, AnswerTeam("yes", team_id=team), town.li)
    return team


def settled_for(town: Town, team: str, minutes: int = 60, **more: object) -> str:
    """Log what Li gave Wang for a team, have it confirmed, reviewed twice, and settle; return its id."""
    step = walk.logged(town, minutes=minutes, team=team, **more)
    town.bank.run(confirm_service, ConfirmService(step.id, "own_device"), town.wang)
    for reviewer in (town.nong, town.qin):
        walk.verify(town, step.id, reviewer)
    walk.pass_notice(town)
    return step.id


def close_account_of_wang(town: Town, left: int = 60) -> None:
    """Let Wang spend what is left, and die; her account is closed, and the pool gets what comes back to it."""
    walk.spend(town, town.wang, left)
    day = town.clock.now().date()
    departure = town.bank.run(enter_departure, EnterDeparture(town.wang.member_id, "died", day), town.nong)
    town.bank.run(confirm_departure, ConfirmDeparture(departure.id), town.pan)
    town.clock.advance(days=8)
    run_job(town.bank, DEPARTURES)
    with town.bank.reading(town.nong) as reading:
        account = reading.ledger.account(reading.ledger.member_handle(town.wang.member_id))
    assert account.status == "closed"
