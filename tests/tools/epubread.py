"""What an EPUB says, by readers that are not ours: Python's zipfile and ElementTree."""

import posixpath
import struct
import sys
import zipfile
from urllib.parse import unquote
from xml.etree import ElementTree

sys.dont_write_bytecode = True
import pdftext  # noqa: E402

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"


class Book:
    """The files by path, the package, and the documents in the order of reading."""

    def __init__(self, path):
        self.path = path
        with zipfile.ZipFile(path) as archive:
            self.damaged = archive.testzip()
            self.infos = archive.infolist()
            self.files = {info.filename: archive.read(info) for info in self.infos}
        root = self.xml("META-INF/container.xml").find(f".//{CONTAINER}rootfile")
        self.package_path = root.get("full-path")
        self.folder = posixpath.dirname(self.package_path)
        self.package = self.xml(self.package_path)
        self.items = {item.get("id"): item for item in self.package.iter(OPF + "item")}
        self.spine = [self.resolve(self.items[ref.get("idref")].get("href"))
                      for ref in self.package.iter(OPF + "itemref")]
        self.nav_path = next(self.resolve(item.get("href")) for item in self.items.values()
                             if "nav" in (item.get("properties") or "").split())
        self.documents = {path: self.xml(path) for path in
                          dict.fromkeys(self.spine + [self.nav_path])}

    def xml(self, path):
        return ElementTree.fromstring(self.files[path])

    def resolve(self, href, base=None):
        """The path of the file an address leads to, with its fragment."""
        folder = posixpath.dirname(base) if base else self.folder
        path, _, fragment = href.partition("#")
        path = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else base
        return path + "#" + fragment if fragment else path

    def nav(self, kind):
        """The <nav> of a kind, or None."""
        for nav in self.documents[self.nav_path].iter(XHTML + "nav"):
            if nav.get(OPS + "type") == kind:
                return nav
        return None

    def links(self, nav):
        """The text and the target of each link in a <nav>."""
        return [("".join(a.itertext()), self.resolve(a.get("href"), self.nav_path))
                for a in nav.iter(XHTML + "a")] if nav is not None else []

    def metadata(self, name):
        """The texts of dc:NAME, or of the properties NAME."""
        return [element.text for element in self.package.iter()
                if element.tag == DC + name or element.get("property") == name]

    def texts(self):
        """The documents that reports are in: what the book has beside them aside."""
        return [path for path in self.spine
                if not posixpath.basename(path).startswith(("cover", "title", "nav"))]


def of_book(book):
    """The bodies of the reports in a book, with the paths of their files."""
    return [(path, book.documents[path].find(XHTML + "body")) for path in book.texts()]


def of_page(path):
    """The article of a web page."""
    with open(path, "rb") as file:
        return [(path, ElementTree.fromstring(file.read()).find(f".//{XHTML}main"))]


class Reading:
    """The letters of documents in their order: those of running text, of notes and of
    ruby annotations apart; and where the marks of pages stand among those of running
    text, with the letters of the head of the table a mark stands in."""

    def __init__(self, bodies):
        self.body, self.notes, self.rubies = [], [], []
        self.marks = []  # label, target, letters before it, letters of the table's head
        self.count = 0
        for self.path, body in bodies:
            self._walk(body, self.body, "")
        self.body = "".join(self.body)
        self.notes, self.rubies = "".join(self.notes), "".join(self.rubies)

    def _walk(self, element, into, head):
        role = element.get("role")
        if role == "doc-pagebreak":
            self.marks.append((element.get("aria-label"),
                               self.path + "#" + element.get("id"), self.count, head))
        if element.get("class") == "notes":
            into = self.notes
        elif element.tag == XHTML + "rt":
            into = self.rubies
        elif role == "doc-backlink":
            into = []  # the number of a note, before its text
        if element.tag == XHTML + "table":
            row = element.find(f"{XHTML}thead")
            head = pdftext.letters("".join(row.itertext())) if row is not None else ""
        self._say(element.text, into)
        for child in element:
            self._walk(child, into, head)
            self._say(child.tail, into)

    def _say(self, text, into):
        letters = pdftext.letters(text or "")
        into.append(letters)
        if into is self.body:
            self.count += len(letters)


def container_faults(path):
    """What EPUB 3.3 (OCF 4.2) and old readers want of the archive, by its bytes."""
    with open(path, "rb") as file:
        data = file.read()
    faults = []
    mark, version, flags, method, _, _, size, real, name, extra = struct.unpack_from(
        "<4sHHHLLLLHH", data)
    if (mark, method, name, extra) != (b"PK\x03\x04", 0, 8, 0) or size != real:
        faults.append("the first member is not plainly stored")
    if data[30:58] != b"mimetypeapplication/epub+zip":
        faults.append("the first member is not the media type")
    with zipfile.ZipFile(path) as archive:
        infos = archive.infolist()
        if archive.testzip():
            faults.append(f"{archive.testzip()} is damaged")
    at = 0
    for info in infos:
        if info.header_offset != at:
            faults.append(f"{info.filename}: there is something before it")
        local = struct.unpack_from("<4sHHHLLLLHH", data, info.header_offset)
        at = info.header_offset + 30 + local[8] + local[9] + info.compress_size
        if local[9] or info.extra:
            faults.append(f"{info.filename}: it has an extra field")
        if local[2] != 0x800 or info.flag_bits != 0x800:
            faults.append(f"{info.filename}: flags {local[2]:#x}")
        if info.extract_version != 20 or info.compress_type not in (0, 8):
            faults.append(f"{info.filename}: version {info.extract_version}")
        if info.date_time != infos[0].date_time:
            faults.append(f"{info.filename}: another time than the first")
        if not info.filename.isascii():
            faults.append(f"{info.filename}: not ASCII")
    if len({info.filename for info in infos}) != len(infos):
        faults.append("two members of one name")
    return faults
