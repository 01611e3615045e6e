"""Where the published test vectors lie: `$TIMEBANK_VECTORS`, by default beside the repository."""

import os
from pathlib import Path

import pytest


def vectors_folder() -> Path:
    """Return the folder. For the top of a test file: without the vectors the file is skipped, in CI it fails."""
    folder = Path(os.environ.get("TIMEBANK_VECTORS") or Path(__file__).parents[2] / "../shared/vectors")
    if not folder.is_dir():
        sentence = f"the published vectors are not at {folder}; set TIMEBANK_VECTORS to their folder"
        if os.environ.get("CI") == "true":
            raise FileNotFoundError(sentence)
        pytest.skip(sentence, allow_module_level=True)
    return folder
