"""What the build of a wheel adds: the manual page, and the shipped decks as parsed, so that the
first start reads no YAML. Hatchling runs it; an editable install goes without both.
"""

import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface):
    """Writes both to a folder of its own, from which they go into the wheel."""

    folder = None

    def initialize(self, version, build_data):
        if version == "editable":
            return
        self.folder = tempfile.TemporaryDirectory()
        sys.path.insert(0, self.root)
        from learnms.cli.man import manual
        from learnms.engine.ingest import parser
        from learnms.engine.parsed_decks import NAME, to_bytes

        page, decks = Path(self.folder.name, "learnms.1"), Path(self.folder.name, NAME)
        page.write_text(manual(), "ascii")
        decks.write_bytes(to_bytes(Path(self.root, "decks"), parser()))
        build_data["shared_data"][str(page)] = "share/man/man1/learnms.1"
        build_data["force_include"][str(decks)] = f"learnms/shipped/{NAME}"

    def finalize(self, version, build_data, artifact_path):
        if self.folder is not None:
            self.folder.cleanup()
