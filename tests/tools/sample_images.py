#!/usr/bin/env python3
"""Draws the pictures of samples/: python3 tests/tools/sample_images.py [FOLDER].

Standard library only, no fonts, no clock: the same bytes every time. PNG files are
written through zlib, the JPEG file by a small baseline encoder (4:4:4, quality 90).
"""
import math
import os
import struct
import sys
import zlib

WHITE, INK, GREY = (255, 255, 255), (26, 26, 26), (208, 213, 221)
NAVY, RED, TINT, BLUE = (31, 58, 95), (200, 16, 46), (243, 245, 248), (122, 150, 186)

GLYPHS = {  # five columns by seven rows, a number a row
    "0": (14, 17, 17, 17, 17, 17, 14), "1": (4, 12, 4, 4, 4, 4, 14),
    "2": (14, 17, 1, 6, 8, 16, 31), "3": (14, 17, 1, 6, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2), "5": (31, 16, 30, 1, 1, 17, 14),
    "6": (6, 8, 16, 30, 17, 17, 14), "7": (31, 1, 2, 4, 8, 8, 8),
    "8": (14, 17, 17, 14, 17, 17, 14), "9": (14, 17, 17, 15, 1, 2, 12),
    "A": (14, 17, 17, 31, 17, 17, 17), "W": (17, 17, 17, 21, 21, 27, 17),
    "x": (0, 0, 17, 10, 4, 10, 17), "-": (0, 0, 0, 31, 0, 0, 0),
    ".": (0, 0, 0, 0, 0, 12, 12), "p": (0, 0, 30, 17, 30, 16, 16),
    "t": (8, 28, 8, 8, 8, 9, 6), " ": (0, 0, 0, 0, 0, 0, 0),
}


class Canvas:
    """An RGB picture; coordinates in pixels from the top left."""

    def __init__(self, width, height, colour=WHITE):
        self.width, self.height = width, height
        self.rows = [bytearray(bytes(colour) * width) for _ in range(height)]

    def rect(self, left, top, right, bottom, colour):
        left, right = max(0, round(left)), min(self.width, round(right))
        top, bottom = max(0, round(top)), min(self.height, round(bottom))
        for y in range(top, bottom):
            self.rows[y][left * 3:right * 3] = bytes(colour) * max(0, right - left)

    def frame(self, left, top, right, bottom, thick, colour):
        self.rect(left, top, right, top + thick, colour)
        self.rect(left, bottom - thick, right, bottom, colour)
        self.rect(left, top, left + thick, bottom, colour)
        self.rect(right - thick, top, right, bottom, colour)

    def text(self, left, top, words, dot, colour=INK):
        for letter in words:
            for row, bits in enumerate(GLYPHS[letter]):
                for column in range(5):
                    if bits >> (4 - column) & 1:
                        x, y = left + column * dot, top + row * dot
                        self.rect(x, y, x + dot, y + dot, colour)
            left += 6 * dot

    def text_centred(self, centre, top, words, dot, colour=INK):
        self.text(centre - (6 * len(words) - 1) * dot / 2, top, words, dot, colour)


def write_png(path, canvas, inch=300):
    def chunk(kind, data):
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", canvas.width, canvas.height, 8, 2, 0, 0, 0)
    dots = struct.pack(">IIB", *[round(inch / 0.0254)] * 2, 1)
    rows = b"".join(b"\0" + bytes(row) for row in canvas.rows)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"pHYs", dots)
                   + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


# Baseline JPEG: ITU-T T.81, tables of annex K.
LUMA = (16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99)
DC_BITS = (0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0)
AC_BITS = (0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125)
AC_VALUES = bytes.fromhex(
    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a"
    "161718191a25262728292a3435363738393a434445464748494a535455565758595a6364656667"
    "68696a737475767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3"
    "b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4"
    "f5f6f7f8f9fa")


def huffman(bits, values):
    codes, code, at = {}, 0, 0
    for length, count in enumerate(bits, 1):
        for _ in range(count):
            codes[values[at]] = (code, length)
            code, at = code + 1, at + 1
        code <<= 1
    return codes


def zigzag():
    order = sorted(((x + y, x if (x + y) & 1 == 0 else y, y, x)
                    for y in range(8) for x in range(8)))
    return [y * 8 + x for _, _, y, x in order]


class BitWriter:
    def __init__(self):
        self.out, self.bits, self.count = bytearray(), 0, 0

    def put(self, value, length):
        self.bits, self.count = self.bits << length | value, self.count + length
        while self.count >= 8:
            self.count -= 8
            byte = self.bits >> self.count & 255
            self.out += b"\xff\0" if byte == 255 else bytes((byte,))
        self.bits &= (1 << self.count) - 1

    def close(self):
        if self.count:
            self.put((1 << (8 - self.count)) - 1, 8 - self.count)
        return bytes(self.out)


COSINES = [[(math.sqrt(1 / 8) if u == 0 else 0.5)
            * math.cos((2 * x + 1) * u * math.pi / 16)
            for x in range(8)] for u in range(8)]


def transform(block):
    rows = [[sum(c[x] * row[x] for x in range(8)) for c in COSINES] for row in block]
    return [[sum(c[y] * rows[y][u] for y in range(8)) for u in range(8)]
            for c in COSINES]


def magnitude(value):
    length = abs(value).bit_length()
    return length, value if value >= 0 else value + (1 << length) - 1


def encode_block(writer, levels, last, dc_codes, ac_codes):
    length, rest = magnitude(levels[0] - last)
    writer.put(*dc_codes[length])
    writer.put(rest, length)
    run = 0
    end = max((i for i in range(1, 64) if levels[i]), default=0)
    for i in range(1, end + 1):
        if not levels[i]:
            run += 1
            continue
        while run > 15:
            writer.put(*ac_codes[0xF0])
            run -= 16
        length, rest = magnitude(levels[i])
        writer.put(*ac_codes[run << 4 | length])
        writer.put(rest, length)
        run = 0
    if end < 63:
        writer.put(*ac_codes[0])
    return levels[0]


def planes(canvas):
    def convert(r, g, b):
        return (0.299 * r + 0.587 * g + 0.114 * b - 128,
                -0.168736 * r - 0.331264 * g + 0.5 * b,
                0.5 * r - 0.418688 * g - 0.081312 * b)
    known, out = {}, ([], [], [])
    for row in canvas.rows:
        line = []
        for x in range(0, len(row), 3):
            key = bytes(row[x:x + 3])
            if key not in known:
                known[key] = convert(*key)
            line.append(known[key])
        for plane, part in zip(out, zip(*line)):
            plane.append(part)
    return out


def write_jpeg(path, canvas):
    """Width and height must be multiples of eight."""
    table = [max(1, (q * 20 + 50) // 100) for q in LUMA]
    order, writer, last = zigzag(), BitWriter(), [0, 0, 0]
    dc, ac = huffman(DC_BITS, bytes(range(12))), huffman(AC_BITS, AC_VALUES)
    parts = planes(canvas)
    for top in range(0, canvas.height, 8):
        for left in range(0, canvas.width, 8):
            for i, plane in enumerate(parts):
                block = [plane[y][left:left + 8] for y in range(top, top + 8)]
                flat = [c for row in transform(block) for c in row]
                levels = [round(flat[at] / table[at]) for at in order]
                last[i] = encode_block(writer, levels, last[i], dc, ac)

    def segment(mark, data):
        return struct.pack(">BBH", 255, mark, len(data) + 2) + data

    size = struct.pack(">BHHB", 8, canvas.height, canvas.width, 3)
    with open(path, "wb") as file:
        file.write(b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\1\1\x2c\1\x2c\0\0")
                   + segment(0xDB, b"\0" + bytes(table[at] for at in order))
                   + segment(0xC0, size + b"\1\x11\0\2\x11\0\3\x11\0")
                   + segment(0xC4, b"\0" + bytes(DC_BITS) + bytes(range(12)))
                   + segment(0xC4, b"\x10" + bytes(AC_BITS) + AC_VALUES)
                   + segment(0xDA, b"\3\1\0\2\0\3\0\0\x3f\0")
                   + writer.close() + b"\xff\xd9")


def helium_bars():
    """Weekly changes of five regions, two bars each (samples/helium-weekly.md)."""
    canvas = Canvas(1480, 440)
    base, step = 196, 21
    for mark in range(-10, 9, 2):
        canvas.rect(90, base - mark * step, 1460, base - mark * step + 2, GREY)
        canvas.text(10 if mark < 0 else 34, base - mark * step - 10, str(mark), 3, INK)
    weeks = ((-1.8, -3.4), (-0.6, -2.1), (2.3, 4.9), (-2.7, -8.6), (6.2, 3.3))
    for i, (this, before) in enumerate(weeks):
        left = 150 + i * 264
        for value, x, colour in ((before, left, BLUE), (this, left + 92, NAVY)):
            top, bottom = sorted((base - value * step, base))
            canvas.rect(x, top, x + 84, bottom, colour)
            at = top - 30 if value > 0 else bottom + 9
            canvas.text_centred(x + 42, at, str(value), 3)
    canvas.rect(90, base - 1, 1460, base + 3, INK)
    return canvas


def helium_heat():
    """Price deviations, five regions by twelve weeks, as a smooth field."""
    canvas = Canvas(1200, 240)
    for y in range(canvas.height):
        row = canvas.rows[y]
        for x in range(canvas.width):
            u, v = x / canvas.width, y / canvas.height
            value = (math.sin(5.1 * u + 1.3 * v) + 0.7 * math.cos(6.3 * v - 2.2 * u)
                     + 0.5 * (u - 0.5)) / 2
            value = max(-1.0, min(1.0, value))
            hot = RED if value > 0 else NAVY
            share = abs(value)
            row[x * 3:x * 3 + 3] = bytes(
                round(255 + (c - 255) * share) for c in hot)
    for week in range(1, 12):
        canvas.rect(week * 100 - 1, 0, week * 100 + 1, 240, WHITE)
    for region in range(1, 5):
        canvas.rect(0, region * 48 - 1, 1200, region * 48 + 1, WHITE)
    return canvas


def paper_sizes():
    """A0 halved again and again, to scale (samples/long-report.yaml)."""
    canvas = Canvas(1000, 1410)
    left, top, right, bottom = 6, 6, 994, 1404
    canvas.rect(left, top, right, bottom, TINT)
    shades = (WHITE, TINT, (231, 236, 243), WHITE, TINT, (231, 236, 243), WHITE, TINT)
    for size in range(1, 9):
        tall = bottom - top > right - left
        box = ((left, top, right, (top + bottom) / 2) if tall
               else (left, top, (left + right) / 2, bottom))
        canvas.rect(*box, shades[size - 1])
        canvas.frame(*box, 3, NAVY)
        dot = max(3, 16 - 2 * size)
        canvas.text_centred((box[0] + box[2]) / 2, (box[1] + box[3]) / 2 - 4 * dot,
                            "A" + str(size), dot, NAVY)
        if tall:
            top = (top + bottom) / 2
        else:
            left = (left + right) / 2
    canvas.frame(6, 6, 994, 1404, 5, NAVY)
    return canvas


def page_grid():
    """The default page and its lines, to scale: two pixels a point."""
    scale, gap = 2, 40
    width, height = 595.276 * scale, 841.89 * scale
    canvas = Canvas(round(width) + 2 * gap, round(height) + 2 * gap)
    canvas.rect(gap + 8, gap + 8, gap + width + 8, gap + height + 8, GREY)
    canvas.rect(gap, gap, gap + width, gap + height, WHITE)
    canvas.frame(gap, gap, gap + width, gap + height, 2, INK)
    left, top = gap + 77.1 * scale, gap + 84 * scale
    right, bottom = left + 441 * scale, top + 666 * scale
    canvas.rect(left, top, right, bottom, TINT)
    for line in range(37):
        y = top + line * 18 * scale
        for em in range(42):
            if line % 9 == 8 and em > 24:
                break
            x = left + em * 10.5 * scale
            canvas.rect(x + 3, y + 9, x + 18, y + 24, BLUE)
        canvas.rect(left, y + 17 * scale, right, y + 17 * scale + 1, GREY)
    canvas.frame(left, top, right, bottom, 3, NAVY)
    canvas.text_centred((left + right) / 2, bottom + 30, "42 x 10.5 pt", 6, NAVY)
    canvas.text_centred((left + right) / 2, top - 74, "37 x 18 pt", 6, NAVY)
    return canvas


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(
        here, "..", "..", "samples", "images")
    os.makedirs(folder, exist_ok=True)
    write_png(os.path.join(folder, "helium-bars.png"), helium_bars())
    write_jpeg(os.path.join(folder, "helium-heat.jpg"), helium_heat())
    write_png(os.path.join(folder, "paper-sizes.png"), paper_sizes(), 450)
    write_png(os.path.join(folder, "page-grid.png"), page_grid(), 450)


if __name__ == "__main__":
    main()
