# The audience of the spring campaign: `awk -f make-audience.awk > audience.csv`, 500 people who do not exist.
# Deterministic: a seeded generator and no clock, so the file can be made again byte for byte. The people are chosen to be
# awkward: long and hyphenated names, names without a space to break at, prices from 3.99 to seven digits, a city with a comma,
# an address over two lines, an empty first name.

function rnd() { seed = (seed * 16807) % 2147483647; return seed / 2147483647 }
function pick(n) { return 1 + int(rnd() * n) }
function quoted(s) { if (s ~ /[",\n]/) { gsub(/"/, "\"\"", s); return "\"" s "\"" } return s }
function list(l, kind, s,   i, n, f) { n = split(s, f, "|"); for (i = 1; i <= n; i++) item[l, kind, i] = f[i]; count[l, kind] = n }
# Day of April (1 = 1 April 2027) as a date.
function date(day) { if (day <= 30) return sprintf("2027-04-%02d", day); if (day <= 61) return sprintf("2027-05-%02d", day - 30); return sprintf("2027-06-%02d", day - 61) }

# A shop's price near `v`: it ends in .99, or in 80 or 00 where the currency has no use for cents.
function shop_price(v, currency) {
    if (currency == "JPY") return sprintf("%d", v < 10000 ? int(v / 100 + .5) * 100 - 20 : int(v / 1000 + .5) * 1000)
    if (currency == "EGP" || v >= 1000) return sprintf("%.2f", int(v + .5) - (v >= 1000 ? 0 : .01))
    return sprintf("%.2f", int(v + .5) - .01)
}

BEGIN {
    seed = 20270410
    n_locales = split("en-GB de-DE fr-FR pl-PL ar-EG ja-JP", locale, " ")
    split("GBP EUR EUR PLN EGP JPY", money, " ")
    split("1 1.12 1.12 5 62 190", rate, " ")

    list(1, "name", "Ana|Oliver|Amelia|George|Isla|Harry|Ava|Noah|Siân|Jo|Maximilian|Persephone|Mary-Katherine|Bartholomew|Christabel-Rose|D’Arcy|Niamh|Wilhelmina|Alexander-James|Bo")
    list(2, "name", "Lena|Jürgen|Anneliese|Björn|Friederike|Wolfgang|Anna-Katharina|Karl-Theodor|Maximiliane|Jörg|Hans-Joachim|Gundula|Uta|Franz-Ferdinand|Marie-Theres|Ottokar|Käthe|Rüdiger|Charlotte-Sophie|Till")
    list(3, "name", "Élodie|Jean-Baptiste|Zoé|Noël|Marie-Françoise|Loïc|Anne-Charlotte|Maël|Geneviève|Jean-Christophe|Inès|Pierre-Emmanuel|Aïcha|Hélène|Théophile|Luc|Marie-Antoinette|Clémence|Gaëtan|Apolline")
    list(4, "name", "Małgorzata|Krzysztof|Łucja|Władysław|Agnieszka|Stanisława|Grażyna|Świętosława|Michał|Żaneta|Wojciech|Katarzyna|Anna-Maria|Kazimierz|Iwo|Bożena|Zdzisław|Jędrzej|Róża|Przemysław")
    list(5, "name", "أحمد|فاطمة|عبد الرحمن|مريم|نور|محمد|ياسمين|عبد الفتاح|هبة|سلمى|خديجة|كريم|شيماء|مصطفى|رانيا|إسماعيل|آية|عبد العزيز|زينب|علي")
    list(6, "name", "さくら|健太郎|美咲|陽翔|結衣|龍之介|小百合|翔|アレクサンドラ|花子|大輔|千代子|蓮|真由美|葵|勘九郎|ゆうこ|クリストファー|明日香|一郎")

    list(1, "city", "London|York|Llanfairpwllgwyngyll|Stratford-upon-Avon|Newcastle upon Tyne|London, SW4|Ashby-de-la-Zouch|Leeds")
    list(2, "city", "Köln|München|Garmisch-Partenkirchen|Ulm|Frankfurt (Oder)|Halle, Saale|Rothenburg ob der Tauber|Dortmund")
    list(3, "city", "Lyon|Saint-Rémy-de-Provence|Nice, Alpes-Maritimes|L’Haÿ-les-Roses|Aix-en-Provence|Sète|Châlons-en-Champagne|Lille")
    list(4, "city", "Łódź|Kraków|Bielsko-Biała|Świętochłowice|Warszawa, Żoliborz|Gdańsk|Konstancin-Jeziorna|Wrocław")
    list(5, "city", "القاهرة|الإسكندرية|الجيزة|السادس من أكتوبر|الأقصر|بورسعيد|شرم الشيخ|المنصورة")
    list(6, "city", "東京都|大阪市|京都市|北海道札幌市|神奈川県横浜市|さいたま市|那覇市|福岡市")

    split("United Kingdom|Deutschland|France|Polska|مصر|日本", country, "|")
    n_products = split("fern monstera lavender olive lemon tulips herbs can tools seeds bench greenhouse", product, " ")
    split("25 64 19 119 149 21 30 42 35 4 1249 8999", base, " ")
    n_segments = split("new new lapsed lapsed vip", segment, " ")

    print "customer_id,first_name,locale,segment,product,picture,price,currency,discount,orders,offer_ends,days_left,city"
    for (row = 1; row <= 500; row++) {
        # Every locale meets every product, segment and name: the counters run against each other, the rest is drawn.
        l = 1 + (row - 1) % n_locales
        turn = int((row - 1) / n_locales)
        p = 1 + (turn + l) % n_products
        s = segment[1 + (turn * 3 + l + int(turn / 5)) % n_segments]
        name = item[l, "name", 1 + (turn * 7 + l) % count[l, "name"]]
        city = item[l, "city", pick(count[l, "city"])]
        v = base[p] * rate[l] * (.85 + .3 * rnd())
        if (row % 41 == 0) name = ""                       # we do not know everybody's name
        if (row % 67 == 0) city = city "\n" country[l]
        price = shop_price(v, money[l])
        if (p == 10) price = (l <= 3) ? "3.99" : shop_price(v, money[l])
        if (p == 12 && turn % 2) price = (money[l] == "GBP" || money[l] == "EUR") ? "12499.00" : price
        discount = s == "vip" ? .25 : s == "lapsed" ? .2 : .15
        if (row % 53 == 0) discount = .5
        orders = s == "new" ? 0 : s == "lapsed" ? pick(4) : 5 + pick(118)
        left = row % 23 == 0 ? 1 : row % 19 == 0 ? 2 : pick(30)
        printf "C%05d,%s,%s,%s,%s,%s,%s,%s,%g,%d,%s,%d,%s\n", 10000 + row * 37, quoted(name), locale[l], s, product[p], product[p] ".png", price, money[l], discount, orders, date(10 + left), left, quoted(city)
    }
}
