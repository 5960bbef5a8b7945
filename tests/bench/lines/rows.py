#!/usr/bin/env python3
"""Rows for the lines creative: rows.py N > audience.csv. The same N gives the same bytes."""
import random
import sys

NAMES = ["Ana", "Oliver", "Anneliese", "Noël", "Agnieszka", "Jürgen", "Siobhán", "", "Zoë", "Kofi"]
CITIES = ["Berlin", "München", "London", "Leeds", "\"Bath, Somerset\"", "Köln", "York", "Ulm"]


def main():
    rows = int(sys.argv[1])
    dice = random.Random(7)
    out = ["customer_id,first_name,locale,segment,orders,price,ends,city\n"]
    for i in range(rows):
        segment = dice.choice(("new", "lapsed", "vip"))
        orders = 0 if segment == "new" else dice.randrange(0, 30)
        out.append("C%07d,%s,%s,%s,%d,%d.%02d,2027-0%d-%02d,%s\n" % (
            i, dice.choice(NAMES), dice.choice(("en-GB", "de-DE")), segment, orders, dice.randrange(5, 200),
            dice.choice((0, 50, 99)), dice.randrange(3, 7), dice.randrange(1, 29), dice.choice(CITIES)))
        if len(out) == 4096:
            sys.stdout.write("".join(out))
            out = []
    sys.stdout.write("".join(out))


main()
