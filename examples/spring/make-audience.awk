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

# A shop's price near `v`: it ends in .99, or in 9, 80, 900 or 00 where the currency has no use for cents.
function shop_price(v, currency) {
    if (currency == "JPY") return sprintf("%d", v < 10000 ? int(v / 100 + .5) * 100 - 20 : int(v / 1000 + .5) * 1000)
    if (currency == "KRW") return sprintf("%d", int(v / 1000 + .5) * 1000 - 100)
    if (currency == "TWD" || currency == "THB" || currency == "INR") return sprintf("%.2f", int(v / 10 + .5) * 10 - 1)
    if (currency == "EGP" || v >= 1000) return sprintf("%.2f", int(v + .5) - (v >= 1000 ? 0 : .01))
    return sprintf("%.2f", int(v + .5) - .01)
}

BEGIN {
    seed = 20270410
    n_locales = split("en-GB de-DE fr-FR pl-PL ar-EG ja-JP he-IL ko-KR th-TH hi-IN es-MX pt-BR it-IT tr-TR zh-TW", locale, " ")
    split("GBP EUR EUR PLN EGP JPY ILS KRW THB INR MXN BRL EUR TRY TWD", money, " ")
    split("1 1.12 1.12 5 62 190 4.6 1700 44 105 23 7 1.12 46 40", rate, " ")

    list(1, "name", "Ana|Oliver|Amelia|George|Isla|Harry|Ava|Noah|Siân|Jo|Maximilian|Persephone|Mary-Katherine|Bartholomew|Christabel-Rose|D’Arcy|Niamh|Wilhelmina|Alexander-James|Bo")
    list(2, "name", "Lena|Jürgen|Anneliese|Björn|Friederike|Wolfgang|Anna-Katharina|Karl-Theodor|Maximiliane|Jörg|Hans-Joachim|Gundula|Uta|Franz-Ferdinand|Marie-Theres|Ottokar|Käthe|Rüdiger|Charlotte-Sophie|Till")
    list(3, "name", "Élodie|Jean-Baptiste|Zoé|Noël|Marie-Françoise|Loïc|Anne-Charlotte|Maël|Geneviève|Jean-Christophe|Inès|Pierre-Emmanuel|Aïcha|Hélène|Théophile|Luc|Marie-Antoinette|Clémence|Gaëtan|Apolline")
    list(4, "name", "Małgorzata|Krzysztof|Łucja|Władysław|Agnieszka|Stanisława|Grażyna|Świętosława|Michał|Żaneta|Wojciech|Katarzyna|Anna-Maria|Kazimierz|Iwo|Bożena|Zdzisław|Jędrzej|Róża|Przemysław")
    list(5, "name", "أحمد|فاطمة|عبد الرحمن|مريم|نور|محمد|ياسمين|عبد الفتاح|هبة|سلمى|خديجة|كريم|شيماء|مصطفى|رانيا|إسماعيل|آية|عبد العزيز|زينب|علي")
    list(6, "name", "さくら|健太郎|美咲|陽翔|結衣|龍之介|小百合|翔|アレクサンドラ|花子|大輔|千代子|蓮|真由美|葵|勘九郎|ゆうこ|クリストファー|明日香|一郎")
    list(7, "name", "נועה|יונתן|מיכל|אברהם|תמר|בת־שבע|יהונתן|רחלי|אליעזר|שירה|עומר|מרים־רחל|גל|אסתר|נתנאל|יעל|חנה|ישראל מאיר|לי|עדי")
    list(8, "name", "서연|민준|지우|하은|도윤|남궁민|수빈|황보라|은지|현우|가을|준|예린|사공혁|보람|지후|미나|태양|선우진|빛나라")
    list(9, "name", "สมชาย|กัญญา|ณัฐวุฒิ|พิมพ์ชนก|ธีรพงษ์|วราภรณ์|ปิยะ|เกียรติศักดิ์|น้ำฝน|ศิริลักษณ์|ภูมิ|อรุณรัตน์|ใบเฟิร์น|ชัยวัฒน์|จิราภรณ์|ณัฐ|มะลิ|สุพัตรา|กิตติพัฒน์|แก้ว")
    list(10, "name", "आरव|प्रियंका|विक्रम|श्रेया|ज्योत्स्ना|अर्जुन|मीरा|कृष्णकांत|दीपिका|संजय|लक्ष्मी|राहुल|इंद्राणी|सिद्धार्थ|अनन्या|वेंकटेश|रिया|धर्मेंद्र|ओम|स्मृति")
    list(11, "name", "Sofía|José Luis|María Guadalupe|Ángel|Ximena|Juan Carlos|Begoña|Iñaki|Fernanda|Cuauhtémoc|Itzel|Luz|Ana Lucía|Xóchitl|Joaquín|Renata|Raúl|María Fernanda|Leonardo|Zoé")
    list(12, "name", "João|Maria Eduarda|Antônio|Beatriz|Conceição|Luiz Henrique|Júlia|Thaís|Guilherme|Ana Clara|Ruy|Letícia|José Roberto|Íris|Caetano|Vitória|Raimundo|Lívia|Otávio|Maria Aparecida")
    list(13, "name", "Giulia|Alessandro|Maria Teresa|Niccolò|Francesca|Gianfranco|Chiara|Giambattista|Noemi|Leonardo|Ilaria|Ugo|Pierluigi|Zoe|Mariachiara|Domenico|Elisabetta|Ettore|Annamaria|Lia")
    list(14, "name", "Ayşe|Mehmet|Gülşah|İbrahim|Zeynep|Çağrı|Işıl|Ümit|Muhammet Emin|Şule|Özgür|Defne|Hacı|Nurgül|Yiğit|Ece|Abdülkadir|Su|Tuğçe|Kübra Nur")
    list(15, "name", "怡君|志明|雅婷|歐陽娜|家豪|淑芬|冠宇|司馬文|佳穎|俊傑|美玲|承翰|詩涵|阿美|宗翰|欣怡|建宏|心|上官婉|子晴")

    list(1, "city", "London|York|Llanfairpwllgwyngyll|Stratford-upon-Avon|Newcastle upon Tyne|London, SW4|Ashby-de-la-Zouch|Leeds")
    list(2, "city", "Köln|München|Garmisch-Partenkirchen|Ulm|Frankfurt (Oder)|Halle, Saale|Rothenburg ob der Tauber|Dortmund")
    list(3, "city", "Lyon|Saint-Rémy-de-Provence|Nice, Alpes-Maritimes|L’Haÿ-les-Roses|Aix-en-Provence|Sète|Châlons-en-Champagne|Lille")
    list(4, "city", "Łódź|Kraków|Bielsko-Biała|Świętochłowice|Warszawa, Żoliborz|Gdańsk|Konstancin-Jeziorna|Wrocław")
    list(5, "city", "القاهرة|الإسكندرية|الجيزة|السادس من أكتوبر|الأقصر|بورسعيد|شرم الشيخ|المنصورة")
    list(6, "city", "東京都|大阪市|京都市|北海道札幌市|神奈川県横浜市|さいたま市|那覇市|福岡市")
    list(7, "city", "תל אביב|ירושלים|חיפה|באר שבע|ראש העין|הרצליה, פיתוח|אילת|נוף הגליל")
    list(8, "city", "서울|부산|대구|인천 연수구|세종|제주|수원|광주, 북구")
    list(9, "city", "กรุงเทพฯ|เชียงใหม่|ภูเก็ต|ขอนแก่น|พระนครศรีอยุธยา|หาดใหญ่, สงขลา|อุบลราชธานี|ตรัง")
    list(10, "city", "मुंबई|नई दिल्ली|जयपुर|वाराणसी|तिरुवनंतपुरम|गुरुग्राम, हरियाणा|पुणे|लखनऊ")
    list(11, "city", "Ciudad de México|Guadalajara|San Miguel de Allende|Mérida|Puebla, Cholula|Oaxaca de Juárez|León|Tuxtla Gutiérrez")
    list(12, "city", "São Paulo|Rio de Janeiro|Belo Horizonte|Foz do Iguaçu|Brasília, Asa Norte|Natal|São José dos Campos|Itu")
    list(13, "city", "Roma|Milano|Sesto San Giovanni|Reggio nell’Emilia|Forlì|Mestre, Venezia|Bari|Città di Castello")
    list(14, "city", "İstanbul|Ankara|Kadıköy, İstanbul|Şanlıurfa|Muğla|Çanakkale|İzmir|Afyonkarahisar")
    list(15, "city", "臺北市|高雄市|臺中市|新竹縣竹北市|臺南市|花蓮縣|桃園市|基隆市")

    split("United Kingdom|Deutschland|France|Polska|مصر|日本|ישראל|대한민국|ประเทศไทย|भारत|México|Brasil|Italia|Türkiye|臺灣", country, "|")
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
        if (p == 10) price = (money[l] == "GBP" || money[l] == "EUR") ? "3.99" : shop_price(v, money[l])
        if (p == 12 && turn % 2) price = (money[l] == "GBP" || money[l] == "EUR") ? "12499.00" : price
        discount = s == "vip" ? .25 : s == "lapsed" ? .2 : .15
        if (row % 53 == 0) discount = .5
        orders = s == "new" ? 0 : s == "lapsed" ? pick(4) : 5 + pick(118)
        left = row % 23 == 0 ? 1 : row % 19 == 0 ? 2 : pick(30)
        printf "C%05d,%s,%s,%s,%s,%s,%s,%s,%g,%d,%s,%d,%s\n", 10000 + row * 37, quoted(name), locale[l], s, product[p], product[p] ".png", price, money[l], discount, orders, date(10 + left), left, quoted(city)
    }
}
