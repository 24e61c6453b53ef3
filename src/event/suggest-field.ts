/** Fields that may have been meant by a name that we do not know, in our own words: nothing of the caller's text comes back. */
import { knownFieldNames } from './known-fields.ts'
import { editDistance } from './names.ts'
import { once } from './once.ts'

/** What shops, tags and platforms call our fields, as letters alone. Nothing that two of our fields could be called. */
const SYNONYMS: Readonly<Record<string, string>> = {
  event: 'eventname',
  event_id: 'eventid uniqueid',
  occurred_at: 'timestamp eventtime time date datetime createdat',
  page: 'pagedata',
  'page.url': 'url pageurl pagelocation eventsourceurl href',
  'page.referrer': 'referer pagereferrer documentreferrer',
  client: 'device browser',
  'client.ip': 'ipaddress clientip clientipaddress remoteaddr remoteip',
  'client.user_agent': 'ua agent clientuseragent',
  'client.language': 'lang locale browserlanguage',
  person: 'user customer userdata contact buyer shopper client_data',
  'person.email': 'mail emailaddress emails courriel em useremail customeremail',
  'person.phone': 'mobile mobilephone tel telephone phonenumber mobilenumber cell cellphone gsm portable ph',
  'person.external_id': 'userid customerid customernumber clientid memberid uid',
  'person.visitor_id': 'anonymousid visitorid deviceid',
  'person.first_name': 'fname firstname givenname prenom fn',
  'person.last_name': 'lname lastname surname familyname nom ln',
  'person.city': 'town ville',
  'person.zip': 'postcode postalcode zipcode codepostal zp',
  'person.birth_date': 'birthday birthdate dateofbirth dob db',
  'person.gender': 'sex sexe ge',
  order: 'cart basket transaction purchase ecommerce customdata',
  'order.id': 'orderid ordernumber transactionid orderno',
  'order.cart_id': 'cartid basketid',
  'order.value': 'total totalprice ordertotal grandtotal amount revenue montant conversionvalue totalvalue',
  'order.tax': 'vat tva taxes taxamount totaltax',
  'order.shipping': 'shippingcost shippingprice delivery deliverycost livraison freight',
  'order.currency': 'currencycode devise ordercurrency',
  'order.coupon': 'discountcode couponcode promocode promotioncode promo voucher vouchercode',
  'order.items': 'products contents lineitems lines articles productlist',
  'order.items.id': 'sku itemid productid contentid variantid gtin ean',
  'order.items.name': 'itemname productname contentname',
  'order.items.quantity': 'qty qte count',
  'order.items.price': 'unitprice itemprice priceperunit',
  'order.items.brand': 'itembrand',
  'order.items.category': 'itemcategory contentcategory producttype',
  'lead.id': 'leadid formid',
  'lead.type': 'leadtype formtype',
  'search.query': 'searchterm searchstring keyword keywords',
}

/** Typing mistakes beyond this are another word. */
const MAX_DISTANCE = 2
/** Of shorter words two mistakes leave too little. */
const SHORT = 5
/** The longest name that is looked at: the guard shows none that is longer. */
const MAX_LENGTH = 40

/** Not values themselves: nobody means these where he writes the name alone. */
const ABOUT_VALUES: ReadonlySet<string> = new Set(['person.hashed_as', 'consent', 'consent.signals'])

/** `name` is dotted, as known-fields.ts gives it. */
export function suggestField(name: string): string | undefined {
  if (name.length > MAX_LENGTH) return undefined
  const [parent, word] = parted(name)
  const letters = lettersOf(word)
  if (letters === '') return undefined
  return sameWord(parent, letters) ?? synonym(parent, letters) ?? misspelt(parent, letters)
}

interface Spelling {
  readonly field: string
  readonly parent: string
  readonly letters: string
}

const spellings = once((): readonly Spelling[] =>
  knownFieldNames().map((field) => {
    const [parent, word] = parted(field)
    return { field, parent, letters: lettersOf(word) }
  }),
)

const synonyms = once(
  () =>
    new Map(
      Object.entries(SYNONYMS).flatMap(([field, words]) => words.split(' ').map((word) => [lettersOf(word), field])),
    ),
)

function parted(name: string): readonly [parent: string, word: string] {
  const dot = name.lastIndexOf('.')
  return [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)]
}

function lettersOf(word: string): string {
  return word.toLowerCase().replaceAll(/[^a-z]/g, '')
}

/** The right word in another way of writing, or in the wrong place where only one place has it. */
function sameWord(parent: string, letters: string): string | undefined {
  const same = spellings().filter((one) => one.letters === letters)
  const here = same.find((one) => one.parent === parent)
  const values = same.filter(({ parent: group }) => !ABOUT_VALUES.has(group))
  return (here ?? (values.length === 1 ? values[0] : undefined))?.field
}

/** `mobile` is a telephone at the top or of a person; of a client it is something else. */
function synonym(parent: string, letters: string): string | undefined {
  const field = synonyms().get(letters)
  if (field === undefined) return undefined
  return parent === '' || parent === parted(field)[0] ? field : undefined
}

function misspelt(parent: string, letters: string): string | undefined {
  const allowed = letters.length < SHORT ? 1 : MAX_DISTANCE
  let best: string | undefined
  let bestDistance = allowed + 1
  for (const one of spellings()) {
    if (one.parent !== parent || Math.abs(one.letters.length - letters.length) >= bestDistance) continue
    const distance = editDistance(one.letters, letters)
    if (distance < bestDistance) [best, bestDistance] = [one.field, distance]
  }
  return best
}
