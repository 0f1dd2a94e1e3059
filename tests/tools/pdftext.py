"""What stands where in a PDF, as MuPDF sees it: every glyph with its code points, its
origin, its advance, its font and its size, in painting order, and lines made of them.

The positions come from `mutool trace`, which prints what the interpreter paints before
any text heuristics (no spaces guessed, no reordering); lengths are points, y grows
downwards from the page's top."""

import html
import re
import subprocess
import unicodedata

OPENING = set("\u2018\u201c\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a\u301d"
              "\uff08\uff3b\uff5b\uff5f")
CLOSING = set("\u2019\u201d\u3009\u300b\u300d\u300f\u3011\u3015\u3017\u3019\u301b\u301e"
              "\u301f\uff09\uff3d\uff5d\uff60")
STOPS = set("\u3001\uff0c\uff1b\u3002\uff0e\uff1a\uff01\uff1f")
INTERPUNCTS = set("\u00b7\u2027\u30fb\uff65")
CONNECTORS = set("\u2013\u2010\u301c\u30a0\uff5e\uff0d")
NEVER_FIRST = CLOSING | STOPS | INTERPUNCTS | CONNECTORS
NEVER_LAST = OPENING


class Char:
    """One painted glyph; c is "" for the further glyphs of a cluster."""
    __slots__ = ("c", "x", "y", "advance", "font", "size", "page", "index")

    def __init__(self, c, x, y, advance, font, size):
        self.c, self.x, self.y = c, x, y
        self.advance, self.font, self.size = advance, font, size
        self.page = self.index = 0

    @property
    def is_full_width(self):
        return self.advance >= 0.9 * self.size

    @property
    def left(self):
        """Where its body begins: an opening full-width mark's blank half is no body."""
        if self.c in OPENING and self.is_full_width:
            return self.x + 0.5 * self.size
        return self.x

    @property
    def right(self):
        if (self.c in CLOSING or self.c in STOPS) and self.is_full_width:
            return self.x + self.advance - 0.5 * self.size
        return self.x + self.advance


class Line:
    """Glyphs on one baseline that follow each other, in painting order."""

    def __init__(self, chars):
        self.chars = chars
        self.page = chars[0].page
        self.y = chars[0].y

    @property
    def text(self):
        return "".join(ch.c for ch in self.chars)

    @property
    def inked(self):
        return [ch for ch in self.chars if ch.c.strip()]

    @property
    def left(self):
        return min(ch.left for ch in self.inked)

    @property
    def right(self):
        return max(ch.right for ch in self.inked)

    @property
    def size(self):
        sizes = sorted(ch.size for ch in self.inked)
        return sizes[len(sizes) // 2]


class Page:
    def __init__(self, number, box):
        self.number = number
        self.box = box  # x0, y0, x1, y1
        self.chars = []
        self.images = 0
        self.seen = set()  # where glyphs stand, of those that are painted twice
        self.is_repeat = False

    @property
    def width(self):
        return self.box[2] - self.box[0]

    @property
    def height(self):
        return self.box[3] - self.box[1]

    def lines(self):
        return lines_of(self.chars)


TOKEN = re.compile(
    r'<page number="(?P<page>\d+)" mediabox="(?P<box>[^"]*)"'
    r'|<(?P<text>fill_text|stroke_text|ignore_text|clip_text)\b[^>]*transform="(?P<ctm>[^"]*)"'
    r'|<span font="(?P<font>[^"]*)"[^>]*trm="(?P<trm>[^"]*)"'
    r'|<g unicode="(?P<u>"|[^"]*)"(?: glyph="(?P<gid>[^"]*)")?'
    r' x="(?P<x>[^"]*)" y="(?P<y>[^"]*)"'
    r'(?: adv="(?P<adv>[^"]*)")?'
    r'|<(?P<image>fill_image)\b', re.S)


def output(args, **more):
    return subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)


def read(path):
    """The pages of a PDF. Raises RuntimeError when MuPDF cannot read it."""
    done = output(["mutool", "trace", path])
    if done.returncode != 0:
        raise RuntimeError("mutool trace: " + done.stderr.decode(errors="replace"))
    pages = []
    ctm, trm, font, painted = (1, 0, 0, 1, 0, 0), (1, 0, 0, 1), "", False
    for m in TOKEN.finditer(done.stdout.decode("utf-8", "replace")):
        if m["page"]:
            pages.append(Page(int(m["page"]), tuple(float(v) for v in m["box"].split())))
        elif m["text"]:
            ctm = tuple(float(v) for v in m["ctm"].split())
            painted = m["text"] != "clip_text"
        elif m["font"] is not None:
            font = m["font"]
            trm = tuple(float(v) for v in m["trm"].split())
        elif m["image"]:
            pages[-1].images += 1
        elif painted:
            _add(pages[-1], m, ctm, trm, font)
    _number(pages)
    return pages


def _add(page, m, ctm, trm, font):
    c = html.unescape(m["u"])
    if m["gid"] in (None, "-1"):  # a further code point of the cluster before
        if page.chars and not page.is_repeat:
            page.chars[-1].c += c
        return
    gx, gy = float(m["x"]), float(m["y"])
    x = ctm[0] * gx + ctm[2] * gy + ctm[4]
    y = ctm[1] * gx + ctm[3] * gy + ctm[5]
    size = abs(ctm[0] * trm[0] + ctm[2] * trm[1])
    # Synthetic bold paints the same glyphs twice (filled, then stroked).
    key = (c, font, round(x, 2), round(y, 2))
    page.is_repeat = key in page.seen and float(m["adv"] or 0) > 0
    if not page.is_repeat:
        page.seen.add(key)
        page.chars.append(Char(c, x, y, float(m["adv"] or 0) * size, font, size))


def _number(pages):
    for page in pages:
        for i, ch in enumerate(page.chars):
            ch.page, ch.index = page.number, i


def lines_of(chars):
    """Groups glyphs into lines: one follows the other on the same baseline (raised and
    lowered glyphs ride along, and notes in two lines) without a gap of more than 1.1 em
    between their bodies, as cells of a row and labels of a list have it."""
    lines = []
    current = []
    base = None
    for ch in chars:
        if current and not (_follows(base, current[-1], ch) or
                                _goes_on(base, current, ch)):
            lines.append(current)
            current, base = [], None
        current.append(ch)
        if base is None or ch.size > base.size:
            base = ch
    if current:
        lines.append(current)
    return [Line(line) for line in lines if any(ch.c.strip() for ch in line)]


def _goes_back(base, last, ch):
    """Whether a glyph begins the second line of a note in two lines."""
    return (ch.size == last.size <= 0.6 * base.size and ch.x < last.x and
            0.8 <= (ch.y - last.y) / ch.size <= 1.2 and
            abs(ch.y - base.y) < 0.2 * base.size)


def _goes_on(base, current, ch):
    """Whether a glyph stands behind such a note, of which the first line is longer."""
    last = current[-1]
    return (last.size <= 0.6 * base.size == 0.6 * ch.size and last.y != base.y and
            abs(ch.y - base.y) < 0.1 and
            abs(ch.left - max(c.right for c in current)) <= 1.1 * ch.size)


def _follows(base, last, ch):
    if _goes_back(base, last, ch):
        return True
    near = 0.1 if ch.size == base.size else 0.6 * max(base.size, ch.size)
    if abs(ch.y - base.y) > near and abs(ch.y - last.y) > 0.1:
        return False
    em = max(ch.size, last.size)
    return -1.2 * em <= ch.x - last.x - last.advance and ch.left - last.right <= 1.1 * em


def is_letter(c):
    return unicodedata.category(c)[0] in "LN"


def letters(text):
    return "".join(c for c in text if is_letter(c))
