"""Faults that somebody might bring into the code one day, each with the test that must then fail."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: in this file of the repository `old`, which stands there once, becomes `new`."""

    name: str
    file: str
    old: str
    new: str
    test: str


PLANTED = (
    Planted(
        "the log is not synced at a commit",
        "timebank/db.py",
        "'FULL' if is_durable",
        "'NORMAL' if is_durable",
        "tests/torture/test_power.py::test_a_cut_costs_nothing_that_was_acknowledged",
    ),
    Planted(
        "readers may write",
        "timebank/db.py",
        '*(() if writer else ("query_only=ON",)),',
        "",
        "tests/timebank/test_writer.py::test_readers_cannot_write",
    ),
    Planted(
        "the head is not locked, on PostgreSQL",
        "ledger/sql_store.py",
        'return " FOR UPDATE" if str(locked).endswith(" FOR UPDATE") else ""',
        'return ""',
        "tests/ledger/test_ledger_race.py::test_nobody_forks_the_chain",
    ),
    Planted(
        "two entries may go on from one",
        "ledger/tables.py",
        '    UniqueConstraint("book", "prev"),\n',
        "",
        "tests/ledger/test_audit.py::test_an_untouched_book_has_no_findings",
    ),
    Planted(
        "a failed commit counts as done",
        "timebank/batch.py",
        '            log.exception("commit_failed")\n            connection.invalidate()\n            return False',
        '            log.exception("commit_failed")\n            connection.invalidate()\n            return True',
        "tests/timebank/test_writer_faults.py::"
        "test_a_failed_commit_is_answered_as_unknown_and_the_same_key_settles_it",
    ),
    Planted(
        "a request asked again is done again",
        "timebank/batch.py",
        "if found is not None:",
        "if False:",
        "tests/timebank/test_requests.py::test_the_same_request_again_changes_nothing_and_answers_the_same",
    ),
    Planted(
        "a key may be used for something else",
        "timebank/requests.py",
        "if earlier.get(field) != digests.get(field):",
        "if False:",
        "tests/timebank/test_requests.py::test_the_same_key_with_other_content_names_the_field",
    ),
    Planted(
        "nobody looks whether there is enough",
        "ledger/rules.py",
        "if available is not None and amount > available:",
        "if False:",
        "tests/ledger/test_ledger_race.py::test_the_last_minute_is_spent_once",
    ),
    Planted(
        "the log is ordered by the machine's clock",
        "timebank/bookkeeper.py",
        "return max(now, last)",
        "return now",
        "tests/timebank/test_bookkeeper.py::test_recorded_time_never_goes_back_when_the_machines_clock_does",
    ),
    Planted(
        "subtrees are joined the wrong way round",
        "ledger/merkle.py",
        "result = node_hash(subtree, result)",
        "result = node_hash(result, subtree)",
        "tests/ledger/test_merkle.py::test_its_roots_are_those_of_the_definition",
    ),
    Planted(
        "the audit does not compare an entry with its leaf",
        "ledger/audit_pass.py",
        "return leaves if named == leaves[: len(named)] and self._tree.push_all(leaves) else None",
        "self._tree.push_all(leaves)\n        return leaves",
        "tests/ledger/test_audit.py::test_one_changed_byte_names_exactly_its_entry",
    ),
    Planted(
        "a witness cosigns any growth",
        "ledger/witness.py",
        '        return WitnessAnswer(422, f"{error}\\n")\n',
        "        pass\n",
        "tests/timebank/test_cosigning.py::test_a_history_that_the_witness_has_not_seen_is_not_cosigned",
    ),
    Planted(
        "an older database goes unnoticed",
        "timebank/signed_heads.py",
        "        return RolledBack(signed=signed.size, here=head.size)\n",
        "        return None\n",
        "tests/timebank/test_publishing.py::"
        "test_an_older_database_comes_up_read_only_and_says_how_far_it_was_signed",
    ),
    Planted(
        "a bad signature counts for nothing instead of against",
        "ledger/note.py",
        "if not key.fits(text.encode(), signature.signature):",
        "if False:",
        "tests/timebank/test_publishing.py::test_a_mark_that_the_book_did_not_sign_is_not_believed",
    ),
    Planted(
        "who had a part may review",
        "timebank/services/model.py",
        "if reviewer_id in had_part:",
        "if False:",
        "tests/timebank/services/test_attacks.py::test_who_typed_the_times_had_a_part",
    ),
    Planted(
        "a period is claimed by everybody",
        "timebank/jobs.py",
        "    except AlreadyClaimed:\n        return 0\n",
        "    except AlreadyClaimed:\n        pass\n",
        "tests/timebank/test_jobs.py::test_of_many_who_ask_at_once_one_does_it",
    ),
    Planted(
        "forms are taken from anywhere",
        "web/protection.py",
        "            csrf.protect()\n",
        "            pass\n",
        "tests/web/test_forms.py::test_a_form_without_its_token_is_not_taken",
    ),
    Planted(
        "what people typed is taken for markup",
        "web/templates/macros/forms.html",
        "{{ values.get(name, '') }}</textarea>",
        "{{ values.get(name, '')|safe }}</textarea>",
        "tests/web/test_templates.py::test_typed_text_cannot_become_markup",
    ),
)
