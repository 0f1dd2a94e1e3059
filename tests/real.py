#!/usr/bin/env python3
"""Finished files under independent readers: every report given (default: the samples and,
where it exists, ../shared/real beside the checkout; JB_REAL names another folder) is
exported and then read back.

  text      every letter and digit of the body, in order (reference: markdown-it-py and
            PyYAML); the metadata field by field
  pages     none empty, no glyph beyond the margins (MuPDF's positions)
  readers   qpdf, Ghostscript, pdffonts; no radicals in extracted text
  kinsoku   first and last characters of running lines
  pairs     adjacent full-width marks are squeezed
  flush     justified lines but a paragraph's last end at the measure

    tests/real.py [REPORT|FOLDER...]    KEEP=DIR keeps the PDFs there"""

import difflib
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True  # nothing is left in the checkout
sys.path.insert(0, os.path.join(ROOT, "tests", "tools"))
import pdftext  # noqa: E402
import reference  # noqa: E402
from align import Alignment  # noqa: E402
from frame import Frame  # noqa: E402

PROGRAM = os.environ.get("JIANBAO", os.path.join(ROOT, "build", "release", "jianbao"))
RADICAL = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
# Words the program may print of itself.
OWN_WORDS = [
    "核心要点", "要点", "风险提示", "来源", "数据来源", "资料来源", "续表", "续", "免责声明", "注",
    "原报告", "原题", "页", "第", "共", "数据截至", "出品方", "图片缺失", "找不到图片", "本期", "期",
    "keypoints", "source", "risk", "disclaimer", "page", "of", "originalreport", "pages",
    "continued", "note", "dataasof", "riskwarning", "risknotice", "图", "表", "日期", "作者",
    "发布", "更新", "标签", "关键词", "摘要",
]


class Checks:
    def __init__(self, report):
        self.report = os.path.relpath(report)
        self.passed = self.failed = 0
        self.names = []  # of the checks that failed
        self.is_quiet = False

    def check(self, name, faults):
        if not faults:
            self.passed += 1
            return
        self.failed += 1
        self.names.append(name)
        if self.is_quiet:
            return
        for fault in faults[:LIMIT]:
            print(f"FAIL {self.report}: {name}: {fault}")
        if len(faults) > LIMIT:
            print(f"FAIL {self.report}: {name}: ... and {len(faults) - LIMIT} more")


SETTINGS = []  # further arguments of export
LIMIT = int(os.environ.get("JB_LIMIT", "6"))
FRAME = Frame()
SQUASH = str.maketrans({"\n": None, "\r": None, "\f": None, " ": None})


def main():
    if not reference.need_modules():
        print("0 passed, %d failed" % bool(os.environ.get("CI")))
        return bool(os.environ.get("CI"))
    reports = find_reports(sys.argv[1:])
    passed = failed = 0
    lacking = [t for t in ("mutool", "pdftotext", "pdffonts", "pdfinfo", "qpdf", "gs")
               if not shutil.which(t)]
    for name in lacking:
        print(f"not checked: {name} is missing")
    failed += len(lacking) if os.environ.get("CI") else 0
    if "mutool" in lacking or "pdftotext" in lacking:
        print(f"{passed} passed, {failed} failed")
        return failed > 0
    folder = os.environ.get("KEEP") or tempfile.mkdtemp(prefix="real-")
    os.makedirs(folder, exist_ok=True)
    try:
        for report in reports:
            checks = Checks(report)
            test_report(report, folder, checks)
            passed, failed = passed + checks.passed, failed + checks.failed
    finally:
        if not os.environ.get("KEEP"):
            shutil.rmtree(folder)
    if not reports:
        print("no reports")
        failed += 1
    print(f"{len(reports)} reports")
    print(f"{passed} passed, {failed} failed")
    return failed > 0


def find_reports(args):
    places = args or [os.path.join(ROOT, "samples")]
    if not args:
        real = os.environ.get("JB_REAL", os.path.join(ROOT, "..", "shared", "real"))
        if os.path.isdir(real):
            places.append(real)
    out = []
    for place in places:
        if os.path.isdir(place):
            for pattern in ("*.yaml", "*.yml", "*.md"):
                out += sorted(glob.glob(os.path.join(glob.escape(place), pattern)))
        else:
            out.append(place)
    # Text from right to left is read in other orders: tests/scripts.py looks at it.
    return [report for report in out if args or os.path.basename(report) not in
            ("scripts.yaml", "rtl.yaml")]


def test_report(report, folder, checks):
    pdf = os.path.join(folder, os.path.basename(report) + ".pdf")
    try:
        done = pdftext.output([PROGRAM, "export", report, "-o", pdf, *SETTINGS],
                              timeout=120)
    except (OSError, subprocess.TimeoutExpired) as fault:
        checks.check("export", [str(fault)])
        return
    said = done.stderr.decode("utf-8", "replace")
    checks.check("export", [] if done.returncode == 0 else
                 [f"status {done.returncode}: " + said.strip()[-600:]])
    if done.returncode != 0 or not os.path.exists(pdf):
        return
    ref = reference.read(report)
    checks.check("readers", readers(pdf))
    try:
        pages = pdftext.read(pdf)
    except RuntimeError as fault:
        checks.check("mutool", [str(fault)])
        return
    checks.check("pages", page_faults(pages))
    raw = crop_text(pdf, pages[0], "-raw")
    checks.check("text", text_faults(ref, raw, pdf, pages))
    checks.check("metadata", meta_faults(ref, raw, pdf))
    checks.check("radicals", radical_faults(ref, pdf, pages))
    lines = body_lines(pages)
    if ref.rubies:
        usual = max(line.size for line in lines if line.size < 12)
        lines = [line for line in lines if line.size > 0.55 * usual]
    place(lines, ref)
    checks.check("kinsoku", kinsoku_faults(lines))
    checks.check("pairs", pair_faults(lines))
    columns = any("\u3105" <= c <= "\u312f" for ruby in ref.rubies for c in ruby)
    checks.check("flush", flush_faults(lines, pages[0].width, 0.5 * columns))


# ---- readers -----------------------------------------------------------------------

def readers(pdf):
    faults = []
    if shutil.which("qpdf"):
        done = pdftext.output(["qpdf", "--check", pdf])
        if done.returncode != 0 or b"WARNING" in done.stdout + done.stderr:
            faults.append("qpdf: " + (done.stdout + done.stderr).decode()[-300:])
        faults += unsafe(pdftext.output(["qpdf", "--qdf", "--object-streams=disable",
                                         "--stream-data=preserve", pdf, "-"]).stdout)
    if shutil.which("gs"):
        done = pdftext.output(["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=nullpage",
                               "-dPDFSTOPONERROR", "-dPDFSTOPONWARNING", pdf])
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        if done.returncode != 0 or said:
            faults.append("gs: " + said[-300:])
    done = pdftext.output(["pdffonts", pdf])
    said = done.stdout.decode("utf-8", "replace")
    if done.stderr:
        faults.append("pdffonts: " + done.stderr.decode("utf-8", "replace")[-300:])
    for row in said.splitlines()[2:]:
        # Emoji are Type 3 fonts, which are never subsets.
        if not re.search(r"\byes\s+yes\s+yes\s+\d+\s+\d+\s*$|Type 3\s+Custom\s+yes\s+no\s+yes",
                         row):
            faults.append("pdffonts: " + row.strip())
    return faults


def unsafe(source):
    """What acts on its own or leads out of the file by other ways than a web address."""
    source = re.sub(rb"\bstream\r?\n.*?\bendstream\b", b"", source, flags=re.S)
    faults = [f"unsafe: {name.decode()}" for name in re.findall(
        rb"/(?:JavaScript|JS|Launch|OpenAction|AA|EmbeddedFiles?|GoToR|GoToE|SubmitForm|"
        rb"ImportData|RichMedia|XFA)(?![A-Za-z])", source)]
    for uri in re.findall(rb"/URI\s*\(([^)]*)", source):
        if not re.match(rb"(?:https?://|mailto:)", uri):
            faults.append(f"unsafe: a link to {uri[:60].decode('latin-1')}")
    return faults


def page_faults(pages):
    faults = []
    for page in pages:
        if not any(ch.c.strip() for ch in page.chars) and not page.images:
            faults.append(f"page {page.number} is empty")
        body = [ch for ch in page.chars if in_body(ch, page)]
        if not any(ch.c.strip() for ch in body) and not page.images:
            faults.append(f"page {page.number} has no body")
        for line in page.lines():
            faults += margin_faults(line, page)
    return faults


def in_body(ch, page):
    return FRAME.top - 1 <= ch.y <= page.height - FRAME.bottom + 1


def margin_faults(line, page):
    left, right = FRAME.left, page.width - FRAME.right
    if line.size < 9.1:  # a wide table, centred
        room = max(0, FRAME.exhibit - (right - left)) / 2
        left, right = left - room, right + room
    where = f"page {page.number} y {line.y:.1f}: {line.text[:30]!r}"
    faults = []
    if line.left < left - 0.03:
        faults.append(f"{where} begins {left - line.left:.2f} pt left of the margin")
    if line.right > right + 0.03 + 0.02 * line.size:
        faults.append(f"{where} ends {line.right - right:.2f} pt right of the margin")
    if not 20 < line.y < page.height - 20:
        faults.append(f"{where} stands at the paper's edge")
    return faults


# ---- text --------------------------------------------------------------------------

def crop_text(pdf, page, *options):
    """The text between header and footer, by poppler."""
    box = ["-x", "0", "-y", str(int(FRAME.top) - 2), "-W", str(int(page.width) + 1),
           "-H", str(int(page.height - FRAME.top - FRAME.bottom) + 6)]
    done = pdftext.output(["pdftotext", "-enc", "UTF-8", *options, *box, pdf, "-"])
    return done.stdout.decode("utf-8", "replace")


def without_rubies(ref, raw):
    """The text without the lines that hold annotations only."""
    words = re.split(r"\s+", " ".join(ref.rubies))
    words += [re.sub("([\u02c7\u02c9-\u02cb])(?=.)", r"\1 ", word) for word in words]
    known = set(" ".join(words + ref.rubies).split())
    return "\n".join(line for line in raw.splitlines()
                     if not line.split() or not set(line.split()) <= known)


def text_faults(ref, raw, pdf, pages):
    found = pdftext.letters(without_rubies(ref, raw))
    wanted = "".join(block.letters for block in ref.blocks)
    faults = []
    laid = Alignment(wanted, found)
    for begin, end, at in laid.lost:
        faults += lost_faults(ref, wanted, found, begin, end, at)
    for note in ref.notes:
        if note.letters not in found:
            faults.append(f"footnote not found whole: {note.text[:40]!r}")
    faults += [f"text that the report does not have: {text!r}" for text in
               unexplained(ref, laid, found)]
    found = pdftext.letters(raw)
    # The other readers see the same letters; order may differ in their layout mode.
    plain = pdftext.letters(crop_text(pdf, pages[0]))
    if sorted(plain) != sorted(found):
        faults.append("pdftotext: its layout mode and -raw give different letters: "
                      + difference(plain, found))
    faults += mark_faults(pdf, pages)
    trace = pdftext.letters("".join(ch.c for page in pages for ch in page.chars
                                    if in_body(ch, page)))
    if sorted(trace) != sorted(found):
        faults.append("mutool and pdftotext give different letters: "
                      + difference(trace, found))
    return faults


def mark_faults(pdf, pages):
    """Marks too are read in the order in which they are painted; only the hyphens that the
    program sets itself are not."""
    done = pdftext.output(["pdftotext", "-enc", "UTF-8", "-raw", pdf, "-"])
    read = re.sub(r"\s", "", done.stdout.decode("utf-8", "replace"))
    painted = re.sub(r"\s", "", "".join(ch.c for page in pages for ch in page.chars))
    if read == painted:
        return []
    faults = []
    match = difflib.SequenceMatcher(None, painted, read, False)
    for what, a, b, c, d in match.get_opcodes():
        if what != "equal" and (painted[a:b].strip("-\u2010\u00ad") or read[c:d]):
            faults.append(f"pdftotext -raw reads {read[c - 8 if c > 8 else 0:d + 8]!r} where "
                          f"{painted[a - 8 if a > 8 else 0:b + 8]!r} is painted")
    return faults


def difference(a, b):
    extra = list(a)
    lacking = []
    for c in b:
        if c in extra:
            extra.remove(c)
        else:
            lacking.append(c)
    return f"only first {''.join(extra)[:40]!r}, only second {''.join(lacking)[:40]!r}"


def lost_faults(ref, wanted, found, begin, end, at):
    """A stretch that is not where it should be: the parts of it, block by block, that are
    nowhere else either (a section that repeats the key points may be dropped for them)."""
    faults = []
    pos = 0
    for block in ref.blocks:
        a, b = max(begin, pos), min(end, pos + len(block.letters))
        pos += len(block.letters)
        if a >= b:
            continue
        part = wanted[a:b]
        whole = block.letters
        if (len(whole) >= 6 and whole in found) or (len(part) >= 6 and part in found) or \
                (block.kind == "heading" and pdftext.letters(block.text) in REPLACED):
            continue
        # A row that is split over pages sets its cells' parts page by page.
        if block.kind == "cell" and whole in found[max(0, at - 800):at + 800]:
            continue
        faults.append(f"lost {part[:60]!r} ({len(part)} letters) of {block.kind} "
                      f"{block.text[:30]!r}; found there: "
                      f"...{found[max(0, at - 12):at]}|{found[at:at + 24]}...")
    return faults


# Headings of a section that stands in the key-points box instead.
REPLACED = {"核心要点", "要点", "核心观点", "主要观点", "摘要", "内容摘要", "本文要点"}


def flatten(value):
    if isinstance(value, dict):
        return [text for item in value.values() for text in flatten(item)]
    if isinstance(value, list):
        return [text for item in value for text in flatten(item)]
    return [str(value)]


def unexplained(ref, laid, found):
    """Stretches of the output that come neither from the report nor from the program's few
    own words."""
    known = [pdftext.letters(text) for text in flatten(ref.meta)]
    known += [pdftext.letters(re.sub(r"^[\d.]+", "", text)) for text in flatten(ref.meta)]
    known += [pdftext.letters(line) for text in flatten(ref.meta) for line in text.split("\n")]
    known += [note.letters for note in ref.notes]
    known += [pdftext.letters(part) for text in ref.pictures
              for part in [text] + re.split(r"[/.]", text)]
    known.append(laid.wanted)
    known += [m for text in flatten(ref.meta) for m in date_forms(text)]
    known = sorted({text for text in known if text}, key=len, reverse=True)
    out = []
    for begin, end in laid.extra:
        left = found[begin:end]
        if left in laid.wanted:
            continue
        for text in known:
            if len(text) > 1 and text in left:
                left = left.replace(text, "\n")
        for word in sorted(OWN_WORDS, key=len, reverse=True):
            left = re.sub(word, "\n", left, flags=re.I)
        for part in left.split("\n"):
            # Numbers of headings, lists and footnotes.
            part = re.sub(r"[\d一二三四五六七八九十①-⑳a-zA-Z第]{1,3}", "", part) if \
                len(part) < 12 else part
            if len(part) > 3 and len(without(part, laid.wanted)) > 3:
                out.append(part[:60])
    return out


def without(part, wanted):
    """What is left of a text after the stretches of four letters and more that the report
    has too, such as the heads of a table that are repeated on the next page."""
    left, at = [], 0
    while at < len(part):
        size = 0
        while at + size < len(part) and part[at:at + size + 1] in wanted:
            size += 1
        if size < 4:
            left.append(part[at])
            size = 1
        at += size
    return "".join(left)


def date_forms(text):
    m = re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})", str(text))
    if not m:
        return []
    y, mo, d = m[1], int(m[2]), int(m[3])
    return [f"{y}{mo:02}{d:02}", f"{y}年{mo}月{d}日", f"{y}{mo}{d}"]


def field(meta, *names):
    for name in names:
        if name in meta:
            return meta[name]
    return None


def meta_faults(ref, raw, pdf):
    found = pdftext.letters(raw)
    # A summary may run on over several blocks of the body, list numbers between them.
    body = "".join(block.letters for block in ref.blocks)
    meta = ref.meta
    faults = []

    def need(name, value):
        text = pdftext.letters(re.sub(r"\{([^{}|]*)\|[^{}]*\}", r"\1", str(value)))
        if text and text not in found and not (name == "key point" and text in body):
            faults.append(f"{name}: {str(value)[:50]!r} is not on the pages")

    title = str(field(meta, "title", "标题") or "")
    # The date that clipped titles begin with stands in the meta line.
    short = re.sub(r"^\d{4}[.年/-]\d{1,2}[.月/-]\d{1,2}日?[\s:：_-]*", "", title) or title
    need("title", short)
    need("subtitle", field(meta, "subtitle", "副标题") or "")
    date = field(meta, "date", "日期", "publishedAt")
    forms = date_forms(date or "")
    if forms and not any(form in found for form in forms):
        faults.append(f"date: {date!r} is not on the pages")
    source = field(meta, "source", "来源")
    if isinstance(source, dict):
        need("publisher", field(source, "publisher", "出品方") or "")
        need("original title", field(source, "original-title", "原题") or "")
        need("pages", field(source, "pages", "页数") or "")
    elif source and source != "历史公开研报":
        need("publisher", source)
    if field(meta, "sourceUrl") and "2025eyp" in raw:
        faults.append("sourceUrl: the aggregator's address is printed")
    points = field(meta, "key-points", "要点", "summary") or []
    if isinstance(points, str):
        points = [line for line in points.split("\n") if line.strip()]
    for point in points:
        need("key point", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", point))
    for names in (("risk", "风险提示"), ("disclaimer", "免责声明")):
        value = field(meta, *names)
        if isinstance(value, str):
            need(names[0], value)
    info = pdftext.output(["pdfinfo", pdf]).stdout.decode("utf-8", "replace")
    m = re.search(r"^Title:\s*(.*)$", info, re.M)
    if title and (not m or pdftext.letters(m[1]) not in
                  (pdftext.letters(title), pdftext.letters(short))):
        faults.append(f"pdfinfo: the title is {m[1] if m else None!r}")
    return faults


def radical_faults(ref, pdf, pages):
    faults = []
    texts = {
        "pdftotext": pdftext.output(["pdftotext", pdf, "-"]).stdout,
        "pdftotext -raw": pdftext.output(["pdftotext", "-raw", pdf, "-"]).stdout,
        "mutool": pdftext.output(["mutool", "draw", "-q", "-F", "txt", pdf]).stdout,
    }
    allowed = set(RADICAL.findall(ref.source))
    for name, text in texts.items():
        text = text.decode("utf-8", "replace")
        strange = sorted(set(RADICAL.findall(text)) - allowed)
        if strange:
            faults.append(f"{name} gives {' '.join(f'U+{ord(c):04X}' for c in strange)}")
        if "\ufffd" in text and "\ufffd" not in ref.source:
            faults.append(f"{name} gives U+FFFD")
        strange = sorted(set(re.findall("[\ue000-\uf8ff]", text)) - set(ref.source))
        if strange:
            faults.append(f"{name} gives private U+{ord(strange[0]):04X}")
    return faults


# ---- lines -------------------------------------------------------------------------

def body_lines(pages):
    out = []
    for page in pages:
        body = [ch for ch in page.chars if in_body(ch, page)]
        out += pdftext.lines_of(body)
    return out


def place(lines, ref):
    """Tells every line which block of the report it belongs to: line.block, and whether
    text of that block stands before (line.goes_on) or after it (line.is_cut)."""
    found, owner = [], []
    for line in lines:
        line.block, line.goes_on, line.is_cut = None, False, False
        line.first, line.last = None, None
        for ch in line.chars:
            for c in ch.c:
                if pdftext.is_letter(c):
                    found.append(c)
                    owner.append(line)
    found = "".join(found)
    wanted = "".join(block.letters for block in ref.blocks)
    spans, pos = [], 0
    for block in ref.blocks:
        spans += [(block, pos)] * len(block.letters)
        pos += len(block.letters)
    laid = Alignment(wanted, found)
    for i, j in enumerate(laid.at):
        if j is None:
            continue
        line = owner[j]
        if line.first is None:
            line.first = i
        line.last = i
    place_boxes(lines, ref, found, owner)
    for line in lines:
        if line.first is None:
            continue
        block, start = spans[line.first]
        last_block, _ = spans[line.last]
        if block is not last_block:
            continue  # several blocks on one line: cells of a row
        line.block = block
        line.goes_on = line.first > start
        line.is_cut = line.last + 1 < start + len(block.letters) and \
            not breaks_after(block, line.last - start)


BOXES = ("key-points", "要点", "summary", "risk", "风险提示", "disclaimer", "免责声明", "abstract",
         "摘要")


def place_boxes(lines, ref, found, owner):
    """Footnotes, key points, risk notice and the like: found whole on lines that hold
    nothing of the body."""
    boxes = list(ref.notes)
    for name in BOXES:
        for text in flatten(ref.meta.get(name, [])):
            boxes += [reference.Block("box", part) for part in text.split("\n")]
    for box in boxes:
        at = found.find(box.letters) if box.letters else -1
        while at >= 0 and any(owner[at + i].first is not None for i in range(len(box.letters))):
            at = found.find(box.letters, at + 1)
        if at < 0:
            continue
        last = at + len(box.letters) - 1
        for line in {id(o): o for o in owner[at:last + 1]}.values():
            line.block = box
            line.goes_on = line is not owner[at]
            line.is_cut = line is not owner[last]


def breaks_after(block, index):
    """Whether a hard line break stands right after letter `index` of the block."""
    seen = -1
    for at, c in enumerate(block.text):
        if pdftext.is_letter(c):
            seen += 1
            if seen == index:
                rest = block.text[at + 1:]
                m = re.search(r"[^\W_]", rest)
                return "\v" in (rest[:m.start()] if m else rest)
    return False


def where(line):
    return f"page {line.page} y {line.y:.1f}: {line.text.strip()!r}"


def follows(line, before):
    """Whether an unplaced line goes on the paragraph of the line before, by geometry."""
    return (before is not None and before.page == line.page and
            0 < line.y - before.y < 2.2 * line.size and
            abs(line.size - before.size) < 0.1 and abs(line.left - before.left) < 1)


def kinsoku_faults(lines):
    faults = []
    before = None
    for line in lines:
        if line.block is not None and line.block.kind == "code":
            before = None
            continue
        first, last = line.inked[0].c[0], line.inked[-1].c[-1]
        goes_on = line.goes_on if line.block else follows(line, before)
        if goes_on and first in pdftext.NEVER_FIRST | {"\uff0f"} and is_han_line(line):
            faults.append(f"begins with {first}: {where(line)}")
        whole = line.block.text.rstrip() if line.block else ""
        if last in pdftext.NEVER_LAST | {"\uff0f"} and not whole.endswith(last):
            faults.append(f"ends with {last}: {where(line)}")
        before = line
    return faults


def is_han_line(line):
    return any("\u3000" <= c <= "\u9fff" or "\uff00" <= c <= "\uffef"
               for c in line.text)


def pair_faults(lines):
    faults = []
    for line in lines:
        for a, b in zip(line.chars, line.chars[1:]):
            if not (a.is_full_width and b.is_full_width and a.size == b.size and
                    abs(a.y - b.y) < 0.1):
                continue
            kind = (mark_class(a.c), mark_class(b.c))
            if None in kind or kind == ("OP", "CL"):
                continue
            apart = (b.x - a.x) / a.size
            # The half em that stays between a closing and an opening mark may be used up
            # when the line is shrunk (CLREQ 3.5.3); the others are solid already.
            least = -0.03 if kind == ("CL", "OP") else 0.47
            if not least <= apart <= 0.53:
                faults.append(f"{a.c}{b.c} stand {apart:.3f} em apart: {where(line)}")
    return faults


def mark_class(c):
    if c in pdftext.OPENING:
        return "OP"
    if c in pdftext.CLOSING or c in pdftext.STOPS:
        return "CL"
    return None


def flush_faults(lines, width, column=0):
    """Lines that go on must end at an edge: the page's, or that of an inset block, which
    several lines share. column: em that may stand behind a character, of zhuyin."""
    sizes = sorted(line.size for line in lines)
    usual = max(set(sizes), key=sizes.count) if sizes else 0
    measured = [line for line in lines if line.block is not None and line.is_cut and
                line.block.kind in ("para", "box", "note") and line.size < usual + 0.5]
    rights = [line.right for line in measured]
    body = width - FRAME.right
    faults = []
    for line in measured:
        near = 0.02 * line.size + 0.01
        if abs(line.right - body) <= near:
            continue
        if column and abs(line.right + column * line.size - body) <= near:
            continue
        inset = line.left - FRAME.left
        if inset > line.size and abs(inset - (body - line.right)) <= near:
            continue  # an inset on both sides
        shared = sum(1 for right in rights if abs(right - line.right) <= 2 * near)
        if shared >= 2 and line.right < body - line.size:
            continue
        faults.append(f"ends {(line.right - body) / line.size:+.3f} em from the edge: "
                      f"{where(line)}")
    return faults


if __name__ == "__main__":
    sys.exit(main())
