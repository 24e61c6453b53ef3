/**
 * What shops really send and what is nobody's: product names, article and order numbers, click ids, browsers, campaigns.
 * Names are written by hand after the catalogues of ordinary shops; numbers come from a generator that gives the same ones
 * each time, with check digits by GS1 and ISO 2108. A guard that stops one of them costs a shop something for nothing.
 */

const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

const NAMES = lines(`
  Crème hydratante 24 h à l’aloe vera, 50 ml
  Sérum vitamine C 15 % – 30 ml
  Huile sèche multi-usages 100 ml (lot de 2)
  Eau micellaire peaux sensibles 3 x 400 ml
  Gel douche 2-en-1 cheveux & corps 1 L
  Fond de teint mat n° 120 Ivoire SPF 20
  Rouge à lèvres velours 08 Bois de rose
  Vernis 10 ml – 305 Rouge Carmin
  Mascara volume 4D noir 01
  Palette 18 fards 2026 édition limitée
  Savon de Marseille 72 % 300 g
  Shampooing solide 85 g | sans sulfate
  Déodorant 48H sans aluminium 2x50ml
  Baume à lèvres SPF30 4,7 g
  Coffret Noël 2026: 12 miniatures
  Calendrier de l’Avent 2026 (24 cases)
  Crème mains 75ml 1+1 offert
  Masque tissu x10 – 25 ml
  Brosse lissante 230 °C
  Épilateur 32 pinces 2 vitesses
  Rasoir 5 lames + 8 recharges
  Parfum Eau de nuit 50ml 1.7 fl.oz
  Born to Shine – highlighter 02
  Newborn set 0-3 mois, 5 pièces
  Née Sauvage eau de parfum 30 ml
  Jean slim brut W32 L34
  Jean 501 Original W31/L32 coloris 0114
  T-shirt col V homme taille XL lot de 3
  Robe midi fleurie T.38
  Chemise Oxford 41/42 bleu ciel 1234-56
  Baskets Air 90 pointure 42,5
  Baskets 574 gris EU 40 / UK 6.5 / US 7.5
  Bottines cuir noir 36 37 38 39 40 41
  Chaussettes 39-42 (pack de 6)
  Collants 20 D taille 3
  Soutien-gorge 95 C push-up
  Ceinture 105 cm x 3,5 cm
  Manteau laine 70 % – réf. 7412589
  Parka 3-en-1 -20°C
  Lunettes 52-18-145
  Montre 42 mm 10 ATM
  Bague or 750/1000 taille 54
  Collier 45+5 cm argent 925
  Sac cabas 35 x 28 x 15 cm
  Valise cabine 55x40x20 cm 38 L
  Doudoune 90/10 650 cuin
  Maillot domicile 2026/2027 n° 10
  Maillot 1998 rétro n° 10
  Short running 2-in-1 7"
  Legging 7/8 taille haute
  Body bébé 6 mois (68 cm)
  Gigoteuse TOG 2.5 90 cm
  Pyjama 10 ans 138-143 cm
  iPhone 17 Pro Max 256 Go Titane
  iPhone 8 Plus 64GB A1897
  Galaxy S26 Ultra SM-S948B 12/512 Go
  Galaxy A15 5G SM-A156B/DS
  Pixel 10 Pro XL 128 GB G2YBB
  Redmi Note 14 Pro+ 5G 8+256
  Coque iPhone 16/16 Pro/16 Pro Max
  Écran 27" 2560x1440 165 Hz 1 ms
  TV OLED 55" 4K 120Hz OLED55C44LA
  TV 65 pouces QE65Q80CATXXC
  Casque WH-1000XM5 noir
  Écouteurs WF-1000XM5
  Appareil photo EOS R6 Mark II + RF 24-105 mm f/4-7.1
  Objectif 70-200mm f/2.8 GM II
  SSD 990 PRO 2 To MZ-V9P2T0BW
  Carte microSD 128 Go A2 V30 U3
  RAM 32 Go (2x16) DDR5-6000 CL30
  Processeur Ryzen 7 7800X3D 4,2 GHz
  Core i7-14700K LGA1700 5.6 GHz
  RTX 4070 Ti SUPER 16G GV-N407TSGAMING
  Imprimante DCP-L2530DW
  Cartouche 305XL noir 3YM62AE
  Toner TN-2420 (3000 pages)
  Routeur 192.168.1.1 Wi-Fi 7 BE9300
  Version 10.0.0.1 du micrologiciel
  Batterie 20 000 mAh 65W PD 3.0
  Ampoule E27 806 lm 2700 K lot de 4
  Multiprise 6 prises 2 USB 1,5 m
  Perceuse 18V 2x5,0Ah GSB 18V-55
  Vis 4x40 mm boîte de 200
  Tournevis PH2 x 100 mm 1000 V
  Peinture blanche 10 L RAL 9010
  Ampoule G9 3.5W 230V 2700K 350lm
  Lave-linge 9 kg 1400 tr/min A -20 %
  Réfrigérateur 203 x 60 x 65 cm 366 L
  Aspirateur V15 Detect Absolute 2023
  Robot 1 200 W 4,6 L 12 vitesses
  Machine à café 15 bars 1,4 L EC685.M
  Bouilloire 1,7 L 2400 W
  Château Margaux 2015 75 cl
  Pauillac 2010 Grand Cru Classé 1855
  Champagne Brut 2012 Magnum 1,5 L
  Côtes du Rhône 2022 – 6 x 75 cl
  Whisky 12 ans 70 cl 40 % vol
  Bière 33 cl x 24 5,9°
  Café grains 1 kg n° 8
  Thé vert 100 g – récolte 2026
  Chocolat 70 % 12 x 100 g
  Pâtes 500 g lot 5+1
  Huile d’olive 0,75 L 1re pression
  Miel 1 kg – été 2026
  Riz basmati 5 kg EAN 3 600 542 525
  Croquettes chat stérilisé 10 kg + 2 kg
  Confiture 3 x 320 g
  Foie gras 180 g – DLC 12/2027
  Le Petit Prince – 1943 – 96 pages
  1984, George Orwell (poche)
  Fahrenheit 451
  2001 : l’Odyssée de l’espace
  Vingt mille lieues sous les mers, 1869-1870
  Code civil 2027, 126e édition
  Guide du routard Bretagne 2026/27
  Atlas routier 1/250 000 2026
  Carte IGN 0518OT 1:25 000
  Naruto tome 72
  One Piece T.108
  Astérix 41 – octobre 2025
  Born to Run (1975) vinyle 33T
  Abbey Road 1969 remaster 2019 – 3 CD
  Puzzle 1000 pièces 50x70 cm
  LEGO 75192 Faucon Millenium 7541 pièces
  Playmobil 71020 – 5-12 ans
  Uno 112 cartes 2-10 joueurs
  PS5 Slim 1 To CFI-2016
  Nintendo Switch 2 + 1 jeu
  Jeu FC 27 PS4/PS5
  Vélo 28" 21 vitesses T.54
  Pneu 205/55 R16 91V
  Pneu 225/45ZR17 94Y XL
  Huile 5W30 C3 5L
  Batterie 12V 70Ah 760A 278x175x190
  Filtre à huile W 712/95
  Plaquettes P 85 020 (ATE 13.0460-7117.2)
  Ampoule H7 55W 12V PX26d
  Siège auto i-Size 40-105 cm
  Poussette 3-en-1 0-22 kg
  Couches taille 4 (9-14 kg) x 168
  Lait 2e âge 6-12 mois 900 g
  Canapé 3 places 228 x 95 x 83 cm
  Table 180/260 x 90 cm
  Matelas 140x190 25 cm 35 kg/m3
  Couette 220x240 4 saisons 300+200 g/m²
  Lampe H. 45 cm Ø 20 cm
  Tapis 160 x 230 cm réf 12-3456-78
  Rideau 140x260 cm (la paire)
  Parquet 1285 x 192 x 8 mm AC4 – 2,22 m²
  Carrelage 60x60 R10 1,44 m²
  Tondeuse 40 cm 36V 2x4Ah
  Tuyau 15/21 25 m
  Graines tomate 0,3 g – lot 20260118
  Rosier 2 L – hauteur 40/60
  Terreau 40 L x 3
  Tente 4 places 2 chambres 5,2 kg
  Sac de couchage 0°C 220x80
  Gourde 750 ml 24 h froid
  Raquette 300 g 98 in² 16x19
  Ballon T5 FIFA Quality
  Haltères 2 x 10 kg
  Skis 170 cm + fix. PRX 12
  Carte cadeau 50 €
  Bon d’achat 2026-11-22
  Livre photo A4 24 pages
  Poster 30x40 cm
  Stylo 0,7 mm x 12
  Cahier 96 p. 24x32 90 g
  Agenda 2027 semainier 16 x 24
  Ramette 500 f. 80 g A4
  Cartouche d’encre T0711-T0714
  Soin @home 3 étapes
  3 pcs @ 5.00
  logo@2x.png (pack d’icônes)
  Anniversaire : bougies 0 à 9
  Ballon anniversaire 18 ans 45 cm
  Token ring 16 Mbit/s (occasion)
  Session yoga 45 min – carte 10 cours
  Clé USB 64 Go 3.2 Gen 1
  Key light air 2900-7000 K
  Fr14 sticker plaque (x2)
  BE 2026 millésime
  Lot 12 345 pièces 1:87
  Pack 10/20/30/40/50
  Tailles 36-37-38-39-40-41-42-43-44
  Dimensions : 120 x 80 x 75 / 140 x 90 x 75
  12:34:56 chronographe
  Perles 2 3 4 5 6 7 8 9 mm
  Échelle 1/43 – 1965-1972
  Papier 80-90-100 g/m²
  Livraison le 22/11/2026
  Précommande 05.12.2026
  Sortie : 15 janvier 2027
  Collection automne-hiver 2026-2027
  Born 2 Run XT-4000
  DOB series amplifier 120 W
  Tire-lait Nat@ 2.0
  Geb. Rahmen 40x50
`)

const BRANDS = lines(`
  1664
  3M
  4711
  7 For All Mankind
  8848 Altitude
  A.P.C.
  Atelier Rivage
  Black+Decker
  C&A
  Dr. Martens
  Dr.Hauschka
  H&M
  L’Occitane
  L.L.Bean
  Nuxe
  Petit Bateau
  Rowenta
  Saint James
  Salomon
  The Ordinary.
  YSL
  ghd
  kiko
  SVR
`)

const CATEGORIES = lines(`
  Bain > Savons > Savons solides
  Beauté / Soins du visage / Sérums
  Mode > Homme > T-shirts & polos
  Apparel & Accessories > Clothing > Dresses
  212 > 2271
  5322
  Électroménager > Lave-linge > 9 kg
  Livres > BD > 9-12 ans
  Alimentation/Vins/Bordeaux/2015
  Jouets > 3-5 ans
  High-Tech > Téléphones > 5G
  catalogue_2026_hiver
  CAT-000123-FR
`)

const CAMPAIGNS = lines(`
  black-friday-2026
  BF26_FR_prospecting_1-3
  soldes_hiver_2027_j1
  2026-11-22_newsletter
  20261122_nl_clients
  noel2026|retargeting|30j
  FR_TOF_Broad_18-65_10112026
  120210987654321098
  23851234567890123
  1785432109876543
  v2.3.1-launch
  email
  sms
  cpc
  tiktok-ads
  born-to-run-2026
  lead_gen_token_test
  prospecting_lookalike_1%25
  carrousel_3_visuels
  adset-12-34-56
  {{campaign.id}}
  __CAMPAIGN_ID__
  promo-10-20-30
  hiver+2026
  summer%20sale
  code_promo_BIENVENUE10
`)

const BROWSERS = lines(`
  Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36
  Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.3537.57
  Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0
  Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1
  Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_35.1.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/fr Region/FR BytedanceWebview/d8a21c6
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 [FBAN/FBIOS;FBAV/489.0.0.29.85;FBBV/654321098;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/18.1;FBSS/3;FBID/phone;FBLC/fr_FR;FBOP/5]
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 361.0.0.35.82 (iPhone15,3; iOS 18_5; fr_FR; fr; scale=3.00; 1290x2796; 673284282)
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) GSA/370.0.762543316 Mobile/15E148 Safari/604.1
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Snapchat/13.45.0.51 (like Safari/8621.2.5.10.10, panda)
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0.7390.41 Mobile/15E148 Safari/604.1
  Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36
  Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/131.0.6778.200 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/489.0.0.66.81;]
  Mozilla/5.0 (Linux; Android 13; 2201117TY Build/TKQ1.221114.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0.6099.144 Mobile Safari/537.36 trill_360103 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/musical_ly app_version/36.1.3 ByteLocale/fr-FR
  Mozilla/5.0 (Linux; Android 12; SAMSUNG SM-A525F) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36
  Mozilla/5.0 (Linux; U; Android 11; fr-fr; Redmi Note 8 Build/RKQ1.201004.002) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/112.0.5615.136 Mobile Safari/537.36 XiaoMi/MiuiBrowser/14.4.0-g
  Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
  Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36
  Mozilla/5.0 (iPad; CPU OS 16_7_10 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.6 Mobile/15E148 Safari/604.1
  Mozilla/5.0 (Windows NT 6.1; Trident/7.0; rv:11.0) like Gecko
  Opera/9.80 (Android; Opera Mini/75.0.2254/191.303; U; fr) Presto/2.12.423 Version/12.16
  Mozilla/5.0 (Linux; Android 13; V2158) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0.4844.88 Mobile Safari/537.36 UCBrowser/13.4.0.1306
  Mozilla/5.0 (PlayStation; PlayStation 5/9.20) AppleWebKit/605.1.15 (KHTML, like Gecko)
  Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/4.0 Chrome/76.0.3809.146 TV Safari/537.36
  Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Safari Line/14.19.1
  Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [Pinterest/iOS]
  Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)
`)

const PATHS = lines(`
  /
  /merci
  /fr/produits/savon-au-sel-gris-100-g
  /products/creme-hydratante?variant=40123456789012
  /p/jean-slim-w32-l34-1234567.html
  /collections/ete-2026/products/robe-midi
  /checkout/order-received/1234/
  /checkouts/thank-you
  /commande/confirmation/FR-2026-000123
  /orders/ORD-2026-000123456
  /panier/2026
  /cart
  /12-soins-visage/345-creme-de-jour.html
  /catalog/product/view/id/1234/category/56
  /blog/2026/11/22/nouveautes-de-noel
  /livres/9782070612758
  /dp/B0CHX1W1XY
  /c/femme/chaussures?sku=AB-1234-56
  /media/catalog/5f4dcc3b5aa765d61d8327deb882cf99/vue.html
  /a/123e4567-e89b-12d3-a456-426614174000
  /soldes-05-06-2026
  /recherche/chaussures-38-39-40
  /magasins/29900-concarneau
  /session/yoga-du-matin-45-minutes
  /token-ring-16-mbit
  /%C3%A9t%C3%A9-2026
  /order/confirmation-de-votre-commande-2026
`)

/** The same numbers each time. */
class Numbers {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** 0 to `below` − 1. */
  next(below: number): number {
    // Numerical Recipes' linear congruential generator; its high bits are good enough for this.
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((this.#state / 2 ** 32) * below)
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.next(10)).join('')
  }

  of(alphabet: string, count: number): string {
    return Array.from({ length: count }, () => alphabet.charAt(this.next(alphabet.length))).join('')
  }
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const BASE62 = `${UPPER}${UPPER.toLowerCase()}0123456789`
const BASE64URL = `${BASE62}-_`
const HEX = '0123456789abcdef'

/** GS1 General Specifications, 7.9: threes and ones from the right. */
function gtin(body: string): string {
  const sum = Array.from(body)
    .toReversed()
    .reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0)
  return `${body}${(10 - (sum % 10)) % 10}`
}

/** ISO 2108, before 2007. */
function isbn10(body: string): string {
  const sum = Array.from(body).reduce((total, digit, i) => total + Number(digit) * (10 - i), 0)
  const check = (11 - (sum % 11)) % 11
  return `${body}${check === 10 ? 'X' : check}`
}

type Make = (numbers: Numbers, index: number) => string

function many(seed: number, count: number, makers: readonly Make[]): readonly string[] {
  const numbers = new Numbers(seed)
  return makers.flatMap((make) => Array.from({ length: count }, (_, index) => make(numbers, index)))
}

const ARTICLE_NUMBERS = many(1, 30, [
  // EAN-13 of France, Germany, Italy, Spain, the United Kingdom and China; UPC-A; EAN-8; ISBN.
  (n) => gtin(`3${n.digits(11)}`),
  (n) => gtin(`4${n.digits(11)}`),
  (n) => gtin(`8${n.digits(11)}`),
  (n) => gtin(`50${n.digits(10)}`),
  (n) => gtin(`69${n.digits(10)}`),
  (n) => gtin(`0${n.digits(10)}`),
  (n) => gtin(`3${n.digits(6)}`),
  (n) => gtin(`9782${n.digits(8)}`),
  (n) => isbn10(`2${n.digits(8)}`),
  (n) => `0${n.digits(13)}`,
  // Shopify's variants, and what people make themselves.
  (n) => `4${n.digits(13)}`,
  (n) => `${n.of(UPPER, 3)}-${n.digits(4)}-${n.of(UPPER, 2)}`,
  (n) => `${n.of(UPPER, 2)}${n.digits(6)}`,
  (n) => `${n.digits(6)}${n.of(UPPER, 1)}`,
  (n) => `${n.digits(4)}.${n.digits(3)}.${n.digits(2)}`,
  (n) => `shopify_FR_${6 + n.next(4)}${n.digits(12)}_4${n.digits(13)}`,
  (n) => `gid://shopify/ProductVariant/4${n.digits(13)}`,
  (n) => `B0${n.of(`${UPPER}0123456789`, 8)}`,
])

const ORDER_NUMBERS = many(2, 15, [
  // Shopify, WooCommerce, PrestaShop, Magento; then what people make themselves.
  (n) => `#${1000 + n.next(90_000)}`,
  (n) => `${5 + n.next(2)}${n.digits(12)}`,
  (n) => String(10_000 + n.next(900_000)),
  (n) => n.of(UPPER, 9),
  (n, i) => `${1 + (i % 4)}0000${n.digits(5)}`,
  (n) => `000${n.digits(6)}`,
  (n) => `FR-2026-${n.digits(6)}`,
  (n, i) => `2611${String(10 + i)}-${n.digits(4)}`,
  (n, i) => `202611${String(10 + i)}${n.digits(5)}`,
  (n) => `CMD${n.digits(8)}`,
  (n) => `${n.of(HEX, 8)}-${n.of(HEX, 4)}-4${n.of(HEX, 3)}-a${n.of(HEX, 3)}-${n.of(HEX, 12)}`,
  (n) => `01J${n.of('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 23)}`,
  (n) => `cs-${n.digits(3)}-${n.digits(7)}-${n.digits(7)}`,
  (n) => n.of(HEX, 24),
])

const TTCLIDS = many(3, 25, [(n) => `E.C.P.${n.of(BASE64URL, 80 + n.next(120))}`])
const TTPS = many(4, 25, [(n) => n.of(BASE62, 27)])
const FBCS = many(5, 25, [(n) => `fb.1.17${n.digits(11)}.IwAR${n.of(BASE64URL, 57 + n.next(90))}`])
const FBPS = many(6, 25, [(n) => `fb.1.17${n.digits(11)}.${1 + n.next(9)}${n.digits(8 + n.next(10))}`])
const GCLIDS = many(7, 15, [(n) => `Cj0KCQ${n.of(BASE64URL, 85)}`, (n) => `EAIaIQob${n.of(BASE64URL, 60)}`])

/** Where it is put, and the texts: the words of test/support/planted.ts's places, each in the field that is made for it. */
export interface Ordinary {
  readonly field: string
  readonly texts: readonly string[]
}

export const ORDINARY: readonly Ordinary[] = [
  { field: 'order.items.name', texts: NAMES },
  { field: 'order.items.brand', texts: BRANDS },
  { field: 'order.items.category', texts: CATEGORIES },
  { field: 'order.items.id', texts: ARTICLE_NUMBERS },
  { field: 'order.id', texts: ORDER_NUMBERS },
  { field: 'event_id', texts: ORDER_NUMBERS.map((number) => `purchase-${number}`) },
  { field: 'click.ttclid', texts: TTCLIDS },
  { field: 'click.ttp', texts: TTPS },
  { field: 'click.fbc', texts: FBCS },
  { field: 'click.fbp', texts: FBPS },
  { field: 'client.user_agent', texts: BROWSERS },
  { field: 'page.url', texts: PATHS.map((path) => `https://shop.example${path}`) },
  {
    field: 'page.url',
    texts: CAMPAIGNS.map(
      (name) => `https://shop.example/?utm_campaign=${name.replaceAll(/[{}|]/g, encodeURIComponent)}`,
    ),
  },
  { field: 'page.url', texts: GCLIDS.map((id) => `https://shop.example/?utm_id=${id}`) },
  { field: 'search.query', texts: NAMES.slice(0, 40) },
]

/** Random ids of the shapes that no guard can tell from a person's number with certainty, for measuring how often it errs. */
export const RANDOM_SHAPES: Readonly<Record<string, (numbers: Numbers) => string>> = {
  '8 digits': (n) => n.digits(8),
  '9 digits': (n) => n.digits(9),
  '10 digits': (n) => n.digits(10),
  '11 digits': (n) => n.digits(11),
  '12 digits': (n) => n.digits(12),
  '13 digits': (n) => n.digits(13),
  '14 digits': (n) => n.digits(14),
  '15 digits': (n) => n.digits(15),
  '16 digits': (n) => n.digits(16),
  '18 digits': (n) => n.digits(18),
  'UUID v4': (n) => `${n.of(HEX, 8)}-${n.of(HEX, 4)}-4${n.of(HEX, 3)}-a${n.of(HEX, 3)}-${n.of(HEX, 12)}`,
  '24 hex digits': (n) => n.of(HEX, 24),
  '22 characters, base64url': (n) => n.of(BASE64URL, 22),
  '100 characters, base64url': (n) => n.of(BASE64URL, 100),
  '8 digits and a letter': (n) => n.digits(8) + n.of(UPPER, 1),
}

export function numbersFrom(seed: number): Numbers {
  return new Numbers(seed)
}
