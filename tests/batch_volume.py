#!/usr/bin/env python3
"""The volume of a batch, beside the single documents: it is what `export --volume` makes of
the reports that are done; every line of its contents and indexes names the page that its
link leads to; the e-book's list of pages is that of the PDF; it is made again when a report,
the order or the settings of it change, and else not; faults leave it whole.

    tests/batch_volume.py       JIANBAO names the program, JB_REAL a folder of real reports"""

import collections
import glob
import html
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import ebook  # noqa: E402
import volume  # noqa: E402
import web  # noqa: E402
from batches import JIANBAO, batch, read, write  # noqa: E402
from ebook import check, epubread, pdftext, real  # noqa: E402

TITLE = "合订本"


def good(name, fine, said=""):
    check(name, [] if fine else [str(said) or "it is not so"])


def report(number, more=""):
    return (f"---\ntitle: 第{number}期周报\ndate: 2024-{number % 12 + 1:02}-01\n"
            f"source: {{publisher: 甲{number % 3}证券}}\ntags: [周报, 标签{number % 2}]\n---\n\n"
            f"## 第{number}期观点\n\n第{number}期的内容，与别期不同。{more}\n")


def record(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        found = {one["id"]: one for one in json.load(file)["reports"]}
    return found.get("/volume")


def events(result):
    """What was made: ids of reports, and "/volume"."""
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return sorted(line["record"]["id"] for line in lines if "record" in line)


# ---- what it is -----------------------------------------------------------------------


def labels(document):
    """What the viewer calls each page, from the ranges of page labels."""
    data = json.loads(volume.output("qpdf", "--json=2", "--json-key=pagelabels",
                                    document))["pagelabels"]
    count = int(volume.output("qpdf", "--show-npages", document))
    out, at = [], None
    for index in range(count):
        at = next((one for one in data if one["index"] == index), at)
        value = at["label"]
        number = value.get("/St", 1) + index - at["index"]
        text = re.sub("^u:", "", value.get("/P", "u:"))
        out.append(text + {"/D": str, "/r": roman}.get(value.get("/S"), lambda _: "")(number))
    return out


def roman(number):
    text = ""
    for value, digits in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        text += digits * (number // value)
        number %= value
    return text


def page_faults(book, pdf):
    """Each page of the list begins where that page of the PDF does."""
    reading = epubread.Reading(epubread.of_book(book))
    texts = real.crop_text(pdf, pdftext.read(pdf)[0], "-raw").split("\f")[:-1]
    called = labels(pdf)
    listed = book.links(book.nav("page-list")) if book.nav("page-list") is not None else []
    faults = [] if [(mark[0], mark[1]) for mark in reading.marks] == listed else [
        "the list of pages and the marks differ"]
    ends = [mark[2] for mark in reading.marks[1:]] + [len(reading.body)]
    for (label, _, at, head), end in zip(reading.marks, ends):
        if called.count(label) != 1:
            faults.append(f"{called.count(label)} pages of the PDF are called {label}")
            continue
        text = texts[called.index(label)]
        wanted = pdftext.letters(real.without_rubies(ebook.Rubies(reading), text))
        found = reading.body[at:min(end, at + ebook.AHEAD)]
        if not wanted.startswith((found, head + found)):
            faults.append(f"page {label} begins with {wanted[:ebook.AHEAD]!r}, not {found!r}")
    return faults, listed


def words_of(pdf):
    """The words of each page: (left, top, right, bottom, text), from its upper edge."""
    pages = volume.output("pdftotext", "-bbox", pdf, "-").split("<page ")[1:]
    word = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" '
                      r'yMax="([\d.]+)">([^<]*)</word>')
    return [(float(re.search(r'height="([\d.]+)"', page)[1]),
             [(*map(float, found[:4]), html.unescape(found[4]))
              for found in word.findall(page)]) for page in pages]


def lines_of(document, pdf, page, words):
    """The lines of links on a page: (target page, text, number at the far end)."""
    height, words = words[page]
    parts = {}
    for annot in document.objects[document.pages[page]].get("/Annots", []):
        annot = document.objects[annot]
        if "/Dest" in annot:
            left, bottom, right, top = annot["/Rect"]
            inside = [word[4] for word in words if left <= (word[0] + word[2]) / 2 <= right
                      and height - top <= (word[1] + word[3]) / 2 <= height - bottom]
            to = document.pages.index(annot["/Dest"][0])
            parts.setdefault((-top, to), []).append("".join(inside))
    for (_, to), texts in sorted(parts.items()):
        numbers = [text for text in texts if re.fullmatch(r"[\d-]+|[ivxl]+", text)]
        yield to, "".join(text for text in texts if text not in numbers[-1:]), numbers


def line_faults(document, pdf, parts):
    """Every link on the volume's own pages: the number printed on its line is what the viewer
    calls the page that it leads to, and what is printed there; the line's words stand there."""
    words, called, faults, seen = words_of(pdf), labels(pdf), [], 0
    tops = [entry["destpageposfrom1"] - 1 for entry in document.outlines]
    behind = tops[1 + parts] if len(tops) > 1 + parts else len(called)
    own = [*range(tops[1]), *range(behind, len(called))]
    for page in own:
        for to, text, numbers in lines_of(document, pdf, page, words):
            seen += bool(numbers)
            text = re.sub(r"^\d\d-\d\d", "", text)
            there = "".join(word[4] for word in words[to][1])
            printed = volume.printed(document, to)
            if numbers and called[to] != numbers[-1]:
                faults.append(f"{text} is said to be on {numbers}, but is on {called[to]}")
            elif printed and printed != called[to]:
                faults.append(f"page {called[to]} prints {printed}")
            elif text not in there and collections.Counter(text) - \
                    collections.Counter(there):
                faults.append(f"{text} is not on page {called[to]}")
    return faults, seen


def link_faults(book):
    """Contents: a line a report, each leading to the file that begins with its title."""
    faults = []
    for label, target in book.links(book.nav("toc")):
        if "#" in target:
            continue
        text = re.sub(r"<[^>]*>|\s", "", book.files[target].decode())
        if re.sub(r"\s", "", label).replace("&", "&amp;") not in text:
            faults.append(f"{target} does not say {label}")
    return faults


def try_whole(name, src, work, *more):
    """PDF and e-book through batch and through export are the same, and what they say."""
    out = os.path.join(work, name)
    result = batch(src, "-o", out, "--volume", TITLE, "--to", "pdf,epub", *more)
    good(f"{name}: status", result.returncode == 0, result.stderr[-500:])
    made = record(out)
    good(f"{name}: record", made and made["verdict"] == "done" and len(made["files"]) == 2,
         made)
    reports = sorted(path for pattern in ("*.yaml", "*.md")
                     for path in glob.glob(os.path.join(glob.escape(src), pattern)))
    reports = [path for path in reports if os.path.basename(path) != "collection.yaml"]
    good(f"{name}: parts", made and made["parts"] == len(reports), made)
    one = os.path.join(work, name + "-one", "")
    subprocess.run([JIANBAO, "export", "-q", "--volume", TITLE, "--to", "pdf,epub", *reports,
                    "-o", one, *more], check=True)
    for end in ("pdf", "epub"):
        good(f"{name}: {end} as export makes it",
             read(f"{out}/{TITLE}.{end}") == read(f"{one}{TITLE}.{end}"), "it differs")
    pdf = f"{out}/{TITLE}.pdf"
    checked = subprocess.run(["qpdf", "--check", pdf], capture_output=True, check=False)
    good(f"{name}: qpdf", checked.returncode == 0, checked.stdout.decode())
    document = volume.Document(pdf)
    good(f"{name}: pages", made and made["files"][0]["pages"] == len(document.pages), made)
    faults, seen = line_faults(document, pdf, len(reports))
    check(f"{name}: links of contents and indexes", faults)
    good(f"{name}: lines of contents and indexes", seen >= 2 * len(reports), seen)
    print(f"{name}: {len(reports)} reports, {len(document.pages)} pages, {seen} lines of "
          "contents and indexes followed")
    book = epubread.Book(f"{out}/{TITLE}.epub")
    check(f"{name}: archive", ebook.archive_faults(f"{out}/{TITLE}.epub"))
    check(f"{name}: package", ebook.package_faults(book))
    check(f"{name}: contents", link_faults(book))
    if "rtl" not in " ".join(reports):
        faults, listed = page_faults(book, pdf)
        check(f"{name}: list of pages", faults)
        good(f"{name}: all pages of reports", len(listed) ==
             sum(one["pages"] for one in pages_of(out)), len(listed))
    return f"{out}/{TITLE}.epub"


def pages_of(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        reports = json.load(file)["reports"]
    return [one for record_ in reports if "parts" not in record_
            for one in record_["files"] if one["format"] == "pdf"]


# ---- when it is made -------------------------------------------------------------------


def try_incremental(work):
    src, out = work + "/in", work + "/out"
    for i in range(12):
        write(f"{src}/r{i:02}.md", report(i))
    given = ("title: 周报\norder: [date]\nvolume:\n  title: 周报合订\n  formats: [{}]\n"
             "  order: [{}]\n  settings: {{page-numbers: {}}}\n")
    write(src + "/collection.yaml", given.format("pdf, epub, html, txt", "-date", "report"))

    def made(*more):
        return events(batch(src, "-o", out, "--log", "json", *more))
    first = made()
    good("first run", len(first) == 13 and "/volume" in first, first)
    good("its files", sorted(one["path"] for one in record(out)["files"]) == [
        f"周报合订.{end}" for end in ("epub", "html", "pdf", "txt")], record(out))
    text = read(out + "/周报合订.txt").decode()
    order = [int(found) for found in re.findall(r"第(\d+)期的内容", text)]
    good("its order", order == sorted(range(12), reverse=True), order)
    good("its settings", "12-1" in labels(out + "/周报合订.pdf"), "no page 12-1")
    begun = time.monotonic()
    good("second run does nothing", made() == [])
    good("and soon", time.monotonic() - begun < 1, time.monotonic() - begun)
    stamp = os.stat(out + "/周报合订.pdf").st_mtime_ns, os.stat(out + "/manifest.json").st_mtime_ns
    made()
    good("nor writes", stamp == (os.stat(out + "/周报合订.pdf").st_mtime_ns,
                                 os.stat(out + "/manifest.json").st_mtime_ns))
    write(src + "/r03.md", report(3, "改"))
    good("--dry-run", "/volume -> 周报合订" in batch(src, "-o", out, "-n").stdout.splitlines())
    good("a report touches itself and the volume", made() == ["/volume", "r03.md"])
    good("no more to be made", batch(src, "-o", out, "-n").stdout == "")
    write(src + "/collection.yaml", given.format("pdf, epub, html, txt", "date", "report"))
    good("order touches the volume only", made() == ["/volume"])
    write(src + "/collection.yaml", given.format("pdf, epub", "date", "report"))
    good("formats, too", made() == ["/volume"])
    write(src + "/collection.yaml", given.format("pdf, epub", "date", "continuous"))
    good("settings, too", made() == ["/volume"])
    os.remove(out + "/周报合订.epub")
    good("its absence", made() == ["/volume"])
    os.remove(src + "/r11.md")
    good("a report less", made() == ["/volume"] and record(out)["parts"] == 11)
    good("--force", len(made("--force")) == 12)
    good("another title", made("--volume", "改名") == ["/volume"])
    good("the old file goes", not os.path.exists(out + "/周报合订.pdf") and
         os.path.exists(out + "/改名.pdf"))
    return src, out


def try_faults(src, out):
    write(src + "/r05.md", "---\ntitle: [\n---\n")
    result = batch(src, "-o", out)
    good("a report that fails: status", result.returncode == 1, result.stderr)
    good("it is named, the volume made", "r05.md" in result.stderr and
         "周报合订.pdf" in result.stderr, result.stderr)
    good("it is left out", record(out)["parts"] == 10, record(out))
    text = volume.output("pdftotext", out + "/周报合订.pdf", "-")
    good("of the text", "第5期的内容" not in text and "第6期的内容" in text)
    write(src + "/r05.md", report(5))
    good("mended", events(batch(src, "-o", out, "--log", "json")) == ["/volume", "r05.md"])
    verified = subprocess.run([JIANBAO, "manifest", "verify", out], capture_output=True,
                              text=True, check=False)
    lines = [line for line in verified.stderr.splitlines() if "r11.pdf" not in line]
    good("manifest verify", "周报合订" not in verified.stderr and
         "11 reports" in verified.stdout, verified.stdout + str(lines))
    with open(out + "/周报合订.pdf", "ab") as file:
        file.write(b"x")
    verified = subprocess.run([JIANBAO, "manifest", "verify", out], capture_output=True,
                              text=True, check=False)
    good("manifest verify finds it", "周报合订.pdf" in verified.stderr, verified.stderr)
    result = batch(src, "-o", out, "--index", "--checksums")
    index = read(out + "/index.html").decode()
    good("index: on top", 0 < index.index(">周报合订<") < index.index('id="search"'))
    sums = subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=out, check=False,
                          capture_output=True)
    good("checksums", sums.returncode == 0 and "周报合订.pdf" in
         read(out + "/SHA256SUMS").decode(), sums.stderr)


def try_odd(src, work):
    bad = work + "/bad.yaml"
    write(src + "/own.yaml", "volume: {title: 册, formats: [md]}\n")
    result = batch(src + "/own.yaml", "-o", bad)
    good("no volume as md", result.returncode == 78 and "[volume-format]" in result.stderr,
         result.stderr)
    write(src + "/own.yaml", "volume: {title: 册, order: [nothing]}\n")
    good("no such order", batch(src + "/own.yaml", "-o", bad).returncode == 78)
    write(src + "/own.yaml", "volume: {title: 册, settings: {indexes: [none, tagz]}}\n")
    result = batch(src + "/own.yaml", "-o", bad)
    good("settings at fault: the volume fails", result.returncode == 1 and
         "own.yaml:1" in result.stderr and "[index-unknown]" in result.stderr, result.stderr)
    good("its record", record(bad)["verdict"] == "failed" and "files" not in record(bad))
    write(src + "/own.yaml", "volume: r01\nformats: [md, txt]\n")
    result = batch(src + "/own.yaml", "-o", work + "/twins")
    names = os.listdir(work + "/twins")
    good("a name that a report has", result.returncode == 0 and
         len([name for name in names if name.startswith("r01")]) == 3, names)
    os.remove(src + "/own.yaml")


def try_shards(src, work):
    whole, parts = work + "/whole", work + "/parts"
    batch(src, "-o", whole)
    result = batch(src, "-o", parts, "--shard", "0/2", "--volume", "册")
    good("--shard and --volume", result.returncode == 64 and "[volume-shard]" in
         result.stderr, result.stderr)
    for i in range(2):
        result = batch(src, "-o", parts, "--shard", f"{i}/2")
        good("a shard leaves it out", result.returncode == 0 and "[volume-later]" in
             result.stderr, result.stderr)
    result = batch(src, "-o", parts, "--log", "json")
    good("then only the volume is made", events(result) == ["/volume"], result.stdout)
    for i in range(2):
        batch(src, "-o", parts, "--shard", f"{i}/2", "--force")
    merged = subprocess.run([JIANBAO, "manifest", "merge", parts], capture_output=True,
                            text=True, check=False)
    verified = subprocess.run([JIANBAO, "manifest", "verify", parts], capture_output=True,
                              text=True, check=False)
    good("merging keeps it", merged.returncode == verified.returncode == 0 and record(parts),
         merged.stderr + verified.stderr)
    result = batch(src, "-o", parts, "--log", "json")
    good("nothing to be made", events(result) == [], result.stdout)
    good("and is the same", read(parts + "/周报合订.pdf") == read(whole + "/周报合订.pdf"))


def try_links(work):
    """Reports that refer to one another: within the volume to where the other begins."""
    src, out = work + "/links", work + "/links-out"
    for i in range(4):
        other = (i + 1) % 4
        to = f"../{other % 2}/l{other}.md"
        write(f"{src}/{i % 2}/l{i}.md", report(i, f"另见[第{other}篇]({to}#节)与[外文](none.md)。"))
    result = batch(src, "-o", out, "--volume", "册", "--to", "pdf,epub,html")
    good("links: no warnings", result.returncode == 0 and not result.stderr.count("warning:"),
         result.stderr)
    order = ["0/l0", "0/l2", "1/l1", "1/l3"]  # as the files are sorted
    parts = {int(name[-1]): at + 1 for at, name in enumerate(order)}
    book = epubread.Book(out + "/册.epub")
    page = read(out + "/册.html").decode()
    document = volume.Document(out + "/册.pdf")
    firsts = [entry["destpageposfrom1"] - 1 for entry in document.outlines[1:5]]
    for number, part in parts.items():
        other = parts[(number + 1) % 4]
        text = book.files[f"EPUB/r{part}.xhtml"].decode()
        good(f"links: e-book, {number}", re.findall('href="(r[^"]*)"', text) ==
             [f"r{other}.xhtml"] and "外文" in text, text)
        links = [to for to, _, _ in document.rows(firsts[part - 1])]
        good(f"links: pages, {number}", links == [firsts[other - 1]], links)
        good(f"links: web page, {number}", f'href="#r{other}"' in page)
    single = book_of(out + "/0/l0.epub")
    good("links: text elsewhere", "第1篇" in single and "href" not in
         single.split("另见")[1].split("</p>")[0], single)


def try_index(out):
    """index.html by keys alone, and on screens light and dark."""
    page = out + "/index.html"
    batch(os.path.join(real.ROOT, "samples"), "-o", out, "--index", "--volume", TITLE,
          "--to", "pdf,epub", "--force")
    told = web.screens([page])
    if told is None:
        ebook.check_checker("screens", None, [])
        return
    check("index: screens", told[page])
    script = os.path.join(ebook.pdf_proof.TOOLS, "catalogue.cjs")
    done = ebook.run("node", script, ebook.pdf_proof.CACHE, page, "AIGC", "ＡＩＧＣ 华鑫",
                     env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": ebook.browser()})
    if done.returncode:
        good("index: keys", False, done.stderr.decode()[-400:])
        return
    said = json.loads(done.stdout)
    good("index: keys reach the volume, the search, the reports", said["focused"][:4] == [
        TITLE, "epub", "search", said["titles"][0]], said["focused"])
    good("index: what is focused is seen", said["unseen"] == [], said["unseen"])
    good("index: words", said["found"] == [["1 / 8", 1], ["1 / 8", 1], ["8 / 8", 8]],
         said["found"])
    good("index: without scripts", said["plain"] == [8, False], said["plain"])


def book_of(path):
    return epubread.Book(path).files["EPUB/r1.xhtml"].decode()


def tree(folder):
    found = {}
    for path, _, names in os.walk(folder):
        for name in names:
            rel = os.path.relpath(os.path.join(path, name), folder)
            if not rel.startswith((".jianbao/state", "manifest.json")):
                found[rel] = read(os.path.join(path, name))
    return found


def try_kills(src, work):
    out, clean = work + "/killed", work + "/clean"
    big = work + "/big"
    for i in range(60):
        write(f"{big}/k{i:02}.md", report(i, "\n\n" + "很长的一段文字。" * 400))
    words = ["--volume", "册", "--to", "pdf,epub", "-j2"]
    begun = time.monotonic()
    batch(big, "-o", clean, *words)
    took = time.monotonic() - begun
    wanted = tree(clean)
    for i in range(10):
        run = subprocess.Popen([JIANBAO, "batch", big, "-o", out, *words,
                                *(["--force"] if i % 4 == 3 else [])],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
        time.sleep(took * random.random())
        os.kill(run.pid, signal.SIGKILL if i % 2 else signal.SIGTERM)
        good("killed: status", run.wait() in
             (0, 75, -signal.SIGKILL, -signal.SIGTERM), run.returncode)
    good("killed: the last run", batch(big, "-o", out, *words).returncode == 0)
    good("killed: same tree", tree(out) == wanted, sorted(set(tree(out)) ^ set(wanted)))


def main():
    random.seed(6)
    if not all(shutil.which(tool) for tool in ("qpdf", "pdftotext")):
        print("not checked: qpdf or pdftotext is missing")
        return bool(os.environ.get("CI"))
    books = []
    with tempfile.TemporaryDirectory() as work:
        books.append(try_whole("samples", os.path.join(real.ROOT, "samples"), work))
        books.append(try_whole("numbers of reports", os.path.join(real.ROOT, "samples"), work,
                               "-s", "page-numbers=report"))
        sources = os.environ.get("JB_REAL", os.path.join(real.ROOT, "../shared/real"))
        if os.path.isdir(sources):
            books.append(try_whole("real", sources, work))
        src, out = try_incremental(work)
        try_faults(src, out)
        try_odd(src, work)
        try_shards(src, work)
        try_links(work)
        try_index(work + "/samples")
        try_kills(src, work)
        if os.path.basename(ebook.pdf_proof.BUILD) != "asan":
            told = ebook.epubcheck(books)
            ebook.check_checker("epubcheck", told, books)
    print(f"{ebook.passed + volume.CHECKS['passed']} passed, "
          f"{ebook.failed + volume.CHECKS['failed']} failed")
    return ebook.failed + volume.CHECKS["failed"] > 0


if __name__ == "__main__":
    sys.exit(main())
