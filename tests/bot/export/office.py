"""LibreOffice as somebody at the office uses it: opens a file with a password and keeps the first sheet as CSV.

Its command line takes no password for .xlsx, so a small macro in a profile of its own does the opening.
"""

from __future__ import annotations

import io
import subprocess
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.needed import program

SOFFICE = program("soffice")

_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
 library:readonly="false" library:passwordprotected="false">
 <library:element library:name="Opening"/>
</library:library>
"""

_MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Opening" script:language="StarBasic">
Sub ToCsv(source As String, target As String, password As String)
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = &quot;Hidden&quot;
  how(0).Value = True
  how(1).Name = &quot;Password&quot;
  how(1).Value = password
  Dim kept(0) As New com.sun.star.beans.PropertyValue
  kept(0).Name = &quot;FilterName&quot;
  kept(0).Value = &quot;Text - txt - csv (StarCalc)&quot;
  On Error Goto Refused
  Dim document As Object
  document = StarDesktop.loadComponentFromURL(ConvertToURL(source), &quot;_blank&quot;, 0, how())
  document.storeToURL(ConvertToURL(target), kept())
  document.close(True)
Refused:
End Sub
</script:module>
"""


def workbook_in(content: bytes) -> Any:
    """An unencrypted .xlsx as openpyxl (which brings no types) reads it."""
    return import_module("openpyxl").load_workbook(io.BytesIO(content))


class Office:
    """One LibreOffice profile, made in an empty directory."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._start("--terminate_after_init")
        macros = directory / "profile/user/basic/Standard"
        (macros / "script.xlb").write_text(_LIBRARY)
        (macros / "Opening.xba").write_text(_MACRO)

    def as_csv(self, file: Path, password: str) -> str | None:
        """The first sheet; `None` where LibreOffice does not open the file with this password."""
        target = self._directory / "sheet.csv"
        target.unlink(missing_ok=True)
        self._start(f"macro:///Standard.Opening.ToCsv({file},{target},{password})")
        return target.read_text() if target.exists() else None

    def _start(self, what: str) -> None:
        assert SOFFICE is not None, "LibreOffice is not installed"
        profile = f"-env:UserInstallation=file://{self._directory}/profile"
        subprocess.run([SOFFICE, profile, "--headless", what], check=True, timeout=90, capture_output=True)
