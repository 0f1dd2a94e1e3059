"""What the program says of a report before any PDF is written: the core blocks, which are
the report's text as repaired (`dump blocks`), and the runs on its pages (`dump pages`)."""

import re
import subprocess

QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')


def unquote(text):
    return re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text)


def output(command):
    done = subprocess.run(command, capture_output=True, timeout=120, check=True)
    return done.stdout.decode("utf-8", "replace").split("\n")


class Leaf:
    """A block with text of its own. text: what is to be read, forced line breaks as "\\n";
    plain: without the marks of notes and the block's number; rubies: the annotations of its
    bases, in order; is_note: it stands at a page's foot."""

    def __init__(self, role, parsed, number, is_note):
        self.role, self.is_note = role, is_note
        self.text = number + "".join(parsed.text)
        self.plain = "".join(part for part in parsed.text if not isinstance(part, Mark))
        self.rubies = parsed.rubies


class Mark(str):
    """The mark of a footnote."""


class Inlines:
    def __init__(self):
        self.text, self.rubies = [], []


BLOCK = re.compile(r'( *)\S+ (\S+) \d+:\d+(?: level=\d+ #\S*(?: number=(?P<number>.*?))?)?'
                   r'(?: label=(?P<label>.*)| (?P<inlines>["\[].*)| path=(?P<path>.*) width=\d+|(?: \w+=.*)?)$')


def blocks(program, report, *options):
    """The leaves of the block tree in order; list labels are leaves too."""
    leaves, note_depth = [], None
    for line in output([program, "dump", "blocks", "-q", *options, report]):
        m = BLOCK.match(line)
        if not m:
            continue
        depth = len(m[1])
        if note_depth is not None and depth <= note_depth:
            note_depth = None
        if m[2] == "note" and note_depth is None:
            note_depth = depth
        parsed = Inlines()
        if m["path"]:
            parsed.text.append(m["path"])
            leaves.append(Leaf("figure", parsed, "", note_depth is not None))
        if m["label"] is not None:
            parsed.text.append(m["label"])
            leaves.append(Leaf("label", parsed, "", note_depth is not None))
        if m["inlines"]:
            _inlines(m["inlines"], 0, parsed)
            number = m["number"] or ""
            if number and number[-1] not in "\u3001\u3002\uff09":
                number += " "
            leaves.append(Leaf(m[2], parsed, number, note_depth is not None))
    return leaves


def _inlines(line, at, into):
    """Reads inlines up to the bracket that closes them, and gives where it stands."""
    while at < len(line) and line[at] != "]":
        if line[at] == '"':
            m = QUOTED.match(line, at)
            into.text.append(unquote(m[1]))
            at = m.end()
        else:
            at = _inline(line, at, into) if line[at] == "[" else at + 1
    return at


# What a note in two lines may bring itself, else it is set in full-width parentheses.
BRACKETS = tuple("\uff08(\u3014\u3010\uff3b")
INLINE = re.compile(r'\[(\w+)(?: (\d+))?(?: <(.*?)>(?=[ \]]))?')


def _inline(line, at, into):
    m = INLINE.match(line, at)
    at = m.end()
    if m[1] == "ruby":
        annotation = QUOTED.match(line, at + 1)
        into.rubies.append(unquote(annotation[1]))
        at = annotation.end()
    elif m[1] == "br":
        into.text.append("\n")
    elif m[1] == "note":
        into.text.append(Mark(m[2]))
    begin = len(into.text)
    at = _inlines(line, at, into)
    if m[1] == "warichu" and "".join(into.text[begin:])[:1] not in BRACKETS:
        into.text.insert(begin, "\uff08")
        into.text.append("\uff09")
    return at + 1


class Run:
    """A run on a page: its text, the structure elements around it as (role, number) from
    the outside in, where it begins, and its size."""

    def __init__(self, around, text, x, y, size):
        self.around, self.text = around, text
        self.x, self.y, self.size = x, y, size
        numbers = [number for _, number in around if number]
        self.element = numbers[-1] if numbers else 0
        self.is_artifact = self.within("artifact")

    def within(self, role):
        return any(name == role for name, _ in self.around)


def respace(actual, runs):
    """Gives the runs of a span the white space of its replacement text, of which a run may
    have none: between a heading's number and its text."""
    at = 0
    for run in runs:
        text = ""
        for c in run.text:
            while at < len(actual) and actual[at].isspace() and actual[at] != c:
                text, at = text + actual[at], at + 1
            if at < len(actual) and actual[at] == c:
                at += 1
            elif c != "\u00ad":
                run.text = f"{run.text}[{actual}]"  # a fault: the two say different things
                return
            text += c
        run.text = text
    if runs:
        runs[-1].text += actual[at:]


def pages(program, report, *options):
    """The runs of every page in the order in which they are painted, furniture aside."""
    out, stack, actual = [], [], None
    for line in output([program, "dump", "pages", "-q", *options, report]):
        if line.startswith("page "):
            out.append([])
        elif line.startswith("begin "):
            words = line.split('"')[0].split()
            number = int(words[words.index("element") + 1]) if "element" in words else 0
            stack.append((words[1], number))
            if words[-1] == "actual":
                actual, since = unquote(QUOTED.search(line)[1]), len(out[-1])
        elif line == "end":
            if stack.pop()[0] == "span" and actual is not None:
                respace(actual, out[-1][since:])
                actual = None
        elif line.startswith("text "):
            words = line.split()
            text = unquote(QUOTED.search(line)[1])
            out[-1].append(Run(list(stack), text, *(float(w) for w in (words[1], words[2],
                                                                       words[4]))))
    return out
