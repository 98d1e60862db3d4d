"""The voice of the commands: coloured on a terminal, plain text elsewhere or where NO_COLOR is set."""

from __future__ import annotations

import os
import sys

from wasabi import Printer

msg = Printer(pretty=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
