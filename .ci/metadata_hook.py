"""What an index shows of the project: the README, and the addresses of the repository.

Both need to know where the repository is. The release workflow does; elsewhere there are no
addresses, and the README goes without its pictures, which are files of the repository. Hatchling
runs it.
"""

import os
import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

PICTURE = re.compile(r"(?P<words>!\[[^\]]*\])\((?P<file>tests/[^)]*)\)\n\n")


class MetadataHook(MetadataHookInterface):
    """Writes the two fields that pyproject.toml calls dynamic."""

    def update(self, metadata):
        text = Path(self.root, "README.md").read_text("utf-8")
        metadata["urls"] = {}
        with_picture = ""
        if "GITHUB_REPOSITORY" in os.environ:
            address = f"{os.environ['GITHUB_SERVER_URL']}/{os.environ['GITHUB_REPOSITORY']}"
            commit = os.environ["GITHUB_SHA"]
            metadata["urls"] = {
                "Source": address,
                "Issues": f"{address}/issues",
                "Changelog": f"{address}/blob/{commit}/README.md#changes",
            }
            with_picture = rf"\g<words>({address}/raw/{commit}/\g<file>)\n\n"
        text = PICTURE.sub(with_picture, text)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
