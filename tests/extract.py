#!/usr/bin/env python3
"""The text layer of finished PDFs, code point by code point and in order, from the source
to four readers of different make: pdftotext, pdftotext -raw, mutool and pdf.js. Three
comparisons of which each is exact, so together they lead from the report to the reader:

  source    a Markdown report, read by markdown-it-py, is what `dump blocks` has; named
            changes aside (a typed bullet at a paragraph's head, ** without effect, the
            word before a table's source)
  order     the structure elements of `dump pages` in their order, each with all its runs,
            say what the blocks say; painted in this order too, but that a page's footnotes
            follow its body and that a row over two pages is painted page by page
  readers   what is painted on a page is what is read from it, and behind it nothing but
            the page's furniture: running title, brand, series and page number

White space is the source's within a line: a space more or less is a fault, and so is a
line end where no line ends. Between elements any may stand. mutool and pdf.js ignore
ActualText: gaps from 0.15 and 0.1 em (WIDE), by the positions that MuPDF gives, may be
spaces to them, or line ends, and no others; a typed space that is set without width, beside
a full-width mark, may be none. pdftotext's layout mode reads the cells of a row line by
line, code in columns, annotations as lines of their own and headers first: it is held to
every other element, whole and in order, and to the page's code points as counts. What else
a reader is known to change stands in FOLDS and beside the checks.

Radicals and selectors need no rule of their own: a code point that is not the source's is
a fault. Text from right to left is left to tests/scripts.py.

Arguments: reports; default: samples/, and the reports beside the checkout (JB_REAL). A
missing pdf.js is named; with CI set it is a failure."""

import collections
import concurrent.futures
import os
import re
import subprocess
import sys
import tempfile
import unicodedata

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import cases  # noqa: E402
import pdf_proof  # noqa: E402
import real  # noqa: E402
sys.path.insert(0, pdf_proof.TOOLS)
import dumps  # noqa: E402
import hostile  # noqa: E402
import pdftext  # noqa: E402
import reference  # noqa: E402

PROGRAM = pdf_proof.PROGRAM
# Soft hyphens mark divided words: readers take them away or keep them, as they like.
DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\v"))
REPAIRED = re.compile(r"^[\u00b7\uf0b7\u2022\u25cf]+|\*\*+|^资料来源：")
BULLETS = set("●◦•▪–○■")
WIDE = {"mutool": 0.15, "pdf.js": 0.1}
SMALL = 6  # points: annotations of a report's text
# mutool takes ligatures of presentation forms apart; pdf.js knows no format characters.
FOLDS = {"mutool": dict(zip(range(0xfb00, 0xfb05), ("ff", "fi", "fl", "ffi", "ffl"))),
         "pdf.js": {0x200d: None}}
SPECIAL = {"O19": cases.EXTRACTED + "\n", "hostile": hostile.body(),
           "structure": hostile.structure()}
LIMIT = 4  # faults shown of a report


def read(*command):
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8", "replace")


def readers(with_pdfjs):
    out = {"pdftotext": lambda f: read("pdftotext", "-enc", "UTF-8", f, "-"),
           "pdftotext -raw": lambda f: read("pdftotext", "-enc", "UTF-8", "-raw", f, "-"),
           "mutool": lambda f: read("mutool", "draw", "-q", "-F", "txt", f)}
    if with_pdfjs:
        script = os.path.join(pdf_proof.TOOLS, "read_pdfjs.mjs")
        out["pdf.js"] = lambda f: read("node", script, pdf_proof.CACHE, f)
    return out


class Text:
    """A text without white space, and the white space before each of its characters."""

    def __init__(self, text):
        self.bare, self.before = "", [""]
        bare = []
        for c in text.translate(DROPPED):
            if c.isspace():
                self.before[-1] += c
            else:
                bare.append(c)
                self.before.append("")
        self.bare = "".join(bare)


def bare(text):
    return Text(text).bare


def difference(a, b):
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"{b[max(0, at - 8):at + 8]!r} instead of {a[max(0, at - 8):at + 8]!r}"


# ---- source ------------------------------------------------------------------------

def source_faults(report, leaves):
    """Every block of a Markdown report stands among the leaves, in order and unchanged."""
    if not report.endswith(".md"):
        return []
    ref = reference.read(report)
    said = [REPAIRED.sub("", bare(leaf.plain)) for leaf in leaves]
    faults, at = [], 0
    for block in ref.blocks:
        text = REPAIRED.sub("", bare(block.text))
        if text in said[at:]:
            at = said.index(text, at) + 1
        elif text:
            faults.append(f"the blocks do not have {text[:40]!r} in its place")
    return faults


# ---- order -------------------------------------------------------------------------

class Element:
    """All the runs of a structure element that hold text of their own."""

    def __init__(self, run):
        self.runs = []
        self.number = run.element
        self.is_apart = run.within("table") or run.within("code")
        self.is_note = run.within("note")
        self.is_label = run.within("label")
        self.is_figure = run.within("figure") and not run.within("caption")

    def is_missing_one_of(self, figures):
        """Whether it says only that the file of a figure is missing."""
        text = "".join(run.text for run in self.runs)
        return self.is_figure and any(path in text for path in figures)


def elements_of(pages):
    elements = {}
    for run in (run for page in pages for run in page if not run.is_artifact):
        elements.setdefault(run.element, Element(run)).runs.append(run)
    return [elements[number] for number in sorted(elements)]


def pair(leaves, pages):
    """The elements beside their blocks, and whether there is one for each."""
    pairs, fits = [], True
    figures = [leaf.text for leaf in leaves if leaf.role == "figure"]
    for is_note in (False, True):
        # The marks in front of the notes are not among the leaves.
        painted = [element for element in elements_of(pages)
                   if element.is_note == is_note and not (is_note and element.is_label)
                   and not element.is_missing_one_of(figures)]
        wanted = [leaf for leaf in leaves if leaf.is_note == is_note and
                  leaf.role != "figure"]
        pairs += zip(wanted, painted)
        fits = fits and len(wanted) == len(painted)
    return pairs, fits


def order_faults(pairs, fits, pages):
    faults = paint_faults(pages) + ([] if fits else ["not an element for every block"])
    for leaf, element in pairs:
        if not says(element, leaf):
            text = "".join(run.text for run in element.runs)
            faults.append(f"{leaf.role}: painted is {difference(leaf.text, text)}")
    return faults


def says(element, leaf):
    """Whether the runs are the leaf's text; annotations stand behind the line that has
    their bases."""
    text, rubies = bare(leaf.text), bare("".join(leaf.rubies))
    if element.is_label and text in BULLETS:
        return all(bare(run.text) in BULLETS for run in element.runs)
    for part in (bare(run.text) for run in element.runs):
        if text.startswith(part):
            text = text[len(part):]
        elif rubies.startswith(part):
            rubies = rubies[len(part):]
        else:
            return False
    return not text and not rubies


def paint_faults(pages):
    """Elements are painted in the order of their numbers: that of the blocks."""
    faults, last_row = [], 0
    for number, page in enumerate(pages, 1):
        last = (False, 0)
        for run in (run for run in page if not run.is_artifact):
            key = (run.within("note"), run.element)
            rows = [n for role, n in run.around if role == "row"]
            outer = rows[0] if rows else run.element
            if key < last or (not key[0] and outer < last_row):
                faults.append(f"page {number}: {run.text[:20]!r} is painted too late")
            last = key
            last_row = last_row if key[0] else outer
    return faults


# ---- readers -----------------------------------------------------------------------

class Painted:
    """The text painted on a page, where lines begin in it, and the parts of it that are of
    one element: begin, end, whether pdftotext's layout mode reads them in this order."""

    def __init__(self, runs, apart, rubied, fold):
        self.text = Text("".join(run.text for run in runs).translate(fold))
        self.parts, self.line_ends = [], set()
        at = 0
        for before, run in zip([None] + runs, runs):
            end = at + len(bare(run.text.translate(fold)))
            if (before is None or before.element != run.element or run.is_artifact or
                    (run.element in rubied and min(run.size, before.size) < SMALL)):
                self.parts.append([at, end, True])
            elif run.x <= before.x or abs(run.y - before.y) > 0.6 * max(run.size, before.size):
                self.line_ends.add(at)
            self.parts[-1][1] = end
            if run.is_artifact or run.element in apart | rubied:
                self.parts[-1][2] = False
            at = end


def furniture_faults(tail, titles, number, count):
    """What is read behind the body: nothing but the page's furniture."""
    if not tail:
        return []
    m = re.fullmatch(r"(.*?)(?:第(\d+)页/共(\d+)页|Page(\d+)of(\d+))(.*)", tail)
    if not m or [int(n) for n in m.groups()[1:5] if n] != [number, count]:
        return [f"page {number}: {tail[:40]!r} is read behind the body"]
    rest = m[1] + "\n" + m[6]
    for title in titles:
        rest = rest.replace(title, "")
    rest = [part for part in re.split("[…\n]", rest) if part]
    return [f"page {number}: {part[:40]!r} is read behind the body" for part in rest
            if not any(title.startswith(part) for title in titles)]


def reader_faults(name, text, painted, titles, spots):
    pages = text.split("\f")
    if len(pages) != len(painted) + 1 or pages[-1].strip():
        return [f"{len(pages) - 1} pages instead of {len(painted)}"]
    faults = []
    for number, (page, want) in enumerate(zip(pages, painted), 1):
        got = Text(page)
        if not got.bare.startswith(want.text.bare):
            faults.append(f"page {number}: {difference(want.text.bare, got.bare)}")
            continue
        faults += furniture_faults(got.bare[len(want.text.bare):], titles, number,
                                   len(painted))
        for begin, end, _ in want.parts:
            faults += space_faults(want, begin, end, got.before[begin:end],
                                   lambda at: is_wide(name, spots, number, at))
    return faults


def is_wide(name, spots, number, at):
    """Whether a reader that ignores ActualText may take a gap for a space; None for one
    that does not."""
    if name not in WIDE:
        return None
    a, b = spots[number - 1][at - 1:at + 1]
    if name == "pdf.js" and unicodedata.category(a.c[-1]) == "Mn":
        return True  # it takes no notice of places around combining marks
    return b.y != a.y or b.x - a.x - a.advance >= WIDE[name] * min(a.size, b.size)


def space_faults(want, begin, end, before, is_wide_at):
    """The white space that is read within an element against the source's."""
    faults = []
    for at in range(begin + 1, end):
        source, got = want.text.before[at], before[at - begin]
        if source == got or (at in want.line_ends and "\n" in got):
            continue
        is_wide = is_wide_at(at)
        if is_wide is bool(got) or (is_wide is not None and source and got):
            continue
        if source and set(source) == set(got):
            continue
        around = want.text.bare[max(0, at - 8):at], want.text.bare[at:at + 8]
        faults.append(f"{got!r} instead of {source!r} between {around[0]!r} and {around[1]!r}")
    return faults


def layout_faults(text, raw, painted):
    """pdftotext's layout mode: see above. It takes hyphens at line ends for its own."""
    faults = []
    for number, (page, other, want) in enumerate(
            zip(text.split("\f"), raw.split("\f"), painted), 1):
        got = Text(page)
        lost = collections.Counter(bare(other))
        lost.subtract(got.bare)
        ends = want.line_ends | {end for _, end, _ in want.parts}
        hyphens = sum(1 for end in ends if want.text.bare[end - 1:end] == "-")
        if not 0 <= lost.pop("-", 0) <= hyphens or any(lost.values()):
            faults.append(f"page {number}: other code points than -raw")
        at = 0
        for begin, end, _ in (part for part in want.parts if part[2]):
            part = "".join(re.escape(c) + "?" * (c == "-" and i + 1 in ends)
                           for i, c in enumerate(want.text.bare[begin:end], begin))
            found = re.compile(part).search(got.bare, at)
            if not found:
                faults.append(f"page {number}: {want.text.bare[begin:end][:30]!r} is not "
                              "whole or in its place")
                continue
            at = found.end()
            if at - found.start() == end - begin:
                faults += space_faults(want, begin, end, got.before[found.start():at],
                                       lambda at: None)
    return faults


def spots_of(pages, fold):
    """Every painted character with its place, a list a page; one glyph may stand for
    several."""
    return [[ch for ch in page.chars for c in ch.c.translate(DROPPED).translate(fold)
             if not c.isspace()] for page in pages]


def test(report, with_pdfjs, *options):
    with tempfile.TemporaryDirectory() as folder:
        pdf = os.path.join(folder, "report.pdf")
        done = subprocess.run([PROGRAM, "export", "-q", *options, report, "-o", pdf])
        faults = [f"export: status {done.returncode}"] if done.returncode else \
            read_faults(report, pdf, with_pdfjs, *options)
    for fault in faults[:LIMIT]:
        print(f"FAIL {report}: {fault}")
    return not faults


def read_faults(report, pdf, with_pdfjs, *options):
    leaves = dumps.blocks(PROGRAM, report, *options)
    pages = dumps.pages(PROGRAM, report, *options)
    titles = [bare(leaf.text) for leaf in leaves
              if leaf.role in ("title", "brand", "series")]
    pairs, fits = pair(leaves, pages)
    faults = [f"source: {fault}" for fault in source_faults(report, leaves)]
    faults += [f"order: {fault}" for fault in order_faults(pairs, fits, pages)]
    rubied = {element.number for leaf, element in pairs if leaf.rubies}
    apart = {element.number for _, element in pairs if element.is_apart}
    traced = pdftext.read(pdf)
    texts = {name: reader(pdf) for name, reader in readers(with_pdfjs).items()}
    for name, text in texts.items():
        fold = FOLDS.get(name, {})
        painted = [Painted(page, apart, rubied, fold) for page in pages]
        if name == "pdftotext":
            found = layout_faults(text, texts["pdftotext -raw"], painted)
        else:
            found = reader_faults(name, text, painted, titles, spots_of(traced, fold))
        faults += [f"{name}: {fault}" for fault in found]
    return faults


def test_special(folder, name, body, measure, with_pdfjs):
    report = os.path.join(folder, f"{name} at {measure}.md")
    with open(report, "w", encoding="utf-8") as out:
        out.write(f"---\ntitle: {name}\nnumbering: chinese\n---\n" + body)
    return test(report, with_pdfjs, "--layout", "plain", "--set", "measure=" + measure,
                "--set", "page.height=400pt")


def main():
    if not reference.need_modules():
        print("0 passed, %d failed" % bool(os.environ.get("CI")))
        return bool(os.environ.get("CI"))
    with_pdfjs = pdf_proof.shutil.which("node") and pdf_proof.fetch("pdfjs-dist")
    passed = failed = 0
    if not with_pdfjs:
        print("not checked: pdf.js (cannot be had here)")
        failed += bool(os.environ.get("CI"))
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        work = [pool.submit(test, report, with_pdfjs)
                for report in real.find_reports(sys.argv[1:])]
        work += [pool.submit(test_special, folder, name, body, measure, with_pdfjs)
                 for name, body in SPECIAL.items() for measure in ("40em", "16em")]
        results = [job.result() for job in work]
    passed, failed = passed + results.count(True), failed + results.count(False)
    print(f"{passed} passed, {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
