# Draws the campaign's product pictures as SVG: one picture a call, `awk -v product=fern -f draw-products.awk`.
# Everything stands on the line y = 770 of an 800 x 800 canvas, lit from the upper left. The generator is seeded by the
# product's name, so the same script gives the same pictures everywhere.

function rnd() { # Park and Miller's minimal standard, exact in doubles
    seed = (seed * 16807) % 2147483647
    return seed / 2147483647
}
function between(a, b) { return a + (b - a) * rnd() }
function hex2(v) { v = int(v + .5); if (v < 0) v = 0; if (v > 255) v = 255; return substr(HEX, int(v / 16) + 1, 1) substr(HEX, v % 16 + 1, 1) }
function digit(c) { return index(HEX, tolower(c)) - 1 }
function channel(c, i) { return digit(substr(c, 2 * i, 1)) * 16 + digit(substr(c, 2 * i + 1, 1)) }
function blend(a, b, t,   i, s) {
    s = "#"
    for (i = 1; i <= 3; i++) s = s hex2(channel(a, i) + (channel(b, i) - channel(a, i)) * t)
    return s
}
function lighten(c, t) { return blend(c, "#fff8e8", t) }
function darken(c, t) { return blend(c, "#0f241d", t) }
function pt(x, y) { return sprintf("%.1f %.1f", x, y) }

function path(d, fill) { printf "<path d=\"%s\" fill=\"%s\"/>\n", d, fill }
function line(d, color, w) {
    printf "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>\n", d, color, w
}
function rect(x, y, w, h, r, fill) { printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"%.1f\" fill=\"%s\"/>\n", x, y, w, h, r, fill }
function disc(x, y, rx, ry, fill) { printf "<ellipse cx=\"%.1f\" cy=\"%.1f\" rx=\"%.1f\" ry=\"%.1f\" fill=\"%s\"/>\n", x, y, rx, ry, fill }
function gradient(id, x2, y2, c1, c2, c3) {
    printf "<linearGradient id=\"%s\" x2=\"%s\" y2=\"%s\"><stop stop-color=\"%s\"/><stop offset=\".45\" stop-color=\"%s\"/><stop offset=\"1\" stop-color=\"%s\"/></linearGradient>\n", id, x2, y2, c1, c2, c3
}

# A leaf from (x, y) along `a` degrees: a light half, a dark half, a midrib.
function leaf(x, y, a, len, wide, color,   c, s, nx, ny, tx, ty, b1x, b1y, b2x, b2y) {
    a *= PI / 180
    c = cos(a); s = sin(a); nx = -s; ny = c
    tx = x + c * len; ty = y + s * len
    path("M" pt(x, y) "C" pt(x + c * len * .22 + nx * wide, y + s * len * .22 + ny * wide) " " pt(x + c * len * .72 + nx * wide * .85, y + s * len * .72 + ny * wide * .85) " " pt(tx, ty) "Q" pt(x + c * len * .5 + nx * wide * .08, y + s * len * .5 + ny * wide * .08) " " pt(x, y) "Z", ny > 0 ? darken(color, .2) : color)
    path("M" pt(x, y) "C" pt(x + c * len * .22 - nx * wide, y + s * len * .22 - ny * wide) " " pt(x + c * len * .72 - nx * wide * .85, y + s * len * .72 - ny * wide * .85) " " pt(tx, ty) "Q" pt(x + c * len * .5 + nx * wide * .08, y + s * len * .5 + ny * wide * .08) " " pt(x, y) "Z", ny > 0 ? color : darken(color, .2))
    if (wide > 9) line("M" pt(x, y) "Q" pt(x + c * len * .5 + nx * wide * .08, y + s * len * .5 + ny * wide * .08) " " pt(x + c * len * .9, y + s * len * .9), lighten(color, .28), wide > 26 ? 3 : 1.8)
}
function bez(a, b, c, t) { return (1 - t) * (1 - t) * a + 2 * t * (1 - t) * b + t * t * c }
function slope(a, b, c, t) { return 2 * (1 - t) * (b - a) + 2 * t * (c - b) }

# A curved stem with pairs of leaflets, longest in the middle.
function frond(x0, y0, x1, y1, x2, y2, n, len, wide, color,   i, t, x, y, a, l, k) {
    line("M" pt(x0, y0) "Q" pt(x1, y1) " " pt(x2, y2), darken(color, .35), 4)
    for (i = 1; i <= n; i++) {
        t = .12 + .88 * i / n
        x = bez(x0, x1, x2, t); y = bez(y0, y1, y2, t)
        a = atan2(slope(y0, y1, y2, t), slope(x0, x1, x2, t)) * 180 / PI
        l = len * (.35 + .75 * sin(PI * (.15 + .8 * t))) * between(.92, 1.08)
        k = blend(color, lighten(color, .3), t * between(.6, 1.2))
        leaf(x, y, a - 62 + 18 * t, l, wide, k)
        leaf(x, y, a + 62 - 18 * t, l, wide, k)
    }
    leaf(x2, y2, atan2(y2 - y1, x2 - x1) * 180 / PI, len * .55, wide, lighten(color, .25))
}

# A pot: tapered body, rim, the shadow that the rim throws, a light reflex.
function pot(cx, top, w, h, color,   r, b, id) {
    id = "pot" (++pots)
    gradient(id, 1, 0, lighten(color, .22), color, darken(color, .32))
    r = h * .2; b = w * .36
    path(sprintf("M%.1f %.1fL%.1f %.1fQ%.1f 770 %.1f 770H%.1fQ%.1f 770 %.1f %.1fL%.1f %.1fZ", cx - w * .45, top + r, cx - b, 756, cx - b + 3, cx - b + 18, cx + b - 18, cx + b - 3, cx + b, 756, cx + w * .45, top + r), "url(#" id ")")
    path(sprintf("M%.1f %.1fH%.1fL%.1f %.1fQ%.1f %.1f %.1f %.1fZ", cx - w * .45, top + r - 2, cx + w * .45, cx + w * .443, top + r + 12, cx, top + r + 26, cx - w * .443, top + r + 12), darken(color, .42))
    rect(cx - w / 2, top, w, r, 9, "url(#" id ")")
    rect(cx - w / 2 + 8, top + 5, w - 16, 4, 2, lighten(color, .42))
    line("M" pt(cx - w * .33, top + r + 36) "L" pt(cx - w * .275, 735), lighten(color, .34), 9)
}
function soil(cx, top, w) { disc(cx, top + 4, w * .44, 13, "#3b2a22") }

# A leaf of a cheese plant: heart-shaped, cut between the fingers. The rib runs along `a` degrees.
function cheese(x, y, a, size, color,   side, i, n, d, c, s) {
    n = 5
    printf "<g transform=\"translate(%.1f %.1f) rotate(%.1f) scale(%.3f)\">\n", x, y, a, size / 100
    for (side = -1; side <= 1; side += 2) {
        d = "M0 0C" pt(-14, side * 20) " " pt(-22, side * 50) " " pt(6, side * 58)
        for (i = 1; i <= n; i++) {
            c = 6 + (i - 1) * 19; s = 58 - (i - 1) * (i - 1) * 1.7
            d = d "L" pt(c + 5, side * s * .98) "C" pt(c - 1, side * s * .6) " " pt(c - 6, side * s * .42) " " pt(c - 3, side * s * .34)
            c += 17; s = 60 - i * i * 2
            d = d "C" pt(c - 14, side * s * .5) " " pt(c - 8, side * s * .92) " " pt(c - 8, side * s)
        }
        d = d "Q" pt(108, side * 12) " " pt(112, 0) "Z"
        path(d, side < 0 ? color : darken(color, .2))
    }
    line("M0 0L106 0", lighten(color, .35), 2)
    for (side = -1; side <= 1; side += 2)
        for (i = 0; i < n; i++) line("M" pt(8 + i * 18, 0) "Q" pt(13 + i * 18, side * 8) " " pt(12 + i * 18, side * (26 - i * 2)), lighten(color, .22), 1.1)
    print "</g>"
}

function tulip(x, y, bend, color,   hx, hy) {
    hx = x + bend; hy = y
    line("M" pt(x + bend * .1, 560) "Q" pt(x + bend * .15, (560 + y) / 2) " " pt(hx, hy), "#4f8a4f", 9)
    path("M" pt(hx - 42, hy - 62) "Q" pt(hx - 52, hy + 12) " " pt(hx, hy + 14) "Q" pt(hx + 52, hy + 12) " " pt(hx + 42, hy - 62) "Q" pt(hx + 20, hy - 34) " " pt(hx, hy - 84) "Q" pt(hx - 20, hy - 34) " " pt(hx - 42, hy - 62) "Z", darken(color, .16))
    path("M" pt(hx - 42, hy - 62) "Q" pt(hx - 52, hy + 12) " " pt(hx, hy + 14) "Q" pt(hx + 6, hy - 30) " " pt(hx - 42, hy - 62) "Z", lighten(color, .18))
    path("M" pt(hx + 42, hy - 62) "Q" pt(hx + 52, hy + 12) " " pt(hx, hy + 14) "Q" pt(hx - 6, hy - 30) " " pt(hx + 42, hy - 62) "Z", color)
}

function draw_fern(   i, a, r) {
    for (i = 0; i < 15; i++) {
        a = (-172 + i * 164 / 14 + between(-5, 5)) * PI / 180
        r = between(285, 350)
        if (i % 2) continue
        frond(400, 520, 400 + cos(a) * r * .55, 470 + sin(a) * r * .95 - 60, 400 + cos(a) * r * 1.05, 450 + sin(a) * r * .95 + 30 + 60 * cos(a) * cos(a), 17, 60, 10, "#3d7f52")
    }
    for (i = 0; i < 7; i++) {
        a = (-150 + i * 20 + between(-4, 4)) * PI / 180
        r = between(215, 270)
        frond(400, 530, 400 + cos(a) * r * .5, 480 + sin(a) * r * .9 - 40, 400 + cos(a) * r * 1.15, 480 + sin(a) * r * .95 + 70 * cos(a) * cos(a), 15, 52, 9, "#5da463")
    }
    soil(400, 520, 250); pot(400, 522, 260, 248, "#d97a55")
}
function draw_monstera() {
    line("M390 540Q350 380 215 300", "#3c7048", 9); line("M400 540Q400 330 395 200", "#3c7048", 9)
    line("M410 540Q470 400 590 320", "#3c7048", 9); line("M395 540Q320 470 200 470", "#3c7048", 8); line("M408 540Q480 480 600 490", "#3c7048", 8)
    cheese(225, 320, -142, 175, "#2f7a56"); cheese(585, 335, -36, 180, "#2a6e4e"); cheese(396, 255, -92, 200, "#3b8f60")
    cheese(225, 470, 172, 140, "#44986a"); cheese(580, 490, 12, 138, "#3b8f60"); cheese(420, 440, -58, 120, "#57ab74")
    soil(400, 540, 240); pot(400, 542, 250, 228, "#efe3cf")
}
function draw_lavender(   i, j, x, y, a, n, k) {
    for (i = 0; i < 34; i++) {
        a = (-90 + (i - 16.5) * 3.3 + between(-3, 3)) * PI / 180
        n = between(300, 420) - (i - 16.5) * (i - 16.5) * .35
        x = 400 + cos(a) * n; y = 545 + sin(a) * n
        line("M" pt(400 + (i - 16.5) * 4.5, 550) "Q" pt(400 + (i - 16.5) * 5.5, 430) " " pt(x, y), i % 2 ? "#6f9a63" : "#5c8757", 4)
        for (j = 0; j < 8; j++) {
            k = blend("#6a4fa3", "#b89be0", between(0, .9))
            disc(x + cos(a) * (j * 12 - 40) - sin(a) * 8 + between(-2, 2), y + sin(a) * (j * 12 - 40) + cos(a) * 8, 9.5 - j * .6, 8 - j * .4, k)
            disc(x + cos(a) * (j * 12 - 40) + sin(a) * 8 + between(-2, 2), y + sin(a) * (j * 12 - 40) - cos(a) * 8, 9.5 - j * .6, 8 - j * .4, darken(k, .12))
        }
    }
    for (i = 0; i < 30; i++) leaf(400 + between(-70, 70), 552, between(-165, -15), between(70, 150), 6, blend("#7ba36b", "#4f7d52", rnd()))
    soil(400, 545, 230); pot(400, 546, 240, 224, "#8fb3b8")
}
function ball(cx, cy, r, n, len, wide, c1, c2,   i, a, d) {
    for (i = 0; i < n; i++) {
        a = between(0, 2 * PI); d = r * sqrt((n - i) / n) * between(.86, 1)
        leaf(cx + cos(a) * d * .86, cy + sin(a) * d * .86, a * 180 / PI + between(-38, 38), len * between(.8, 1.2), wide, blend(c1, c2, (i / n) * .75 + .25 * (.5 - sin(a) * .5)))
    }
}
function draw_olive() {
    line("M398 600C392 520 412 470 400 380", "#8a6a4d", 20); line("M394 600C388 520 406 470 396 390", "#a98762", 6)
    disc(400, 255, 172, 168, "#5b7458")
    ball(400, 255, 185, 330, 46, 9, "#55705a", "#b3c79b")
    soil(400, 600, 220); pot(400, 602, 230, 168, "#dccab0")
}
function draw_lemon(   i, x, y, n, p, f) {
    line("M398 600C394 520 410 470 400 370", "#7d5c41", 20); line("M394 600C390 520 404 470 396 380", "#a07a58", 6)
    disc(400, 262, 180, 165, "#2c6245")
    ball(400, 262, 192, 170, 72, 19, "#2b6a48", "#74b566")
    n = split("292,235 378,160 470,215 520,315 405,290 320,345 455,385 560,235 255,320", p, " ")
    for (i = 1; i <= n; i++) {
        split(p[i], f, ","); x = f[1]; y = f[2]
        disc(x + 3, y + 5, 31, 36, "#1f4e38")
        printf "<ellipse cx=\"%d\" cy=\"%d\" rx=\"30\" ry=\"35\" fill=\"url(#lemon)\"/>\n", x, y
        path("M" pt(x - 6, y + 33) "Q" pt(x, y + 44) " " pt(x + 6, y + 33) "Z", "#e0a818")
        leaf(x - 2, y - 32, -150, 40, 10, "#5fa35a"); leaf(x + 2, y - 32, -24, 44, 11, "#7dbb68")
    }
    soil(400, 600, 230); pot(400, 602, 240, 168, "#c96a45")
}
function draw_tulips(   i) {
    for (i = 0; i < 6; i++) leaf(400 + (i - 2.5) * 34, 570, -90 + (i - 2.5) * 17, between(230, 300), 26, i % 2 ? "#5f9f5c" : "#4a8a55")
    tulip(330, 300, -120, "#ef8f7c"); tulip(480, 290, 115, "#f2a93b"); tulip(365, 205, -50, "#f3c7ba"); tulip(440, 190, 48, "#d9573f")
    tulip(400, 290, 0, "#e8705a"); tulip(310, 400, -70, "#f2b95e"); tulip(500, 395, 70, "#ee8a78")
    for (i = 0; i < 5; i++) leaf(400 + (i - 2) * 42, 575, -90 + (i - 2) * 22, between(120, 165), 22, i % 2 ? "#74b06a" : "#5f9f5c")
    soil(400, 566, 230); pot(400, 567, 245, 203, "#3f7d72")
}
function draw_herbs(   i, j, x, a) {
    for (i = 0; i < 40; i++) { a = between(-150, -30); leaf(235 + between(-50, 50), 545 + between(-30, 20), a, between(60, 150), 26, blend("#3f8f4f", "#86c267", rnd())) }
    for (i = 0; i < 26; i++) { x = 400 + between(-60, 60); a = -90 + (x - 400) * .55 + between(-8, 8); frond(x * .5 + 200, 560, 400 + (x - 400) * 1.1, 440, 400 + (x - 400) * 1.7, between(285, 360), 12, 22, 3.2, blend("#6f9a72", "#a8c79a", rnd())) }
    for (i = 0; i < 46; i++) { x = 565 + between(-58, 58); line("M" pt(x * .6 + 226, 560) "Q" pt(x, 470) " " pt(x + (x - 565) * .7, between(330, 420)), blend("#2f7a45", "#6bb35c", rnd()), 5) }
    for (i = 0; i < 7; i++) { x = 565 + between(-75, 75); a = between(300, 350); for (j = 0; j < 12; j++) line("M" pt(x, a) "l" pt(cos(j * .524) * 15, sin(j * .524) * 15), blend("#b48ad0", "#dcb8e8", rnd()), 5) }
    gradient("wood", 0, 1, "#dcae76", "#c8955c", "#a87445")
    rect(125, 545, 550, 225, 8, "url(#wood)")
    for (i = 0; i < 3; i++) { rect(125, 545 + i * 76, 550, 70, 5, "url(#wood)"); rect(125, 613 + i * 76, 550, 6, 2, "#8a5c36"); rect(135, 551 + i * 76, 530, 3, 1.5, "#ecc896") }
    rect(125, 545, 26, 225, 5, "#b9834e"); rect(649, 545, 26, 225, 5, "#9c6b3f")
    for (i = 0; i < 3; i++) { disc(138, 580 + i * 76, 4, 4, "#6f4a2c"); disc(662, 580 + i * 76, 4, 4, "#5f3e25") }
    rect(285, 610, 230, 82, 41, "#fbf3e0"); leaf(345, 672, -62, 52, 15, "#3f8f4f"); leaf(400, 680, -90, 62, 15, "#5fa35a"); leaf(455, 672, -118, 52, 15, "#3f8f4f")
}
function draw_can() {
    gradient("can", 1, 0, "#7fb8ad", "#4d9487", "#2c6a62")
    line("M520 440C700 380 700 660 520 660", "#2c6a62", 30); line("M520 438C696 380 696 656 520 658", "#69a99d", 9)
    path("M285 620L120 400L152 372L300 520Z", "url(#can)"); path("M285 600L138 392L150 380L300 540Z", "#8cc4b8")
    path("M86 418Q112 350 190 344L170 330L66 400Z", "#245a53"); disc(126, 372, 76, 22, "#2c6a62")
    printf "<g transform=\"rotate(-38 126 372)\">"; disc(126, 372, 78, 24, "#3f8579"); disc(126, 368, 70, 18, "#6bb0a3"); for (i = 0; i < 9; i++) disc(74 + i * 13, 368 + (i % 2 ? 5 : -5), 3, 3, "#245a53"); print "</g>"
    line("M300 420C310 210 520 210 520 420", "#2c6a62", 28); line("M302 414C316 216 512 216 514 414", "#69a99d", 8)
    path("M270 410H540L560 745Q560 770 530 770H282Q252 770 252 745Z", "url(#can)")
    disc(405, 410, 135, 34, "#245a53"); disc(405, 414, 118, 25, "#173f3a")
    rect(258, 560, 296, 16, 0, "#3d8277"); rect(256, 700, 302, 16, 0, "#3d8277"); rect(258, 560, 296, 4, 0, "#8cc4b8"); rect(256, 700, 302, 4, 0, "#8cc4b8")
    line("M300 450L290 735", "#a9d6cc", 12)
    leaf(405, 672, -90, 92, 30, "#f2dca8"); leaf(405, 672, -146, 74, 22, "#f2c56b"); leaf(405, 672, -34, 74, 22, "#f2c56b")
}
function tool_handle(   ) {
    rect(-21, 120, 42, 215, 21, "url(#wood)"); rect(-21, 150, 42, 9, 0, "#8a5c36"); line("M-10 180V315", "#eccb98", 6); disc(0, 322, 7, 7, "#6f4a2c")
}
function draw_tools() {
    gradient("wood", 1, 0, "#e0b27a", "#c8955c", "#8f5f38"); gradient("steel", 1, 0, "#f1f4f1", "#b9c6c4", "#7d918f")
    print "<g transform=\"translate(296 424) rotate(16)\">"
    rect(-10, -10, 20, 150, 8, "url(#steel)")
    path("M-74 -60Q-74 20 0 30Q74 20 74 -60Q72 -250 0 -330Q-72 -250 -74 -60Z", "url(#steel)"); path("M-44 -60Q-44 -10 0 4Q10 -160 0 -300Q-46 -220 -44 -60Z", "#dfe7e4"); line("M0 -310V10", "#8fa3a0", 4)
    tool_handle(); print "</g><g transform=\"translate(516 430) rotate(-15)\">"
    rect(-10, -40, 20, 180, 8, "url(#steel)")
    path("M-98 -300Q-86 -336 -74 -300V-84Q-74 -30 -12 -24V-310Q0 -346 12 -310V-24Q74 -30 74 -84V-300Q86 -336 98 -300V-84Q98 34 0 36Q-98 34 -98 -84Z", "url(#steel)"); line("M-88 -296V-82Q-86 4 -20 20", "#f7faf8", 5); line("M-4 -304V-8M82 -296V-90", "#f1f6f3", 4)
    tool_handle(); print "</g>"
}
function draw_seeds() {
    gradient("packet", 1, 1, "#fffaf0", "#f8e9c9", "#ecd2a0"); gradient("packet2", 1, 1, "#ffdfd2", "#f4b79f", "#dd8a70")
    print "<g transform=\"rotate(-9 300 450)\">"; rect(140, 190, 330, 470, 10, "url(#packet2)"); rect(140, 190, 330, 60, 10, "#cf6a4c"); line("M150 250H460", "#fff1e6", 4); disc(305, 440, 112, 112, "#fff1e6")
    for (i = 0; i < 10; i++) leaf(305, 440, i * 36, 96, 26, i % 2 ? "#e9806a" : "#d9573f"); disc(305, 440, 30, 30, "#f2b23e"); rect(205, 592, 200, 14, 7, "#cf6a4c"); rect(240, 618, 130, 10, 5, "#e39b84"); print "</g>"
    print "<g transform=\"rotate(8 520 500)\">"; rect(365, 262, 340, 490, 10, "#0f241d\" opacity=\".18"); rect(355, 250, 340, 490, 10, "url(#packet)"); rect(355, 250, 340, 62, 10, "#2f6b4f"); line("M365 312H685", "#fffaf0", 4)
    disc(525, 495, 118, 118, "#dcead0"); line("M525 600V450", "#3f7d4f", 9)
    for (i = 0; i < 12; i++) leaf(525, 440, i * 30, 78, 17, i % 2 ? "#f2b23e" : "#f7cf6e"); disc(525, 440, 33, 33, "#7a4a2b"); disc(520, 434, 22, 22, "#97603a"); leaf(525, 560, -150, 74, 22, "#5fa35a"); leaf(525, 545, -30, 74, 22, "#4a8a55")
    rect(425, 652, 200, 15, 7, "#2f6b4f"); rect(460, 680, 130, 10, 5, "#9dbb8f"); print "</g>"
    for (i = 0; i < 9; i++) { printf "<g transform=\"rotate(%.0f %.0f 760)\">", between(-40, 40), 170 + i * 26; disc(170 + i * 26, between(745, 764), 12, 7, i % 2 ? "#5b3b27" : "#83583a"); print "</g>" }
}
function draw_bench(   i) {
    gradient("wood", 0, 1, "#d8a873", "#c08d57", "#a06f40")
    rect(112, 380, 30, 390, 6, "#7a512f"); rect(658, 380, 30, 390, 6, "#6b4527")
    for (i = 0; i < 4; i++) { rect(96, 268 + i * 62, 608, 46, 10, "url(#wood)"); rect(108, 274 + i * 62, 584, 4, 2, "#ecca9a") }
    rect(132, 250, 34, 300, 8, "#8f6039"); rect(634, 250, 34, 300, 8, "#7d5230")
    for (i = 0; i < 3; i++) { rect(70, 552 + i * 36, 660, 30, 8, "url(#wood)"); rect(82, 556 + i * 36, 636, 4, 2, "#f0d3a8") }
    rect(70, 654, 660, 10, 4, "#7a512f"); rect(92, 654, 38, 116, 6, "#8f6039"); rect(670, 654, 38, 116, 6, "#7d5230")
    rect(52, 488, 92, 26, 12, "#a8774a"); rect(656, 488, 92, 26, 12, "#93663d"); rect(78, 505, 26, 60, 4, "#8f6039"); rect(696, 505, 26, 60, 4, "#7d5230")
    gradient("cushion", 1, 1, "#f6d6c6", "#e9a48c", "#cf7a60")
    print "<g transform=\"rotate(-7 255 470)\">"; rect(175, 390, 168, 158, 26, "url(#cushion)"); leaf(258, 520, -90, 92, 24, "#fbeee2"); leaf(258, 512, -140, 62, 17, "#fbeee2"); leaf(258, 512, -40, 62, 17, "#fbeee2"); print "</g>"
    gradient("cushion2", 1, 1, "#a9cdbd", "#6ba38d", "#467f6b")
    print "<g transform=\"rotate(6 330 490)\">"; rect(290, 420, 140, 130, 24, "url(#cushion2)"); for (i = 0; i < 4; i++) rect(300, 440 + i * 27, 120, 6, 3, "#d8ebe0"); print "</g>"
}
function draw_greenhouse(   i, x) {
    gradient("glass", 1, 1, "#f2fbf6", "#cfe8df", "#a5cfc4")
    path("M90 380L400 120L710 380V770H90Z", "url(#glass)")
    rect(90, 660, 620, 110, 0, "#c98a63"); for (i = 0; i < 4; i++) for (x = 0; x < 9; x++) rect(92 + x * 70 + (i % 2 ? -34 : 0) + (x == 0 && i % 2 ? 34 : 0), 663 + i * 27, (x == 0 && i % 2) ? 32 : 66, 23, 3, blend("#d8946c", "#b87450", rnd()))
    rect(130, 600, 170, 14, 3, "#8f6039"); rect(500, 600, 170, 14, 3, "#8f6039")
    for (i = 0; i < 46; i++) leaf(between(140, 290), 600, between(-150, -30), between(45, 120), 15, blend("#3f7d52", "#7db86a", rnd()))
    for (i = 0; i < 46; i++) leaf(between(510, 660), 600, between(-150, -30), between(45, 130), 15, blend("#3f7d52", "#8cc472", rnd()))
    for (i = 0; i < 9; i++) { x = i < 5 ? between(150, 280) : between(520, 650); disc(x, between(500, 575), 13, 13, i % 2 ? "#e0563c" : "#f2a93b") }
    print "<g opacity=\".4\">"; path("M120 655L330 190L400 130L210 655Z", "#ffffff"); path("M560 655L660 340L700 372V560L650 655Z", "#ffffff"); print "</g>"
    rect(322, 390, 156, 380, 4, "#e3f3ec"); rect(336, 404, 128, 150, 3, "#c4e2d8"); rect(336, 566, 128, 190, 3, "#2f6b5a"); path("M336 404H400L336 520Z", "#f6fcf9")
    for (i = 1; i < 5; i++) if (i != 2 && i != 3) line("M" pt(90 + i * 124, i < 3 ? 380 - i * 104 : 380 - (5 - i) * 104) "V660", "#f9fffb", 9)
    line("M90 380H322M478 380H710M90 520H322M478 520H710M214 276V660M586 276V660M307 198V390M493 198V390", "#f9fffb", 9); line("M214 276H586", "#f9fffb", 9)
    line("M322 770V390H478V770", "#2f6b5a", 12); line("M90 770V380L400 120L710 380V770", "#2f6b5a", 18); line("M90 380H322M478 380H710", "#2f6b5a", 10); line("M62 404L400 120L738 404", "#245646", 22); line("M64 398L400 115L736 398", "#5b9a84", 6)
    disc(452, 600, 8, 8, "#f2c56b"); path("M392 60H408V120H392Z", "#245646"); leaf(400, 74, -150, 46, 14, "#f2b23e"); leaf(400, 74, -30, 46, 14, "#f2b23e")
}

BEGIN {
    HEX = "0123456789abcdef"; PI = 3.14159265358979
    seed = 4711
    for (i = 1; i <= length(product); i++) seed = (seed * 31 + index("abcdefghijklmnopqrstuvwxyz", substr(product, i, 1))) % 2147483647
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"800\" height=\"800\" viewBox=\"0 0 800 800\">"
    print "<radialGradient id=\"lemon\" cx=\".35\" cy=\".3\" r=\".8\"><stop stop-color=\"#fff0a0\"/><stop offset=\".5\" stop-color=\"#f7cf3c\"/><stop offset=\"1\" stop-color=\"#e0a01c\"/></radialGradient>"
    if (product == "fern") draw_fern()
    else if (product == "monstera") draw_monstera()
    else if (product == "lavender") draw_lavender()
    else if (product == "olive") draw_olive()
    else if (product == "lemon") draw_lemon()
    else if (product == "tulips") draw_tulips()
    else if (product == "herbs") draw_herbs()
    else if (product == "can") draw_can()
    else if (product == "tools") draw_tools()
    else if (product == "seeds") draw_seeds()
    else if (product == "bench") draw_bench()
    else if (product == "greenhouse") draw_greenhouse()
    else { print "draw-products: no product called " product > "/dev/stderr"; exit 1 }
    print "</svg>"
}
