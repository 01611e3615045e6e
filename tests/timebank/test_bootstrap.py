"""What opening an installation does to its folder."""

from pathlib import Path

from timebank.bootstrap import open_bank
from timebank.settings import Settings


def test_nobody_else_on_the_machine_reads_database_and_photographs(tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path / "home", database_url=f"sqlite:///{tmp_path / 'home' / 'bank.sqlite3'}"
    )
    open_bank(settings).close()
    settings.database_file.chmod(0o644)
    settings.files_folder.chmod(0o755)

    bank = open_bank(settings)

    too_open = [
        path.name
        for path in settings.home.rglob("*")
        if path.stat().st_mode & 0o077 and path.name.startswith(("bank.sqlite3", "files", "master.key"))
    ]
    assert settings.home.stat().st_mode & 0o077 == 0
    assert too_open == []
    bank.close()
