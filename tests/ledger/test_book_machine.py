"""A book against a model: whatever is asked in whatever order, both agree, and the audit finds nothing."""

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from ledger.account import AccountTerms
from ledger.audit import audit
from ledger.errors import LedgerError
from ledger.memory_store import MemoryStore
from tests.ledger.desk import BOOK, ORIGIN, VKEY, Desk, handle, leg

NAMES = ["issue", "wang", "li", "nong", "zhao"]
MINTED = 1_000
ACCOUNTS = st.sampled_from(NAMES)
AMOUNTS = st.integers(-1, 60) | st.just(MINTED + 1)


@dataclass
class ModelAccount:
    """What an account should be: the balance, what is set aside, how far below zero it may go."""

    limit: int = 0
    status: str = "open"
    balance: int = 0
    reserved: int = 0
    coming: int = 0
    moves: int = 0


@dataclass
class ModelHold:
    """A reservation or a movement that something may still follow."""

    payer: str
    payee: str
    amount: int


@dataclass
class Model:
    """The rules of a book of single-leg acts, in plain words; each act returns whether it is taken."""

    accounts: dict[str, ModelAccount] = field(default_factory=dict)

    def can_pay(self, name: str, amount: int) -> bool:
        account = self.accounts[name]
        return amount <= account.balance - account.reserved + account.limit

    def move(self, payer: str, payee: str, amount: int) -> None:
        for name, sign in ((payer, -1), (payee, 1)):
            self.accounts[name].balance += sign * amount
            self.accounts[name].moves += 1

    def transfer(self, payer: str, payee: str, amount: int) -> bool:
        taken = (
            payer != payee
            and amount >= 1
            and self.accounts[payer].status == "open"
            and self.accounts[payee].status != "closed"
            and self.can_pay(payer, amount)
        )
        if taken:
            self.move(payer, payee, amount)
        return taken

    def reserve(self, payer: str, payee: str, amount: int) -> bool:
        both_open = {self.accounts[payer].status, self.accounts[payee].status} == {"open"}
        taken = payer != payee and amount >= 1 and both_open and self.can_pay(payer, amount)
        if taken:
            self.hold(ModelHold(payer, payee, amount), 1)
        return taken

    def hold(self, hold: ModelHold, sign: int) -> None:
        self.accounts[hold.payer].reserved += sign * hold.amount
        self.accounts[hold.payee].coming += sign * hold.amount
        self.accounts[hold.payer].moves += sign > 0
        self.accounts[hold.payee].moves += sign > 0

    def settle(self, hold: ModelHold, amount: int) -> bool:
        taken = 1 <= amount <= hold.amount
        if taken:
            self.hold(hold, -1)
            self.move(hold.payer, hold.payee, amount)
        return taken

    def release(self, hold: ModelHold) -> None:
        self.hold(hold, -1)
        self.accounts[hold.payer].moves += 1
        self.accounts[hold.payee].moves += 1

    def reverse(self, done: ModelHold, amount: int) -> bool:
        shut = "closed" in (self.accounts[done.payer].status, self.accounts[done.payee].status)
        taken = 1 <= amount <= done.amount and not shut and self.can_pay(done.payee, amount)
        if taken:
            self.move(done.payee, done.payer, amount)
        return taken

    def change(self, name: str, limit: int, status: str) -> bool:
        account = self.accounts[name]
        covered = account.balance - account.reserved + limit >= 0
        empty = not (account.balance or account.reserved or account.coming)
        taken = account.status != "closed" and covered and (status != "closed" or empty)
        if taken:
            account.limit, account.status = limit, status
        return taken


class BookMachine(RuleBasedStateMachine):
    """Asks book and model the same things."""

    reserved = Bundle("reserved")
    posted = Bundle("posted")

    @initialize()
    def open(self) -> None:
        self.desk = Desk(MemoryStore(BOOK))
        self.desk.do("genesis", ORIGIN, VKEY)
        self.model = Model({name: ModelAccount() for name in NAMES})
        self.model.accounts["issue"].limit = MINTED
        terms = [AccountTerms(handle(name), "min", "member") for name in NAMES[1:]]
        self.desk.do("open_accounts", [AccountTerms(handle("issue"), "min", "issue", BOOK, MINTED), *terms])

    def ask(self, taken: bool, act: str, *arguments: object) -> str | None:
        """Ask the book; it must take what the model takes and refuse what the model refuses."""
        try:
            posted = self.desk.do(act, *arguments)
        except LedgerError as refusal:
            assert not taken, f"{act} {arguments}: {refusal}"
            return None
        assert taken, f"{act} {arguments} should be refused"
        return str(posted.id)

    @rule(target=posted, payer=ACCOUNTS, payee=ACCOUNTS, amount=AMOUNTS)
    def transfer(self, payer, payee, amount):
        taken = self.model.transfer(payer, payee, amount)
        id_ = self.ask(taken, "transfer", [leg(handle(payer), amount)], [leg(handle(payee), amount)])
        return (id_, ModelHold(payer, payee, amount)) if id_ else multiple()

    @rule(target=reserved, payer=ACCOUNTS, payee=ACCOUNTS, amount=AMOUNTS)
    def reserve(self, payer, payee, amount):
        taken = self.model.reserve(payer, payee, amount)
        id_ = self.ask(taken, "reserve", [leg(handle(payer), amount)], [leg(handle(payee), amount)])
        return (id_, ModelHold(payer, payee, amount)) if id_ else multiple()

    @rule(target=posted, held=consumes(reserved), amount=AMOUNTS)
    def settle(self, held, amount):
        ref, hold = held
        taken = self.model.settle(hold, amount)
        id_ = self.ask(taken, "settle", ref, amount)
        if not taken:
            self.release(held)
        return (id_, ModelHold(hold.payer, hold.payee, amount)) if id_ else multiple()

    @rule(held=consumes(reserved))
    def release(self, held):
        ref, hold = held
        self.model.release(hold)
        self.ask(True, "release", ref, "cancelled")
        self.ask(False, "settle", ref, 1)

    @rule(done=consumes(posted), amount=AMOUNTS)
    def reverse(self, done, amount):
        ref, moved = done
        taken = self.model.reverse(moved, amount)
        id_ = self.ask(taken, "reverse", ref, amount)
        if id_ is not None:
            self.ask(False, "reverse", ref, amount)
            self.ask(False, "reverse", id_, amount)

    @rule(
        name=ACCOUNTS,
        limit=st.sampled_from([0, 30, MINTED]),
        status=st.sampled_from(["open", "open", "frozen", "closed"]),
    )
    def change(self, name, limit, status):
        taken = self.model.change(name, limit, status)
        class_, of = ("issue", BOOK) if name == "issue" else ("member", "-")
        self.ask(taken, "open_accounts", [AccountTerms(handle(name), "min", class_, of, limit, status)])

    @rule()
    def seal(self):
        self.ask(True, "seal", self.desk.book.head().size - 1)

    @invariant()
    def book_and_model_agree(self):
        for name, expected in self.model.accounts.items():
            account = self.desk.book.account(handle(name), "min")
            found = (account.balance, account.pending_debits, account.pending_credits, account.version)
            assert found == (expected.balance, expected.reserved, expected.coming, expected.moves)
        assert sum(account.balance for account in self.model.accounts.values()) == 0

    @invariant()
    def the_audit_finds_nothing(self):
        assert audit(self.desk.store, secrets=self.desk.safe) == []


BookMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestBookMachine = BookMachine.TestCase
