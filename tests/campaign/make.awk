# 2,000 variants of a clean campaign, 84 of them with one violation each: three of every rule of rules.xml.
# -v truth=FILE gets "id rule" for each of the 84.
BEGIN {
    split("Ana Oliver Zoë Łukasz Maximilian Jürgen Chloé Siân Bartholomew Ng", name, " ")
    n = split("palette typeface text-size glyphs overflow logo safe-zone overlap image contrast copy terms placeholder " \
              "characters tone footnote present disclaimer file assert words price url personal-data reading capitals outside pairs", rule, " ")
    for (i = 0; i < 3 * n; i++) bad[17 + i * 23] = rule[i % n + 1] # spread over the whole campaign
    for (k = 1; k <= 2000; k++) one(k, bad[k])
}
function text(slot, value, more) { return sprintf("\"%s\":{\"text\":\"%s\"%s},", slot, value, more) }
function one(k, v,    id, s, headline, legal, alt, more, segment, price, bytes, url, path) {
    id = sprintf("c%04d/card", k)
    if (v != "") print id, v >truth
    headline = name[k % 10 + 1] ", your garden is calling"
    legal = "Offer ends " (k % 28 + 1) " May 2027. Terms: acme.example"
    alt = "A fern in a pot, number " k
    segment = k % 3 ? "new" : "vip"
    price = k % 90 + 5
    bytes = 20000 + k
    if (v == "copy") headline = "A garden, guaranteed"
    if (v == "terms") headline = "Welcome to ACME garden"
    if (v == "placeholder") headline = "{first_name}, your garden"
    if (v == "tone") headline = "Now!! In your garden"
    if (v == "footnote") headline = "20 % off"
    if (v == "text-size") headline = "Your garden is calling you back from far away, come home"
    if (v == "glyphs") headline = "Hello \xf4\x8f\xbf\xbd"
    if (v == "typeface") more = ",\"font\":\"Noto Serif Display\""
    if (v == "disclaimer") legal = "Offer ends soon."
    if (v == "characters") alt = "A fern in a pot that stands on a window sill beside a brass watering can"
    if (v == "assert") { segment = "vip"; price = 120 + k % 7 }
    if (v == "file") bytes = 50001 + k
    if (v == "words") headline = "A damn fine garden"
    if (v == "price") headline = "Now 79,99 GBP"
    if (v == "reading") alt = "Magnificently photographed horticultural masterpiece"
    if (v == "capitals") headline = "COME HOME NOW"
    url = "https://acme.example/fern?utm_source=mail&id=" k
    if (v == "url") url = "http://acme.example/fern?utm_source=mail&id=" k
    path = "out/" id ".png"
    if (v == "personal-data") path = "out/ana" k "@example.com.png"
    s = text("headline", headline, more)
    s = s text("sub", v == "overflow" ? "More plants than anybody could ever carry home in one go" : "Plants for every sill", "")
    s = s text("tag", v == "overlap" ? "All the plants that you can think of, and more" : "Spring", "")
    s = s text("note", v == "safe-zone" ? "New: a very long note that goes on and on, and out of the ad on the right" : "New", "")
    s = s text("legal", legal, "")
    if (v != "present") s = s text("alt", alt, "")
    s = s text("url", url, "")
    s = s sprintf("\"stray\":{\"visible\":%s},", v == "outside" ? "true" : "false")
    s = s sprintf("\"subcolor\":{\"paint\":\"%s\"},", v == "pairs" ? "#1f5a45" : "#17382d")
    s = s sprintf("\"panel\":{\"paint\":\"%s\"},", v == "contrast" ? "#1f5a45" : "#f3f0e6")
    s = s sprintf("\"bar\":{\"paint\":\"%s\"},", v == "palette" ? "#2255cc" : "#1f5a45")
    s = s sprintf("\"logo\":{\"visible\":%s},", v == "logo" ? "false" : "true")
    s = s sprintf("\"product\":{\"image\":\"assets/%s.png\"}", v == "image" ? "tiny" : "fern")
    printf "{\"v\":1,\"id\":\"%s\",\"creative\":\"tests/campaign/creative.xml\",\"layout\":\"card\",\"locale\":\"en-GB\",\"row\":%d,", id, k
    printf "\"fields\":{\"segment\":\"%s\",\"price\":\"%s\"},\"slots\":{%s},\"state\":\"ok\",", segment, price, s
    printf "\"outputs\":[{\"path\":\"%s\",\"format\":\"png\",\"bytes\":%d,\"width\":300,\"height\":250}]}\n", path, bytes
}
