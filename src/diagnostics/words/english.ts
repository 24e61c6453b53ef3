import { DOOR_ENGLISH } from './door-english.ts'
import type { Words } from './words.ts'

export const ENGLISH: Words = {
  typography: (text) => text,
  findings: {
    nothing_arrives: [
      'No event has arrived',
      'Check that the tag is on the pages and that the policy lists the address of your site under “origins”. From a server, send a test event with the site’s token.',
    ],
    ...DOOR_ENGLISH,
    field_unknown: [
      '“{field}” arrives and is not in the policy',
      'Nobody receives it: Tidegate does not know this field and drops it. If you need it, send it under one of the names that Tidegate knows (docs/diagnostics.md has them all); if not, have it taken out of the tag.',
    ],
    'field_unknown.suggested': [
      '“{field}” arrives and is not in the policy',
      'Nobody receives it: Tidegate does not know this field and drops it. Probably meant: {suggestion}. Have it renamed so (docs/diagnostics.md has all names), or taken out of the tag.',
    ],
    'field_unknown.(unprintable)': [
      'Fields arrive whose names cannot be shown',
      'Their names are too long, hold odd signs or look like a person’s data. They are dropped. Ask the developer what the site sends besides the documented fields.',
    ],
    field_not_in_policy: [
      '“{field}” arrives and the policy does not let it out to {destination}',
      'That is fine if it was decided so. If {destination} should have it, ask for it to be added to the policy for these events, and approved: {events}.',
    ],
    event_unknown: [
      'An event called “{event}” arrives and is no event that Tidegate knows',
      'It is refused. Have it renamed to one of the standard names (purchase, add_to_cart, generate_lead …) or taken out of the tag.',
    ],
    'event_unknown.(unprintable)': [
      'Events arrive whose names cannot be shown',
      'They are refused. Their names hold spaces, odd signs or what looks like a person’s data. Have them renamed to one of the standard names (purchase, add_to_cart, generate_lead …).',
    ],
    'event_unknown.suggested': [
      'An event called “{event}” arrives and is no event that Tidegate knows',
      'It is refused. Probably meant: {suggestion}. Have it renamed so.',
    ],
    event_malformed: [
      'Events are refused because of “{path}”: {reason}',
      'These events are lost. Give the developer this sentence. What an event must look like is in /v1/openapi.json; tidegate explain tries one out.',
    ],
    event_not_in_plan: [
      'Events arrive that are not in the plan: {events}',
      'No platform receives them. If you want to advertise on one, have it added to the policy; if not, stop sending it.',
    ],
    event_not_for_destination: [
      'Events arrive that the plan does not send to {destination}: {events}',
      'That is fine if it was decided so. If {destination} should learn of one, have it added to the policy for {destination}.',
    ],
    event_absent: [
      'Events of the plan do not arrive',
      'They are: {events}. Do on the site what sets each off and look again in a minute. What still does not arrive is sent neither by the tag nor by the server.',
    ],
    'event_absent.purchase': [
      '“purchase” is in the plan and no purchase arrives',
      'Do not raise a budget before this is mended: the platforms see no sales. Place a test order and look again in a minute. If nothing arrives, the thank-you page or the shop’s server does not send it.',
    ],
    event_stopped: [
      'Used to arrive, and has not for a day: {events}',
      'Ask what was changed on the site when it stopped: a new theme, a new consent banner, a new checkout.',
    ],
    match_key_missing: [
      'Sent to {destination} without {key}: {events}',
      'Have it sent with the event where the shop knows it. The more of them there are, the more sales {destination} can connect to a click.',
    ],
    'match_key_missing.email': [
      'Sent to {destination} without an e-mail address: {events}',
      'Send person.email with the event: it is the strongest key. It leaves hashed only. If it is sent and still missing here, see below whether it could not be used.',
    ],
    'match_key_missing.phone': [
      'Sent to {destination} without a phone number: {events}',
      'If you ask for one in the checkout, send person.phone, and person.country with it for numbers without “+”.',
    ],
    'match_key_missing.external_id': [
      'Sent to {destination} without your own customer number: {events}',
      'Send person.external_id: the same for the same person in every event, also before the purchase.',
    ],
    'match_key_missing.click_id': [
      'Not one event reaches {destination} with a click id',
      'The click id comes in the address of the page after an ad ({destination} adds it). See that redirects and the consent banner do not cut the address, and that page.url is sent with everything behind “?”.',
    ],
    'match_key_missing.browser_id': [
      'Events reach {destination} without the browser’s id',
      'It is a cookie that the platform’s own pixel sets (_ttp, _fbp). If events come from a server, pass click.ttp and click.fbp along with the order. Missing in: {events}.',
    ],
    'match_key_missing.ip': [
      'Events reach {destination} without an IP address',
      'Events of a server must carry client.ip of the buyer, not the server’s own. For events of pages, the operator must name the header that the address comes in (TIDEGATE_CLIENT_IP_HEADER, docs/configuration.md). Private addresses (10.…, 192.168.…) are not sent. Missing in: {events}.',
    ],
    'match_key_missing.user_agent': [
      'Events reach {destination} without the browser’s name',
      'Events of a server must carry client.user_agent of the buyer. Some platforms refuse events without it. Missing in: {events}.',
    ],
    match_key_not_in_policy: [
      'The policy does not let {key} out to {destination} for: {events}',
      'Without it fewer sales are connected to a click. Whether it may leave is the legal reviewer’s decision: ask them, and have the policy changed and approved.',
    ],
    personal_data_stopped: [
      'Personal data ({kind}) was found in “{field}” and stopped',
      'The event went out without it. Have the developer find out why personal data is put there: it belongs in person.email, person.phone and so on, where it is hashed.',
    ],
    'personal_data_stopped.unknown': [
      'Personal data was found in “{field}” and stopped',
      'The event went out without it. Have the developer find out why personal data is put there: it belongs in person.email, person.phone and so on, where it is hashed.',
    ],
    identifier_unusable: [
      '“{field}” arrives and cannot be used: {reason}',
      'It was left out, and the event went out without it. Have the value corrected where it is put together.',
    ],
    'identifier_unusable.no_country': [
      '“{field}” arrives without a country to read it in',
      'Send numbers in the international form (+33…), or send person.country with them.',
    ],
    'identifier_unusable.placeholder': [
      '“{field}” arrives as filler instead of a value',
      'The tag sends a text such as “null”, “undefined” or “{{email}}”: its variable is not filled. Have the tag send nothing when there is no value.',
    ],
    'identifier_unusable.empty': [
      '“{field}” arrives empty',
      'Nothing is lost by it. If the shop knows the value, the tag is sent before it is filled in.',
    ],
    value_missing: [
      '“{event}” arrives without an amount',
      'Platforms cannot work out what your ads bring in, and some refuse such a sale. Send order.value and order.currency.',
    ],
    value_zero: [
      '“{event}” arrives with an amount of 0',
      'Free orders and samples are fine. If these are real sales, the amount is read before the basket is added up.',
    ],
    currency_without_value: [
      'Prices and a currency arrive without an amount: {events}',
      'Send order.value too: the platforms then know what is in the basket.',
    ],
    order_id_missing: [
      '“{event}” arrives without an order number',
      'A reloaded thank-you page, or the same order from the server, would be counted twice. Send order.id.',
    ],
    tax_above_value: [
      'More tax than amount: {events}',
      'One of the two is wrong, or they are in different units. Check order.tax and order.value on a real order.',
    ],
    decimals_beyond_currency: [
      'Amounts with more decimals than the currency has: {events}',
      'Yen and won have no cents, the euro has two decimals. Have the amount rounded as it is on the invoice.',
    ],
    value_in_minor_units: [
      'Amounts a hundred times their items, so in cents: {events}',
      'Do not raise a budget before this is mended: each of them counts a hundredfold in the returns that you read. Send 42.50 and not 4250. If it is only some, look for what they share: a way to pay, a page, a currency.',
    ],
    prices_in_minor_units: [
      'Prices a hundred times the amount, so in cents: {events}',
      'Send the price of each item in the same unit as the amount: 8.50 and not 850.',
    ],
    value_above_items: [
      'Amounts above items, tax and shipping together: {events}',
      'If the amount holds tax or shipping and the prices do not, send order.tax and order.shipping too. If not, an item is missing from the list, or its quantity.',
    ],
    value_below_items: [
      'Amounts below their items: {events}',
      'Discounts look just like this. If you give none, the list holds items that were not bought, or prices before a reduction.',
    ],
    several_currencies: [
      'Purchases arrive in several currencies: {currency}, and {others}',
      'That is fine if you sell abroad: each sale is sent with its own. If you sell in one only, the page reads the currency from the wrong place.',
    ],
    duplicates: [
      'Copies were stopped: {events}',
      'Each is counted once, so nothing is lost. Some copies are normal: a reloaded page, or browser and server sending the same order.',
    ],
    'duplicates.purchase': [
      'Copies of “purchase” were stopped',
      'Each order is counted once, so nothing is wrong in your figures. Most copies come from a reloaded thank-you page, or from browser and server sending the same order, which is as it should be.',
    ],
    clock_ahead: [
      'Events are dated a few minutes ahead',
      'A clock is wrong. They are taken. Have the server’s clock set by network time.',
    ],
    clock_ahead_refused: [
      'Events are dated in the future and refused',
      'These events are lost. A clock is wrong, or seconds and milliseconds were mixed up. Have occurred_at checked.',
    ],
    'clock_whole_hours.ahead': [
      'Events are dated whole hours ahead: a wrong time zone',
      'These events are lost. Local time is sent as if it were UTC (“Z”). Have occurred_at sent in UTC, or with its own zone (+02:00).',
    ],
    'clock_whole_hours.late': [
      'Events are dated whole hours back: a wrong time zone, likely',
      'They are taken, but platforms put them at the wrong hour. Have occurred_at sent in UTC, or with its own zone (+02:00).',
    ],
    clock_late: [
      'Events arrive hours or days after they happened',
      'They are taken. The sooner they arrive, the better ads are steered: have the shop send them at once instead of once a night.',
    ],
    clock_too_late: [
      'Events are too old for {destination} and were not sent',
      'Have them sent sooner. A platform takes events of the last days only.',
    ],
    consent_refused: [
      'Nothing was sent, because of consent: {reason}',
      'That is the law at work and not a fault. Compare the share with what your consent banner reports.',
    ],
    'consent_refused.consent_unknown': [
      'Nothing was sent, because no answer to the consent question came along',
      'If it is more than the share of visitors who leave the banner unanswered, the tag fires before the banner, or consent is not passed with events of the server.',
    ],
    'consent_refused.consent_malformed': [
      'Nothing was sent, because the consent that was sent cannot be read',
      'In doubt it is no. Have the developer check what the consent tool passes on (docs/consent.md).',
    ],
    'consent_refused.consent_expired': [
      'Nothing was sent, because the answer is too old',
      'Have the consent banner ask again before its answers run out.',
    ],
    destination_requirement: [
      'Not sent to {destination}: {reason}',
      'The platform would have refused it. Have what is missing added to: {events}.',
    ],
    destination_rejects: [
      '{destination} did not take events ({outcome})',
      'Give its answer, which is in the receipts of the events, to the developer. What the platform refused is kept for some days and can be sent again (tidegate dead-letters); what grew too old is lost.',
    ],
    destination_retrying: [
      '{destination} does not answer at the moment',
      'Nothing is lost: events wait and go out when it answers again.',
    ],
    destination_parked: [
      '{destination} refuses our access: nothing is delivered',
      'Events wait for seven days. Have the access token renewed in the platform’s Events Manager and set anew; what waits then goes out by itself.',
    ],
  },
  names: {
    browser: 'pages',
    server: 'servers',
    not_json: 'the body is not JSON',
    wrong_structure: 'the body is no event and no list of events',
    body_incomplete: 'the body breaks off or comes too slowly',
    too_deep: 'the body is nested too deep',
    forbidden_key: 'the body has a forbidden name in it',
    no_events: 'the list of events is empty',
    too_many_events: 'more than 500 events at once',
    needed: 'it is missing',
    no_text: 'it must be text',
    no_number: 'it must be a number (42.5 and not "42.5")',
    no_whole_number: 'it must be a whole number',
    no_boolean: 'it must be true or false',
    no_object: 'it must be an object with fields of its own',
    no_list: 'it must be a list',
    no_id: 'it must be text or a whole number, and not too long',
    no_time: 'it must be a date and time with a zone (2026-11-22T12:00:00Z)',
    no_currency: 'it is no active currency code of ISO 4217 (EUR, USD …)',
    currency_needed: 'an amount needs its currency',
    number_too_large: 'the number is too large',
    number_too_small: 'the number is too small (amounts are not negative)',
    text_too_long: 'the text is too long',
    text_too_short: 'the text is empty or too short',
    list_too_long: 'the list is too long',
    not_one_of: 'it is none of the words that are taken here',
    not_printable: 'it has signs that cannot be printed',
    other: 'it is not as it must be',
    click_id: 'a click id',
    browser_id: 'the browser’s id',
    external_id: 'your customer number',
    email: 'e-mail address',
    phone: 'phone number',
    ip: 'IP address',
    user_agent: 'the browser’s name',
    iban: 'bank account',
    card: 'bank card',
    nir: 'social security number',
    national_id: 'national id number',
    birth_date: 'date of birth',
    jwt: 'sign-in token (JWT)',
    session_token: 'session or order code',
    address: 'house number',
    sha256: 'hashed identifier',
    oversized: 'too long to be looked through',
    too_long: 'too long to be real',
    not_unicode: 'damaged text',
    md5_hash: 'hashed with MD5, which platforms do not take',
    hash_not_convertible: 'hashed in another way than the platform’s',
    not_an_email: 'not an e-mail address',
    not_a_phone: 'not a phone number',
    not_a_country: 'not a country',
    not_a_state: 'not a region',
    not_a_zip: 'not a postcode',
    not_a_birth_date: 'not a certain date of birth',
    not_a_gender: 'not a gender that the platform knows',
    not_a_web_address: 'not a web address',
    consent_denied: 'people refused',
    consent_withdrawn: 'people took their consent back',
    consent_awaited: 'the answer may still come from the browser',
    consent_never_came: 'the answer did not come in time',
    opted_out: 'people opted out',
    known_child: 'the person is a child',
    missing_page_url: 'the address of the page is missing',
    missing_user_agent: 'the browser’s name is missing',
    missing_value: 'the amount is missing',
    missing_currency: 'the currency is missing',
    unsupported_currency: 'it does not know this currency',
    insufficient_user_data: 'there is nothing to recognise a person or browser by',
    event_too_large: 'the event is too large',
    personal_data_in_event_id: 'the event’s id holds personal data',
    rejected: 'rejected',
    expired: 'given up as too old',
    '(other)': '(others)',
    '(unprintable)': '(cannot be shown)',
  },
}
