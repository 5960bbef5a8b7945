#!/usr/bin/python3
"""What variant-expand does to the lines creative, with Python's csv and Jinja2: peer-jinja.py AUDIENCE > lines.

The template has the same rules as creative.xml; money and dates are written by its own small filters, for Jinja2 has
none. json.dumps escapes the strings."""
import csv
import json
import sys

import jinja2

TEMPLATE = """\
{%- if first_name == "" -%}{% set headline, why = "headline.anonymous", "when[1]" %}
{%- set text = "Spring starts in your garden" %}
{%- elif segment == "vip" and orders > 3 %}{% set headline, why = "headline.vip", "when[2]" %}
{%- set text = first_name ~ ", after " ~ orders ~ (" order" if orders == 1 else " orders") ~ " you go first" %}
{%- elif segment == "lapsed" or orders == 0 %}{% set headline, why = "headline.lapsed", "when[3]" %}
{%- set text = first_name ~ ", your garden misses you" %}
{%- else %}{% set headline, why = "headline.new", "otherwise" %}
{%- set text = first_name ~ ", let’s grow something lovely" %}
{%- endif %}
{%- if price < 20 and not segment == "new" %}{% set offer, offer_why = "offer.last", "when[1]" %}
{%- set offer_text = "Only until " ~ ends ~ ": €" ~ "%.2f"|format(price) %}
{%- else %}{% set offer, offer_why = "offer.new", "otherwise" %}
{%- set offer_text = "Now €" ~ "%.2f"|format(price) ~ ", delivered to " ~ city %}
{%- endif %}
{%- if segment == "lapsed" %}{% set cta, cta_text, cta_why = "cta.lapsed", "See what’s new", "when[1]" %}
{%- elif segment == "vip" %}{% set cta, cta_text, cta_why = "cta.vip", "Shop the preview", "when[2]" %}
{%- else %}{% set cta, cta_text, cta_why = "cta.new", "Start growing", "otherwise" %}
{%- endif %}
{%- if segment == "vip" %}{% set paint, paint_why = "#123f33", "when[1]" %}
{%- elif orders >= 10 %}{% set paint, paint_why = "#f6cfc4", "when[2]" %}
{%- else %}{% set paint, paint_why = "#ffffff", "otherwise" %}
{%- endif -%}
{"v":1,"id":{{ (customer_id ~ "/banner/" ~ locale)|j }},"creative":"creative.xml","layout":"banner",\
"locale":{{ locale|j }},"row":{{ row }},"fields":{"segment":{{ segment|j }}},"slots":{"headline":{"message":\
{{ headline|j }},"args":{"first_name":{{ first_name|j }},"orders":"{{ orders }}"},"text":{{ text|j }}},"offer":\
{"message":{{ offer|j }},"args":{"price":"{{ price }}","city":{{ city|j }}},"text":{{ offer_text|j }}},"cta":\
{"message":{{ cta|j }},"text":{{ cta_text|j }}},"ground":{"paint":{{ paint|j }}}},"why":{"headline":{{ why|j }},\
"offer":{{ offer_why|j }},"cta":{{ cta_why|j }},"ground":{{ paint_why|j }}},"state":"ok"}"""


def main():
    env = jinja2.Environment()
    env.filters["j"] = lambda s: json.dumps(s, ensure_ascii=False)
    template = env.from_string(TEMPLATE)
    out = []
    with open(sys.argv[1], encoding="utf-8", newline="") as f:
        for i, row in enumerate(csv.DictReader(f)):
            row["orders"], row["price"] = int(row["orders"]), float(row["price"])
            out.append(template.render(row, row=i + 1))
            if len(out) == 1024:
                sys.stdout.write("\n".join(out) + "\n")
                out = []
    if out:
        sys.stdout.write("\n".join(out) + "\n")


main()
