"""Which files were taken in: the same one again changes nothing."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from timebank.db import Base


class SheetImport(Base):
    """A file that was taken in at a site, by the digest of its rows."""

    __tablename__ = "sheet_import"

    book: Mapped[str] = mapped_column(String(6), primary_key=True)
    site: Mapped[str] = mapped_column(String(14), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    rows: Mapped[int] = mapped_column(Integer)
    taken_by: Mapped[str] = mapped_column(String(36))
    taken_at: Mapped[datetime]
