/** Of requests that were turned away, or set aside, at the door. */
import type { Words } from './words.ts'

export const DOOR_ENGLISH: Words['findings'] = {
  'origin_not_allowed.own': [
    'Pages of {origin} are turned away (403): the policy does not list this origin',
    'All their events are lost. If the pages are yours, have {origin} added to “origins” in the policy, and approved.',
  ],
  'origin_not_allowed.other': [
    'Pages of origins that the policy does not list are turned away (403)',
    'They sent to: {origins}. If one of them is yours, have it added to “origins” in the policy, and approved: its events are lost. Copies of your pages and translation services come from other origins too, and may stay out.',
  ],
  'origin_not_allowed.opaque': [
    'Pages without an address are turned away (403)',
    'They are files, frames in a sandbox, or pages inside an app. If it is your app, have its events sent by your server to POST /v1/events.',
  ],
  'origin_not_allowed.none': [
    'Requests that come from no page are turned away at POST /e (403)',
    'Browsers say which page an event comes from. A server must send to POST /v1/events, with the site’s token. Programs that try out every address look the same.',
  ],
  token_refused: [
    'Requests of servers are turned away (401): the token is missing, wrong or expired',
    'All their events are lost. Have a new one made (tidegate token --site …) and sent as “Authorization: Bearer …”. Whose they were cannot be known: every site is shown them.',
  ],
  body_unreadable: [
    'Requests of {caller} are refused (400): {reason}',
    'All the events in them are lost. Give the developer this sentence: it is about how the request is put together, before any event of it was looked at.',
  ],
  body_too_large: [
    'Requests of {caller} are refused (413): more than 1 MiB',
    'All the events in them are lost. Have fewer events sent at once.',
  ],
  content_type_refused: [
    'Requests of {caller} are refused (415): their content type is not taken',
    'All the events in them are lost. Servers must send “Content-Type: application/json”; pages may also send “text/plain”.',
  ],
  source_refused: [
    'Requests of a shop or of another tool are turned away: {reason}',
    'All their orders and events are lost until it is mended, and some shops stop sending for good. Have the secret or key compared on both sides: the policy names it under “sources”. After a change, both the old and the new one may be listed for a while.',
  ],
  request_parked: [
    'Requests of a shop are genuine, and could not be used: they are kept, encrypted, for thirty days',
    'Nothing of them has been sent. “tidegate parked list” says what is missing in each; once it is mended, “tidegate parked redrive” reads them again.',
  ],
  shop_api_refused: [
    'The API of {kind} does not take our credentials: what no webhook brought is not found',
    'Have a new token or key made at the shop and put into the secret that the policy names as “api_token” or “api_key” under “sources”; the next sweep then brings the last three days, and “tidegate orders sweep --since …” what is older. TikTok Shop’s tokens hold for about seven days: something has to renew them.',
  ],
  shop_demand: [
    'The shop has handed on a demand that a person must answer: {reason}',
    '“tidegate parked list” shows it. A request for access must be answered within a month; “tidegate receipts export --person …” lists what is kept of a person.',
  ],
  gateway_busy: [
    'Requests of {caller} could not be taken (500 or 503)',
    'Servers that send the same again lose nothing; pages do not send again. If there are many, have the operator look at the gateway.',
  ],
  write_key_refused: [
    'Pages are turned away (403): they name no write key, or a wrong one',
    'All their events are lost. The policy lists keys under “write_keys”: have one of them put into the tag (data-key="…"). If pages should need none, have the list emptied, and approved.',
  ],
  network_limited: [
    'Requests from one network of visitors come faster than is allowed, and are asked to come back (429)',
    'The tag sends again later, so that little is lost. It is a script that sends much, or a very large office or carrier behind a few addresses: then have the operator raise TIDEGATE_BROWSER_RATE.',
  ],
  'automated_visits.bot': [
    'Crawlers and programs run the pages’ tag: their events are not counted',
    'That is as it should be: nobody was looking. If there are very many, ask what visits the site so often.',
  ],
  'automated_visits.prefetch': [
    'Browsers fetch pages ahead: their events are not counted',
    'That is as it should be: the visit is counted when the page is opened. If visits are missing, check that the tag on the pages is Tidegate’s own, which waits for that.',
  ],
}
