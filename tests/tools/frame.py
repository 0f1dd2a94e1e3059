"""The text area of the default layout, in points, read from layouts/briefing.yaml by the
test's own eyes; the numbers of the design stand in for what the file leaves out."""

import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
POINTS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "": 1.0}


class Frame:
    def __init__(self, layout="briefing"):
        self.left = self.right = 77.1
        self.top, self.bottom, self.exhibit = 84.0, 92.0, 480.0
        path = os.path.join(ROOT, "layouts", layout + ".yaml")
        if not os.path.exists(path):
            return
        with open(path, encoding="utf-8") as file:
            text = re.sub(r"(?m)\s+#.*$", "", file.read())
        page = re.search(r"(?m)^page:(.*\n(?:[ \t{].*\n|\n)*)", text)
        for name in ("left", "right", "top", "bottom", "exhibit"):
            m = re.search(rf"\b{name}:\s*([\d.]+)\s*(pt|mm|cm|in)?", page[1]) if page else None
            if m:
                setattr(self, name, float(m[1]) * POINTS[m[2] or ""])
        measure = re.search(r"(?m)^measure:\s*([\d.]+)\s*pt", text)
        if measure:  # the side margins are what it leaves of A4
            self.left = self.right = (595.276 - float(measure[1])) / 2
