/**
 * What people write into utm_source and utm_medium, in English and French: which place they mean, and which kind of visit. Words
 * are taken apart at everything that is neither letter nor digit: `paid_social` says `paid` and `social`.
 */
import { once } from '../../event/once.ts'
import type { TouchKind } from '../touch.ts'
import type { Place } from './known-places.ts'

const sources = once(
  (): ReadonlyMap<string, string> =>
    new Map(
      Object.entries({
        tiktok: 'tiktok tt tiktokads tiktokshop tiktoklive tik',
        meta: 'meta facebook fb instagram ig insta threads facebookads metaads',
        google: 'google adwords googleads gads',
        youtube: 'youtube yt',
        bing: 'bing microsoft',
        pinterest: 'pinterest',
        snapchat: 'snapchat snap',
        linkedin: 'linkedin',
        x: 'x twitter',
        reddit: 'reddit',
        whatsapp: 'whatsapp',
        telegram: 'telegram',
        chatgpt: 'chatgpt',
      }).flatMap(([source, names]) => names.split(' ').map((name) => [name, source] as const)),
    ),
)

/** What a visit from there is where nothing else says. */
const ofASource = once(
  (): ReadonlyMap<string, TouchKind> =>
    new Map(
      Object.entries({
        social: 'tiktok meta youtube pinterest snapchat linkedin x reddit whatsapp telegram',
        search: 'google bing',
        mail: 'newsletter mailchimp klaviyo brevo sendinblue mailjet hubspot emailing email sms crm',
        referral: 'chatgpt',
      } satisfies Partial<Record<TouchKind, string>>).flatMap(([kind, names]) =>
        // The keys are those of the object above.
        names.split(' ').map((name) => [name, kind as TouchKind] as const),
      ),
    ),
)

/** Sources where an organic visit is one from a video. */
const VIDEO: ReadonlySet<string> = new Set(['tiktok', 'youtube'])

type Meaning = TouchKind | 'affiliate' | 'organic'

/** The first line with a word in it decides: a creator's post that was paid for is a creator's. */
const meanings = once((): readonly (readonly [Meaning, ReadonlySet<string>])[] =>
  (
    [
      ['spark', 'spark sparkad sparkads'],
      [
        'creator',
        'creator creators createur créateur createurs créateurs creatrice créatrice influencer influencers influence ' +
          'influenceur influenceurs influenceuse ambassador ambassadeur ambassadrice kol ugc',
      ],
      [
        'ad',
        'ad ads paid paidsocial paidsearch payant cpc ppc cpm cpv cpa sea sem display banner retargeting remarketing ' +
          'sponsored sponsorise sponsorisé shopping pmax programmatic',
      ],
      ['live', 'live lives livestream livestreaming tiktoklive'],
      ['shop', 'shop tiktokshop tts boutique'],
      ['affiliate', 'affiliate affiliates affiliation affiliated'],
      ['mail', 'mail email emails emailing courriel newsletter infolettre crm sms push'],
      ['organic_video', 'video videos vidéo reel reels short shorts'],
      ['organic', 'organic organique'],
      ['social', 'social post story stories bio profile profil community'],
      ['search', 'search seo'],
      ['referral', 'referral partner partners partenaire partenariat blog press presse pr'],
    ] as const
  ).map(([meaning, words]) => [meaning, new Set(words.split(' '))] as const),
)

export interface NamedPlace extends Place {
  /** A word says the kind; else it is only what visits from there usually are. */
  readonly isSaid: boolean
}

/** A source that nobody knows has its own name, tidied; empty where none is written. Undefined where neither is. */
export function placeOfNames(utmSource: string | undefined, utmMedium: string | undefined): NamedPlace | undefined {
  if (utmSource === undefined && utmMedium === undefined) return undefined
  const ofSource = wordsOf(utmSource)
  // One letter is a name only where it stands alone: `x`, and not `plan-x`.
  const names = ofSource.length === 1 ? ofSource : ofSource.filter((word) => word.length > 1)
  const known = names.map((word) => sources().get(word)).find((source) => source !== undefined)
  const source = known ?? tidyName(utmSource ?? '')
  const said = kindOf([...ofSource, ...wordsOf(utmMedium)], source)
  const kind = said ?? defaultOf(source, ofSource) ?? 'unresolved'
  return { source: source === '' && kind === 'mail' ? 'email' : source, kind, isSaid: said !== undefined }
}

function kindOf(words: readonly string[], source: string): TouchKind | undefined {
  const meaning = meanings().find(([, known]) => words.some((word) => known.has(word)))?.[0]
  if (meaning === 'affiliate') return defaultOf(source, []) === 'social' ? 'creator' : 'referral'
  if (meaning === 'social' && words.includes('post') && VIDEO.has(source)) return 'organic_video'
  if (meaning !== 'organic') return meaning
  if (VIDEO.has(source)) return 'organic_video'
  return defaultOf(source, []) ?? 'unresolved'
}

function defaultOf(source: string, words: readonly string[]): TouchKind | undefined {
  return ofASource().get(source) ?? words.map((word) => ofASource().get(word)).find((kind) => kind !== undefined)
}

export function isSearchEngine(source: string): boolean {
  return ofASource().get(source) === 'search'
}

const MOST_WORDS = 12
const betweenWords = once(() => /[^\p{L}\p{N}]+/u)

export function wordsOf(name: string | undefined): readonly string[] {
  return (name ?? '')
    .toLowerCase()
    .split(betweenWords(), MOST_WORDS)
    .filter((word) => word !== '')
}

const SOURCE_CHARACTERS = 40

/** A name that nobody knows, in small letters, fit to be a source. */
export function tidyName(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .slice(0, SOURCE_CHARACTERS)
    .replace(/^[-._]+|[-._]+$/g, '')
}

/** Whether the names of campaign, group or ad say that a post was run as an ad. */
export function namesSpark(names: readonly (string | undefined)[]): boolean {
  return names.some((name) => wordsOf(name).some((word) => word === 'spark' || word === 'sparkads'))
}
