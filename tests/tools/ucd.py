#!/usr/bin/env python3
"""Makes src/base/ucd_tables.c out of the Unicode Character Database.

    tests/tools/ucd.py > src/base/ucd_tables.c
    tests/tools/ucd.py --check src/base/ucd_tables.c

Run from the top of the checkout. The database is Debian's package unicode-data;
UCD_DIR names another folder. The output depends on the database alone.
"""
import os
import re
import sys

UCD = os.environ.get("UCD_DIR", "/usr/share/unicode")
LAST = 0x110000


SHORT = {"Unknown": "XX", "Prefix_Numeric": "PR", "Ideographic": "ID",
         "Neutral": "N", "Wide": "W", "Left_To_Right": "L", "Right_To_Left": "R",
         "Arabic_Letter": "AL", "European_Terminator": "ET", "Boundary_Neutral": "BN"}


def defaults(path):
    """Yields (first, last, value) of the lines that give unlisted code points."""
    with open(os.path.join(UCD, path), encoding="utf-8") as lines:
        for line in lines:
            found = re.match(r"# @missing: (\w+)\.\.(\w+); (\w+)", line)
            if found:
                yield (int(found[1], 16), int(found[2], 16),
                       SHORT.get(found[3], found[3]))


def ranges(path):
    """Yields (first, last, fields) of a UCD file."""
    with open(os.path.join(UCD, path), encoding="utf-8") as lines:
        for line in lines:
            fields = [f.strip() for f in line.split("#")[0].split(";")]
            if len(fields) < 2:
                continue
            ends = fields[0].split("..")
            yield int(ends[0], 16), int(ends[-1], 16), fields[1:]


def prop(path, default=None):
    values = [default] * LAST
    for first, last, value in defaults(path):
        values[first:last + 1] = [value] * (last - first + 1)
    for first, last, fields in ranges(path):
        values[first:last + 1] = [fields[0]] * (last - first + 1)
    return values


def binary(path, name):
    values = bytearray(LAST)
    for first, last, fields in ranges(path):
        if fields[0] == name:
            values[first:last + 1] = b"\1" * (last - first + 1)
    return values


def header_names(path, prefix):
    with open(path, encoding="utf-8") as text:
        return list(dict.fromkeys(re.findall(prefix + r"(\w+)", text.read())))


def script_class(script):
    if script == "Han":
        return 1
    if script in ("Hiragana", "Katakana", "Bopomofo"):
        return 2
    return 3 if script == "Hangul" else 0


def width(cp, category, east_asian, ignorable):
    if cp == 0x00AD:  # terminals show the soft hyphen
        return 1
    if category in ("Cc", "Mn", "Me", "Cf") or ignorable:
        return 0
    if 0x1160 <= cp <= 0x11FF:  # medial and final jamo join the initial one
        return 0
    return 2 if east_asian in ("F", "W") else 1


def records():
    lb_names = header_names("src/base/ucd.h", "JB_LB_")
    gcb_names = header_names("src/base/ucd_tables.h", "JB_UCD_GCB_")
    lb = prop("extracted/DerivedLineBreak.txt", "XX")
    category = prop("extracted/DerivedGeneralCategory.txt", "Cn")
    eaw = prop("extracted/DerivedEastAsianWidth.txt", "N")
    script = prop("Scripts.txt", "Unknown")
    bidi_names = header_names("src/base/ucd.h", "JB_BIDI_")
    bidi = prop("extracted/DerivedBidiClass.txt", "L")
    gcb = prop("auxiliary/GraphemeBreakProperty.txt", "Other")
    ignorable = binary("DerivedCoreProperties.txt", "Default_Ignorable_Code_Point")
    emoji = binary("emoji/emoji-data.txt", "Emoji_Presentation")
    pictographic = binary("emoji/emoji-data.txt", "Extended_Pictographic")
    for cp in range(LAST):
        compatibility = (0x2E80 <= cp <= 0x2FDF or 0xF900 <= cp <= 0xFAFF or
                         0x2F800 <= cp <= 0x2FA1F)
        flags = (eaw[cp] in ("F", "W", "H"), category[cp][0] == "L",
                 category[cp] == "Nd", category[cp][0] == "M", category[cp] == "Cc",
                 ignorable[cp], emoji[cp], pictographic[cp], compatibility,
                 category[cp] != "Cn")
        value = (lb_names.index(lb[cp]) | script_class(script[cp]) << 6 |
                 gcb_names.index(gcb[cp].upper()) << 8 |
                 width(cp, category[cp], eaw[cp], ignorable[cp]) << 12)
        for bit, flag in enumerate(flags):
            value |= bool(flag) << (14 + bit)
        yield value | bidi_names.index(bidi[cp]) << 24


def brackets():
    """Paired brackets: the opening one and its other; equivalents count as the usual."""
    pairs = []
    for first, _, fields in ranges("BidiBrackets.txt"):
        if fields[1] == "o":
            pairs += [first, int(fields[0], 16)]
    return pairs


def split(values, shift):
    blocks, first = {}, []
    for start in range(0, LAST, 1 << shift):
        block = tuple(values[start:start + (1 << shift)])
        first.append(blocks.setdefault(block, len(blocks)))
    return first, [v for block in blocks for v in block]


def array(ctype, name, values, form):
    out = ["const %s %s[%d] = {" % (ctype, name, len(values))]
    line = "   "
    for value in values:
        word = " " + form % value + ","
        if len(line) + len(word) > 88:
            out.append(line)
            line = "   "
        line += word
    return "\n".join(out + [line, "};", ""])


def generate():
    values = list(records())
    kinds = list(dict.fromkeys(values))
    index = {kind: i for i, kind in enumerate(kinds)}
    assert len(kinds) <= 256
    first, second = split([index[v] for v in values], 7)
    return "\n".join([
        "/* Generated by tests/tools/ucd.py out of Unicode 15.0; do not edit. */",
        "/* clang-format off */",
        '#include "base/ucd_tables.h"', "",
        array("uint32_t", "jb_ucd_tables_record", kinds, "0x%X"),
        array("uint16_t", "jb_ucd_tables_bracket", brackets(), "0x%X"),
        array("uint16_t", "jb_ucd_tables_block", first, "%d"),
        array("uint8_t", "jb_ucd_tables_index", second, "%d")])


def main():
    text = generate()
    if len(sys.argv) == 3 and sys.argv[1] == "--check":
        with open(sys.argv[2], encoding="utf-8") as old:
            if old.read() != text:
                sys.exit("%s is not what the database gives" % sys.argv[2])
    else:
        sys.stdout.write(text)


main()
