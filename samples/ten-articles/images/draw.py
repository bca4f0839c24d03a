#!/usr/bin/env python3
"""Draws the pictures of the ten articles anew.

usage: python3 samples/ten-articles/images/draw.py        (needs Pillow and numpy)

They show no real place. Each is drawn three times as large as it is kept, and made smaller; every number that looks like
chance comes from a fixed seed, so that the same pictures come out again. Digits are set in the project's own Kufi face.
"""
import math
import random
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

HERE = Path(__file__).resolve().parent
FONT = HERE.parents[2] / 'fonts' / 'NotoKufiArabic-Bold.ttf'
S = 3

INK, SEA, DEEP, SAND, STONE = (38, 44, 52), (146, 188, 196), (112, 160, 172), (238, 228, 206), (214, 200, 174)
LEAF, LEAF2, BRICK, GOLD, PAPER = (150, 176, 130), (120, 150, 108), (166, 66, 50), (208, 160, 70), (250, 247, 240)


def canvas(width, height, colour):
    image = Image.new('RGB', (width * S, height * S), colour)
    return image, ImageDraw.Draw(image)


def scaled(points):
    return [(x * S, y * S) for x, y in points]


def dot(draw, x, y, r, **look):
    look['width'] = look.get('width', 0) * S
    draw.ellipse([(x - r) * S, (y - r) * S, (x + r) * S, (y + r) * S], **look)


def wave(width, base, parts, seed, step=4, start=0):
    """Points of a smooth shore from left to right."""
    chance = random.Random(seed)
    sines = [(amplitude, periods, chance.uniform(0, 6.3)) for amplitude, periods in parts]
    y = lambda x: base + sum(a * math.sin(x / width * 6.283 * p + f) for a, p, f in sines)
    return [(x, y(x)) for x in range(start, width + step, step)]


def keep(image, name, colours=None, **options):
    image = image.resize((image.width // S, image.height // S), Image.LANCZOS)
    if colours:
        image = image.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    image.save(HERE / name, optimize=True, **options)


def digits(number):
    return ''.join(chr(0x660 + int(c)) if c.isdigit() else c for c in str(number))


def number(draw, x, y, text, size, colour, anchor='mm'):
    draw.text((x * S, y * S), text, font=ImageFont.truetype(str(FONT), size * S), fill=colour, anchor=anchor)


def tree(draw, x, y, r, chance):
    dot(draw, x + r * 0.18, y + r * 0.22, r, fill=(196, 186, 160))
    dot(draw, x, y, r, fill=LEAF2)
    dot(draw, x - r * 0.2, y - r * 0.22, r * chance.uniform(0.55, 0.7), fill=LEAF)


def waterfront():
    width, height = 1800, 760
    image, draw = canvas(width, height, SAND)
    chance = random.Random(4)
    # City blocks between streets that lean with the shore, each block parted into houses.
    shore = dict(wave(width, 480, [(26, 1.1), (10, 2.3)], 11, step=1))
    lean = lambda x, y: (x, y + shore[max(0, min(width, int(x)))] - 480)
    top = -90
    for row, deep in enumerate([104, 96, 92, 88]):
        x = -40
        while x < width:
            wide = chance.choice([96, 118, 140, 176])
            is_park = (row, x // 260) in {(3, 1), (3, 5), (2, 5)}
            box = [(x, top), (x + wide - 16, top), (x + wide - 16, top + deep - 16), (x, top + deep - 16)]
            if is_park:
                draw.polygon(scaled([lean(*p) for p in box]), fill=(200, 210, 172))
                for _ in range(wide // 9):
                    px, py = lean(chance.uniform(x + 10, x + wide - 26), chance.uniform(top + 10, top + deep - 28))
                    tree(draw, px, py, chance.uniform(6, 10), chance)
            else:
                count = max(2, wide // 34)
                for i in range(count):
                    for half in (0, 1):
                        a = x + (wide - 16) * i / count
                        b = x + (wide - 16) * (i + 1) / count
                        c = top + (deep - 16) * half / 2
                        e = top + (deep - 16) * (half + 1) / 2
                        tone = chance.choice([STONE, (224, 211, 186), (206, 190, 164), (218, 196, 170)])
                        house = [lean(a + 1, c + 1), lean(b - 1, c + 1), lean(b - 1, e - 1), lean(a + 1, e - 1)]
                        draw.polygon(scaled(house), fill=tone)
                        draw.line(scaled([house[0], house[2]]), fill=tuple(v - 12 for v in tone), width=S)
            x += wide
        top += deep
    # The quay road, then the promenade, then the sea.
    line = lambda offset: [(x, shore[x] + offset) for x in range(0, width + 1, 4) if x in shore]
    draw.polygon(scaled(line(-178) + line(-146)[::-1]), fill=(232, 226, 214))
    for i in range(0, width, 44):
        draw.line(scaled([(i, shore[i] - 162), (i + 20, shore[i + 20 if i + 20 in shore else i] - 162)]), fill=(255, 255, 255), width=3 * S)
    draw.polygon(scaled(line(-140) + [(width, height), (0, height)]), fill=(232, 214, 170))
    draw.polygon(scaled(line(-96) + [(width, height), (0, height)]), fill=(212, 186, 140))
    draw.polygon(scaled(line(-88) + [(width, height), (0, height)]), fill=DEEP)
    draw.polygon(scaled(line(-58) + [(width, height), (0, height)]), fill=SEA)
    for i in range(24, width, 27):
        tree(draw, i, shore[i] - 124, chance.uniform(8.5, 11), chance)
    # Two parks on the shore.
    for left, right in ((150, 470), (1330, 1690)):
        points = [(x, shore[x] - 150) for x in range(left, right, 4)]
        bow = [(x, shore[x] - 70 + 62 * math.sin((x - left) / (right - left) * math.pi)) for x in range(left, right, 4)]
        draw.polygon(scaled(points + bow[::-1]), fill=(186, 203, 156))
        draw.line(scaled(bow), fill=(232, 214, 170), width=13 * S, joint='curve')
        draw.line(scaled([(x, (shore[x] - 150) * 0.5 + y * 0.5) for (x, y) in bow]), fill=(232, 222, 190), width=6 * S)
        for _ in range(60):
            x = chance.uniform(left + 24, right - 24)
            k = math.sin((x - left) / (right - left) * math.pi)
            y = chance.uniform(shore[int(x)] - 140, shore[int(x)] - 92 + 62 * k)
            tree(draw, x, y, chance.uniform(6, 11), chance)
    # Three piers; the market stands at the middle one.
    for x, length, wide in ((640, 150, 20), (900, 214, 34), (1140, 150, 20)):
        y = shore[x] - 96
        draw.rectangle([(x - wide / 2 + 5) * S, y * S, (x + wide / 2 + 5) * S, (y + length + 5) * S], fill=(96, 142, 154))
        draw.rectangle([(x - wide / 2) * S, y * S, (x + wide / 2) * S, (y + length) * S], fill=(226, 208, 170))
        for k in range(10, length, 12):
            draw.line(scaled([(x - wide / 2, y + k), (x + wide / 2, y + k)]), fill=(206, 184, 144), width=S)
        for k in range(26, length - 8, 36):
            for side in (-1, 1):
                bx, by = x + side * (wide / 2 + 17), y + k + chance.uniform(0, 12)
                if by < shore[x] - 44:
                    continue
                hull = [(bx - 12, by - 6), (bx + 6, by - 7), (bx + 14, by), (bx + 6, by + 7), (bx - 12, by + 6)]
                draw.polygon(scaled(hull), fill=chance.choice([PAPER, BRICK, GOLD, INK]))
                draw.line(scaled([(bx - 10, by), (bx + 8, by)]), fill=(120, 110, 100), width=2 * S)
    y = shore[900]
    for i in range(7):
        a = 806 + i * 27
        draw.rectangle([a * S, (y - 142) * S, (a + 25) * S, (y - 98) * S], fill=BRICK if i % 2 == 0 else (190, 92, 70))
        draw.line(scaled([(a + 12.5, y - 142), (a + 12.5, y - 98)]), fill=(232, 190, 170), width=2 * S)
    for _ in range(120):
        x, wy = chance.uniform(0, width), chance.uniform(560, 752)
        length = chance.uniform(14, 46)
        draw.line(scaled([(x, wy), (x + length, wy)]), fill=(166, 204, 210), width=2 * S)
    # The light at the southern end, at the right, and where north is.
    x = 1716
    dot(draw, x, shore[x] - 80, 22, fill=PAPER, outline=BRICK, width=6)
    dot(draw, x, shore[x] - 80, 8, fill=GOLD)
    nx, ny = 90, 660
    draw.polygon(scaled([(nx - 40, ny), (nx + 30, ny - 16), (nx + 14, ny)]), fill=INK)
    draw.polygon(scaled([(nx - 40, ny), (nx + 30, ny + 16), (nx + 14, ny)]), fill=PAPER)
    dot(draw, nx, ny, 52, outline=INK, width=3)
    keep(image, 'waterfront.png', 64)


def saffron():
    width, height = 1000, 640
    image, draw = canvas(width, height, PAPER)
    values = [62, 71, 86, 104, 128]
    base, unit = 540, 3.35
    for step in (40, 80, 120):
        y = base - step * unit
        draw.line(scaled([(40, y), (900, y)]), fill=(222, 214, 200), width=2 * S)
        number(draw, 950, y, digits(step), 24, (120, 112, 104))
    for i, value in enumerate(values):
        x = 810 - i * 176
        top = base - value * unit
        colour = (112, 72, 128) if i < 4 else BRICK
        draw.rectangle([(x - 52) * S, top * S, (x + 52) * S, base * S], fill=colour)
        number(draw, x, top - 30, digits(value), 34, colour)
        number(draw, x, base + 44, digits(2021 + i), 26, INK)
    draw.line(scaled([(40, base), (900, base)]), fill=INK, width=4 * S)
    # A crocus over the first bars.
    for angle, tone in ((-1.05, (150, 110, 168)), (1.05, (150, 110, 168)), (-0.52, (132, 90, 150)), (0.52, (132, 90, 150)), (0, (166, 128, 184))):
        petal = []
        for k in range(41):
            t = k / 40
            side = 30 * math.sin(t * math.pi) ** 0.8
            petal.append((side, -128 * t))
        petal += [(-x, y) for x, y in petal[::-1]]
        turned = [(770 + x * math.cos(angle) - y * math.sin(angle), 206 + x * math.sin(angle) + y * math.cos(angle)) for x, y in petal]
        draw.polygon(scaled(turned), fill=tone)
    for angle in (-0.5, 0, 0.5):
        draw.line(scaled([(770, 196), (770 + 84 * math.sin(angle), 196 - 84 * math.cos(angle))]), fill=(206, 74, 36), width=7 * S)
    draw.line(scaled([(770, 200), (770, 262)]), fill=(196, 206, 170), width=10 * S)
    keep(image, 'saffron.png', 48)


def along(points, step):
    """Points at even distances on a smooth curve through the given ones."""
    points = np.array(points, float)
    padded = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    curve = []
    for p0, p1, p2, p3 in zip(padded, padded[1:], padded[2:], padded[3:]):
        for t in np.linspace(0, 1, 60, endpoint=False):
            curve.append(0.5 * (2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3))
    curve = np.array(curve + [points[-1]])
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(curve, axis=0).T))])
    at = np.arange(0, lengths[-1], step)
    return list(zip(np.interp(at, lengths, curve[:, 0]), np.interp(at, lengths, curve[:, 1])))


def cranes():
    width, height = 1800, 820
    image, draw = canvas(width, height, (236, 224, 196))
    # Heights in steps, from one smooth field.
    ys, xs = np.mgrid[0:height * S:S * 2, 0:width * S:S * 2]
    x, y = xs / (width * S), ys / (height * S)
    field = 0.35 * np.sin(5.1 * x + 1.4) + 0.3 * np.cos(6.3 * y - 2.2 * x) + 0.2 * np.sin(11 * x - 7 * y) + 0.12 * np.cos(17 * x + 13 * y)
    field += 1.1 * np.exp(-((x - 0.72) ** 2 / 0.02 + (y - 0.16) ** 2 / 0.03)) + 0.9 * np.exp(-((x - 0.34) ** 2 / 0.03 + (y - 0.06) ** 2 / 0.02))
    tones = np.array([(240, 230, 206), (236, 224, 194), (230, 216, 182), (222, 204, 166), (212, 190, 148), (200, 174, 130)], np.uint8)
    steps = np.clip(((field + 0.5) * 3).astype(int), 0, 5)
    relief = Image.fromarray(tones[steps]).resize((width * S, height * S), Image.BICUBIC)
    image.paste(relief)
    draw = ImageDraw.Draw(image)
    # The sea to the west: the coast goes down the left side.
    coast = [(px, py) for py, px in wave(height, 190, [(52, 0.9), (18, 2.6), (6, 7.2)], 21)]
    for offset, tone in ((0, (178, 208, 212)), (-26, (164, 198, 204)), (-58, (150, 188, 196))):
        draw.polygon(scaled([(px + offset, py) for px, py in coast] + [(-200, height + 9), (-200, -9)]), fill=tone)
    draw.line(scaled(coast), fill=(120, 150, 156), width=3 * S)
    # Waters: the marsh in the south, the lake where ways meet, the northern breeding grounds.
    chance = random.Random(9)
    def water(cx, cy, rx, ry, seed, fill=(150, 188, 196)):
        turn = random.Random(seed)
        parts = [(turn.uniform(0, 6.3), turn.uniform(0.3, 1)) for _ in range(5)]
        ring = []
        for k in range(120):
            a = k / 120 * 6.2832
            r = 1 + 0.12 * sum(math.sin(a * (j + 2) + f) * q / (j + 1) for j, (f, q) in enumerate(parts))
            ring.append((cx + rx * r * math.cos(a), cy + ry * r * math.sin(a)))
        draw.polygon(scaled(ring), fill=fill, outline=(120, 150, 156), width=2 * S)
    water(980, 420, 92, 46, 3)
    for cx, cy, rx, ry, seed in ((420, 700, 70, 30, 5), (500, 730, 40, 18, 6), (360, 745, 34, 14, 7)):
        water(cx, cy, rx, ry, seed, (170, 196, 176))
    for cx, cy, rx, ry, seed in ((1530, 96, 44, 20, 8), (1660, 190, 36, 16, 2), (1290, 70, 34, 14, 4)):
        water(cx, cy, rx, ry, seed)
    for _ in range(150):
        px, py = chance.gauss(430, 60), chance.gauss(716, 22)
        draw.line(scaled([(px, py), (px + chance.uniform(-2, 2), py - chance.uniform(6, 12))]), fill=(110, 138, 96), width=2 * S)
    start, lake = (440, 690), (980, 420)
    ways = [
        ([start, (560, 560), (760, 520), lake, (1120, 300), (1230, 160), (1290, 76)], BRICK, [(560, 560), (760, 520), (1120, 300)]),
        ([start, (640, 680), (840, 590), lake, (1180, 330), (1390, 220), (1530, 98)], (60, 96, 116), [(640, 680), (1180, 330), (1390, 220)]),
        ([start, (700, 740), (900, 610), lake, (1260, 420), (1500, 330), (1656, 192)], (98, 74, 116), [(700, 740), (900, 610), (1260, 420), (1500, 330)]),
    ]
    for points, tone, rests in ways:
        dots = along(points, 4)
        for a in range(0, len(dots) - 5, 8):
            draw.line(scaled(dots[a:a + 6]), fill=PAPER, width=11 * S)
        for a in range(0, len(dots) - 5, 8):
            draw.line(scaled(dots[a:a + 5]), fill=tone, width=6 * S)
        for px, py in rests:
            dot(draw, px, py, 12, fill=PAPER, outline=tone, width=5)
        end = points[-1]
        dot(draw, *end, 11, fill=tone, outline=PAPER, width=3)
    dot(draw, *lake, 25, fill=PAPER, outline=INK, width=6)
    dot(draw, *lake, 11, fill=INK)
    dot(draw, *start, 17, fill=INK, outline=PAPER, width=5)
    # Three birds in the free south-east, and the scale.
    def bird(bx, by, size):
        wing = [(-60, -8), (-34, -22), (-8, -6), (0, -2), (8, -6), (34, -22), (60, -8), (36, -12), (10, 6), (0, 4), (-10, 6), (-36, -12)]
        draw.polygon(scaled([(bx + p * size, by + q * size) for p, q in wing]), fill=(84, 88, 94))
        draw.line(scaled([(bx, by), (bx + 30 * size, by - 16 * size), (bx + 46 * size, by - 20 * size)]), fill=(84, 88, 94), width=max(1, int(5 * size * S)))
        draw.line(scaled([(bx, by + 2 * size), (bx - 40 * size, by + 16 * size)]), fill=(84, 88, 94), width=max(1, int(3 * size * S)))
    for bx, by, size in ((1490, 600, 1.1), (1612, 648, 0.85), (1400, 668, 0.7)):
        bird(bx, by, size)
    for i in range(4):
        draw.rectangle([(1360 + i * 80) * S, 762 * S, (1440 + i * 80) * S, 772 * S], fill=INK if i % 2 == 0 else PAPER, outline=INK, width=2 * S)
    for i, label in enumerate((0, 100, 200)):
        number(draw, 1360 + i * 160, 742, digits(label), 20, INK)
    keep(image, 'cranes.png', 96)


def telescope():
    width, height = 1000, 700
    ys = np.linspace(0, 1, height * S)[:, None]
    xs = np.linspace(0, 1, width * S)[None, :]
    low, high = np.array([70, 72, 104.]), np.array([12, 18, 40.])
    shade = ys[:, :, None] ** 1.4
    sky = high + (low - high) * np.repeat(shade, width * S, axis=1)
    band = np.exp(-((ys - 0.78 + 0.72 * xs) ** 2) / 0.012) * (0.7 + 0.3 * np.sin(23 * xs + 9 * ys))
    sky += band[:, :, None] * np.array([46, 44, 58.])
    image = Image.fromarray(np.clip(sky, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    chance = random.Random(2)
    for _ in range(620):
        x, y = chance.uniform(0, width), chance.uniform(0, 560)
        near = abs(y / height - 0.78 + 0.72 * x / width) < 0.13
        if not near and chance.random() < 0.45:
            continue
        r = chance.choice([0.7, 0.7, 0.9, 1.1, 1.6])
        dot(draw, x, y, r, fill=chance.choice([(255, 250, 236), (226, 234, 255), (255, 232, 206)]))
    for x, y, r in ((180, 120, 3), (842, 88, 3.4), (610, 210, 2.6), (300, 300, 2.4), (920, 330, 2.8)):
        dot(draw, x, y, r, fill=(255, 252, 240))
        for dx, dy in ((1, 0), (0, 1)):
            draw.line(scaled([(x - 11 * dx, y - 11 * dy), (x + 11 * dx, y + 11 * dy)]), fill=(220, 224, 240), width=S)
    draw.polygon(scaled(wave(width, 560, [(20, 0.8), (8, 2.1)], 6) + [(width, height), (0, height)]), fill=(44, 46, 66))
    draw.polygon(scaled(wave(width, 612, [(22, 0.7), (6, 2.9)], 12) + [(width, height), (0, height)]), fill=(22, 24, 38))
    cx, cy, r = 560, 470, 150
    draw.rectangle([(cx - 142) * S, cy * S, (cx + 142) * S, 640 * S], fill=(190, 190, 196))
    draw.rectangle([(cx + 40) * S, cy * S, (cx + 142) * S, 640 * S], fill=(150, 152, 164))
    draw.pieslice([(cx - r) * S, (cy - r) * S, (cx + r) * S, (cy + r) * S], 180, 360, fill=(226, 226, 228))
    draw.pieslice([(cx - r) * S, (cy - r) * S, (cx + r) * S, (cy + r) * S], 300, 360, fill=(176, 178, 190))
    slit = [(cx - 78, cy - 128), (cx - 34, cy - 146), (cx - 22, cy - 18), (cx - 78, cy - 18)]
    draw.polygon(scaled(slit), fill=(20, 22, 36))
    draw.polygon(scaled([(cx - 66, cy - 100), (cx - 44, cy - 110), (cx - 28, cy - 26), (cx - 56, cy - 22)]), fill=(206, 150, 84))
    draw.rectangle([(cx - r) * S, (cy - 12) * S, (cx + r) * S, (cy + 4) * S], fill=(120, 122, 136))
    draw.rectangle([(cx - 20) * S, (cy + 70) * S, (cx + 24) * S, 640 * S], fill=(226, 178, 104))
    draw.polygon(scaled(wave(width, 636, [(10, 0.9), (4, 3.3)], 8) + [(width, height), (0, height)]), fill=(14, 16, 26))
    for x, tall in ((330, 46), (352, 40), (372, 50)):
        draw.ellipse([(x - 7) * S, (632 - tall) * S, (x + 7) * S, (646 - tall) * S], fill=(10, 11, 20))
        draw.polygon(scaled([(x - 9, 646 - tall), (x + 9, 646 - tall), (x + 12, 650), (x - 12, 650)]), fill=(10, 11, 20))
    keep(image, 'telescope.jpg', quality=80)


def astrolabe():
    width, height = 1000, 960
    image, draw = canvas(width, height, (246, 238, 220))
    cx, cy = 500, 510
    brass, dark, pale = (190, 142, 66), (104, 72, 30), (226, 190, 120)
    # The throne and its ring.
    dot(draw, cx, 66, 34, outline=dark, width=9)
    throne = [(cx - 96, 158), (cx - 60, 124), (cx - 34, 128), (cx, 92), (cx + 34, 128), (cx + 60, 124), (cx + 96, 158)]
    draw.polygon(scaled(throne), fill=brass, outline=dark, width=4 * S)
    dot(draw, cx, cy, 400, fill=brass, outline=dark, width=5)
    dot(draw, cx, cy, 352, fill=pale, outline=dark, width=3)
    for k in range(360):
        a = math.radians(k)
        r = 352 + (44 if k % 30 == 0 else 26 if k % 10 == 0 else 16 if k % 5 == 0 else 9)
        draw.line(scaled([(cx + 352 * math.sin(a), cy - 352 * math.cos(a)), (cx + r * math.sin(a), cy - r * math.cos(a))]), fill=dark, width=(3 if k % 10 == 0 else 1) * S)
    dot(draw, cx, cy, 398, outline=dark, width=3)
    # The plate: circles of height round the zenith, cut by the rim, and the hours below.
    plate = Image.new('L', image.size, 0)
    pen = ImageDraw.Draw(plate)
    for k in range(10):
        r, y = 40 + 34 * k, cy - 112 + 9 * k
        pen.ellipse([(cx - r) * S, (y - r) * S, (cx + r) * S, (y + r) * S], outline=255, width=2 * S)
    for k in range(12):
        a = math.radians(k * 30)
        pen.line(scaled([(cx, cy - 112), (cx + 700 * math.sin(a), cy - 112 - 700 * math.cos(a))]), fill=120, width=S)
    for r in (150, 236, 330):
        pen.ellipse([(cx - r) * S, (cy - r) * S, (cx + r) * S, (cy + r) * S], outline=255, width=3 * S)
    rim = Image.new('L', image.size, 0)
    ImageDraw.Draw(rim).ellipse([(cx - 350) * S, (cy - 350) * S, (cx + 350) * S, (cy + 350) * S], fill=255)
    lines = Image.composite(plate, Image.new('L', image.size, 0), rim)
    image.paste((150, 112, 56), mask=lines)
    draw = ImageDraw.Draw(image)
    # The net: a ring off the centre, and pointers for its stars.
    ex, ey, er = cx, cy - 84, 214
    dot(draw, ex, ey, er + 14, outline=dark, width=4)
    dot(draw, ex, ey, er + 10, outline=brass, width=22)
    dot(draw, ex, ey, er - 12, outline=dark, width=4)
    for k in range(72):
        a = math.radians(5 * k)
        r = er - 12 + (20 if k % 6 == 0 else 9)
        draw.line(scaled([(ex + (er - 12) * math.sin(a), ey - (er - 12) * math.cos(a)), (ex + r * math.sin(a), ey - r * math.cos(a))]), fill=dark, width=2 * S)
    chance = random.Random(14)
    for k in range(23):
        a = math.radians(k * 360 / 23 + chance.uniform(-4, 4))
        inner = k % 2 == 0
        from_r, to_r = (er - 14, er - chance.uniform(52, 96)) if inner else (er + 12, er + chance.uniform(30, 62))
        tip = (ex + to_r * math.sin(a + 0.1), ey - to_r * math.cos(a + 0.1))
        if math.hypot(tip[0] - cx, tip[1] - cy) > 344:
            continue
        root = [(ex + from_r * math.sin(a + s), ey - from_r * math.cos(a + s)) for s in (-0.05, 0.05)]
        draw.polygon(scaled([root[0], tip, root[1]]), fill=brass, outline=dark, width=S)
        dot(draw, *root[0], 6, fill=BRICK, outline=dark, width=1)
    # The rule, and the pin.
    a = math.radians(38)
    along_rule = lambda r, side: (cx + r * math.sin(a) + side * math.cos(a), cy - r * math.cos(a) + side * math.sin(a))
    bar = [along_rule(-344, -4), along_rule(-300, -17), along_rule(300, -17), along_rule(344, -4), along_rule(344, 4), along_rule(30, 17), along_rule(-30, 17), along_rule(-344, 4)]
    draw.polygon(scaled(bar), fill=(208, 160, 84), outline=dark, width=4 * S)
    draw.line(scaled([along_rule(-344, 0), along_rule(344, 0)]), fill=dark, width=S)
    dot(draw, cx, cy, 34, fill=brass, outline=dark, width=4)
    dot(draw, cx, cy, 13, fill=dark)
    keep(image, 'astrolabe.png', 64)


def court():
    width, height = 1000, 700
    image, draw = canvas(width, height, (226, 188, 138))
    chance = random.Random(5)
    for row in range(0, height, 28):
        x = -chance.randrange(160)
        while x < width:
            long = chance.choice([150, 190, 230])
            tone = chance.choice([(226, 188, 138), (222, 182, 130), (230, 194, 146), (218, 178, 126)])
            draw.rectangle([x * S, row * S, (x + long) * S, (row + 28) * S], fill=tone, outline=(212, 172, 120), width=S)
            x += long
    white, wide = (255, 252, 246), 6 * S
    cx, base = 500, 640
    draw.rectangle([60 * S, 40 * S, 940 * S, base * S], outline=white, width=wide)
    draw.rectangle([(cx - 128) * S, (base - 300) * S, (cx + 128) * S, base * S], fill=(166, 66, 50), outline=white, width=wide)
    draw.arc([(cx - 94) * S, (base - 394) * S, (cx + 94) * S, (base - 206) * S], 180, 360, fill=white, width=wide)
    reach = 372
    angle = math.degrees(math.acos(352 / reach))
    draw.arc([(cx - reach) * S, (base - 82 - reach) * S, (cx + reach) * S, (base - 82 + reach) * S], 180 + angle, 360 - angle, fill=white, width=wide)
    y = base - 82 - reach * math.sin(math.radians(angle))
    for x in (cx - 352, cx + 352):
        draw.line(scaled([(x, base), (x, y)]), fill=white, width=wide)
    draw.arc([(cx - 94) * S, -54 * S, (cx + 94) * S, 134 * S], 0, 180, fill=white, width=wide)
    draw.line(scaled([(cx - 48, base - 62), (cx + 48, base - 62)]), fill=white, width=8 * S)
    dot(draw, cx, base - 82, 18, outline=(255, 140, 40), width=6)
    for x, y, made in (
        (440, 520, 1), (560, 500, 1), (520, 580, 1), (470, 450, 0), (600, 420, 1), (380, 400, 0), (300, 300, 1), (690, 290, 1),
        (500, 180, 1), (200, 560, 0), (812, 540, 1), (760, 420, 0), (250, 440, 1), (560, 340, 0), (430, 330, 1), (640, 560, 1), (500, 610, 1), (350, 590, 0),
    ):
        if made:
            dot(draw, x, y, 17, fill=(240, 150, 50), outline=INK, width=3)
        else:
            dot(draw, x, y, 16, outline=INK, width=5)
    keep(image, 'court.png', 48)


def soup():
    width, height = 1000, 620
    image, draw = canvas(width, height, (214, 224, 214))
    chance = random.Random(17)
    # A striped cloth below a bowl seen from above.
    draw.polygon(scaled([(40, 120), (760, 20), (980, 560), (180, 620), (60, 600)]), fill=PAPER)
    for k in range(9):
        a, b = 70 + k * 82, 90 + k * 100
        draw.line(scaled([(a, 116 - k * 11), (b + 30, 612 - k * 6)]), fill=(196, 112, 92) if k % 2 else (150, 176, 182), width=5 * S)
    cx, cy = 480, 312
    dot(draw, cx + 14, cy + 18, 262, fill=(178, 176, 160))
    dot(draw, cx, cy, 262, fill=(58, 94, 110))
    dot(draw, cx, cy, 246, fill=(84, 126, 142))
    for k in range(48):
        a = k / 48 * 6.2832
        dot(draw, cx + 254 * math.cos(a), cy + 254 * math.sin(a), 4, fill=(226, 206, 160))
    dot(draw, cx, cy, 222, fill=(196, 116, 34))
    dot(draw, cx, cy, 214, fill=(222, 146, 48))
    for _ in range(260):
        a, r = chance.uniform(0, 6.2832), 204 * math.sqrt(chance.random())
        dot(draw, cx + r * math.cos(a), cy + r * math.sin(a), chance.uniform(2, 6), fill=chance.choice([(228, 156, 60), (214, 134, 40), (234, 170, 78)]))
    swirl = [(cx + (30 + 5.2 * k) * math.cos(0.16 * k + 0.6), cy + (24 + 4.4 * k) * math.sin(0.16 * k + 0.6)) for k in range(32)]
    draw.line(scaled(swirl), fill=(238, 206, 96), width=10 * S, joint='curve')
    draw.line(scaled(swirl[4:]), fill=(246, 224, 140), width=4 * S, joint='curve')
    for _ in range(70):
        x, y, a = chance.gauss(cx + 30, 56), chance.gauss(cy - 20, 46), chance.uniform(0, 3.14)
        draw.line(scaled([(x, y), (x + 9 * math.cos(a), y + 9 * math.sin(a))]), fill=(104, 62, 24), width=4 * S)
    for x, y, turn in ((cx - 96, cy + 70, 0.4), (cx - 60, cy + 108, 1.9), (cx - 128, cy + 116, 3.4)):
        for k in range(5):
            a = turn + (k - 2) * 0.5
            px, py = x + 20 * math.cos(a), y + 20 * math.sin(a)
            draw.line(scaled([(x, y), (px, py)]), fill=(70, 112, 62), width=3 * S)
            dot(draw, px, py, 9, fill=(98, 146, 82))
    # Half a lemon and a spoon.
    lx, ly = 846, 172
    dot(draw, lx + 6, ly + 8, 78, fill=(190, 188, 170))
    dot(draw, lx, ly, 78, fill=(236, 200, 60))
    dot(draw, lx, ly, 68, fill=(250, 244, 214))
    for k in range(9):
        a, b = k / 9 * 6.2832 + 0.05, (k + 1) / 9 * 6.2832 - 0.05
        wedge = [(lx + 8 * math.cos((a + b) / 2), ly + 8 * math.sin((a + b) / 2))]
        wedge += [(lx + 62 * math.cos(a + (b - a) * t / 6), ly + 62 * math.sin(a + (b - a) * t / 6)) for t in range(7)]
        draw.polygon(scaled(wedge), fill=(244, 218, 96))
    draw.line(scaled([(800, 566), (904, 352)]), fill=(158, 160, 166), width=17 * S)
    draw.line(scaled([(799, 566), (901, 354)]), fill=(206, 208, 212), width=8 * S)
    draw.ellipse([870 * S, 262 * S, 964 * S, 376 * S], fill=(158, 160, 166))
    draw.ellipse([879 * S, 271 * S, 955 * S, 366 * S], fill=(206, 208, 212))
    keep(image, 'soup.png', 64)


def logo():
    side = 480
    image = Image.new('RGBA', (side * S, side * S), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    navy, pale = (28, 62, 84, 255), (250, 247, 240, 255)
    dot(draw, 240, 240, 236, fill=navy)
    dot(draw, 240, 240, 216, outline=pale, width=5)
    # A sail that is also a folded sheet, on two waves.
    draw.polygon(scaled([(252, 78), (252, 318), (396, 318)]), fill=pale)
    draw.polygon(scaled([(228, 130), (228, 318), (112, 318)]), fill=(214, 160, 70, 255))
    for k in (150, 196, 242, 288):
        if k > 150:
            draw.line(scaled([(268, k), (268 + (k - 118) * 0.52, k)]), fill=navy, width=7 * S)
    for row, y in enumerate((352, 388)):
        crest = [(x, y + 9 * math.sin(x / 22 + row * 1.6)) for x in range(88 + row * 22, 394 - row * 22, 2)]
        draw.line(scaled(crest), fill=pale, width=11 * S, joint='curve')
    image.resize((side, side), Image.LANCZOS).quantize(64, method=Image.Quantize.FASTOCTREE).save(HERE / 'logo.png', optimize=True)


for drawing in (waterfront, saffron, cranes, telescope, astrolabe, court, soup, logo):
    drawing()
