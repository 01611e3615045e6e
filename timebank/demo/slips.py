"""The photographed paper slips of the demo county: one drawn picture, sealed for each elder anew."""

import io

from PIL import Image, ImageDraw

from timebank.actors import Actor
from timebank.files import FileStore, plain_photograph
from timebank.services.slips import StoredSlip, store_slip
from timebank.settings import Settings
from timebank.writer import Bank


class SlipDrawer:
    """Puts slips away as a coordinator's photograph would be."""

    def __init__(self, bank: Bank, settings: Settings) -> None:
        self._bank, self._files = bank, FileStore(settings.files_folder)
        self._picture = plain_photograph(_draw())

    def store(self, service_id: str, coordinator: Actor) -> StoredSlip:
        """Store the slip of a service and return its name and what it shows."""
        return store_slip(self._bank, self._files, service_id, self._picture, coordinator)


def _draw() -> bytes:
    """Return a sheet with ruled lines and a thumb print, clearly no real one."""
    sheet = Image.new("RGB", (640, 900), "#f6f1e4")
    pen = ImageDraw.Draw(sheet)
    pen.text((40, 40), "DEMO 450125 - service slip", fill="#333333")
    for line in range(8):
        pen.line((40, 120 + 70 * line, 600, 120 + 70 * line), fill="#8a8a8a", width=2)
    for ring in range(6):
        pen.ellipse(
            (430 + 8 * ring, 720 + 10 * ring, 560 - 8 * ring, 870 - 10 * ring), outline="#b03030", width=3
        )
    stream = io.BytesIO()
    sheet.save(stream, "JPEG", quality=70)
    return stream.getvalue()
