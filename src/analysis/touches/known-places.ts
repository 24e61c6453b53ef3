/**
 * What click ids, hosts and in-app browsers say of where somebody came from: the built-in table, after the policy's own rules.
 * Hosts and Android packages by the platforms' own names; `kind` is what that fact alone proves, and no more.
 */
import { once } from '../../event/once.ts'
import type { TouchKind } from '../touch.ts'

export interface Place {
  readonly source: string
  readonly kind: TouchKind
}

/**
 * Parameters that platforms put on a link themselves. An ad only where the platform gives the id to clicks on ads alone:
 * Facebook's and Pinterest's are on every link that leads out, and prove the place and nothing else.
 */
export const CLICK_IDS: ReadonlyMap<string, Place> = new Map([
  ['ttclid', { source: 'tiktok', kind: 'ad' }],
  ['fbclid', { source: 'meta', kind: 'unresolved' }],
  ['igshid', { source: 'meta', kind: 'social' }],
  ['igsh', { source: 'meta', kind: 'social' }],
  ['gclid', { source: 'google', kind: 'ad' }],
  ['gbraid', { source: 'google', kind: 'ad' }],
  ['wbraid', { source: 'google', kind: 'ad' }],
  ['gad_source', { source: 'google', kind: 'ad' }],
  ['dclid', { source: 'google', kind: 'ad' }],
  ['msclkid', { source: 'bing', kind: 'ad' }],
  ['twclid', { source: 'x', kind: 'ad' }],
  ['li_fat_id', { source: 'linkedin', kind: 'ad' }],
  ['sccid', { source: 'snapchat', kind: 'ad' }],
  ['rdt_cid', { source: 'reddit', kind: 'ad' }],
  ['epik', { source: 'pinterest', kind: 'unresolved' }],
  ['irclickid', { source: 'impact', kind: 'referral' }],
  ['awc', { source: 'awin', kind: 'referral' }],
  ['mc_cid', { source: 'mailchimp', kind: 'mail' }],
  ['_kx', { source: 'klaviyo', kind: 'mail' }],
])

/** A host's names, from the longest to the shortest, are looked up: `l.facebook.com` is under `facebook.com`. */
const hosts = once(
  (): ReadonlyMap<string, Place> =>
    new Map(
      [
        places('search', {
          bing: 'bing.com',
          yahoo: 'search.yahoo.com',
          duckduckgo: 'duckduckgo.com',
          qwant: 'qwant.com',
          ecosia: 'ecosia.org',
          yandex: 'yandex.ru yandex.com',
          baidu: 'baidu.com',
          startpage: 'startpage.com',
          brave: 'search.brave.com',
          lilo: 'lilo.org',
          naver: 'search.naver.com',
          seznam: 'search.seznam.cz',
          google: 'com.google.android.googlequicksearchbox',
        }),
        places('social', {
          tiktok:
            'tiktok.com tiktokv.com com.zhiliaoapp.musically com.ss.android.ugc.trill com.zhiliaoapp.musically.go',
          meta:
            'facebook.com fb.com fb.me instagram.com threads.net threads.com messenger.com com.facebook.katana ' +
            'com.facebook.lite com.facebook.orca com.instagram.android com.instagram.barcelona',
          youtube: 'youtube.com youtu.be com.google.android.youtube',
          x: 'x.com twitter.com t.co com.twitter.android',
          linkedin: 'linkedin.com lnkd.in com.linkedin.android',
          pinterest: 'pinterest.com pin.it com.pinterest',
          snapchat: 'snapchat.com com.snapchat.android',
          reddit: 'reddit.com com.reddit.frontpage',
          whatsapp: 'whatsapp.com wa.me com.whatsapp',
          telegram: 't.me telegram.org org.telegram.messenger',
          discord: 'discord.com com.discord',
          twitch: 'twitch.tv tv.twitch.android.app',
          linktree: 'linktr.ee',
        }),
        places('shop', { tiktok: 'shop.tiktok.com' }),
        places('mail', {
          gmail: 'mail.google.com com.google.android.gm',
          outlook: 'outlook.live.com outlook.office.com outlook.office365.com com.microsoft.office.outlook',
          yahoo: 'mail.yahoo.com com.yahoo.mobile.client.android.mail',
          orange: 'messagerie.orange.fr webmail.orange.fr',
        }),
        places('referral', {
          chatgpt: 'chatgpt.com chat.openai.com',
          perplexity: 'perplexity.ai',
          gemini: 'gemini.google.com',
          copilot: 'copilot.microsoft.com',
          mistral: 'chat.mistral.ai',
          claude: 'claude.ai',
          google: 'news.google.com docs.google.com sites.google.com',
        }),
        // Whoever comes back from paying or signing in had been on the site: that host brought nobody.
        places('direct', {
          direct:
            'paypal.com stripe.com klarna.com adyen.com mollie.com getalma.eu oney.fr scalapay.com payplug.com ' +
            'shop.app pay.shopify.com checkout.shopify.com pay.google.com pay.amazon.com payments.amazon.fr ' +
            'accounts.google.com appleid.apple.com',
        }),
      ].flat(),
    ),
)

function places(kind: TouchKind, sources: Readonly<Record<string, string>>): [string, Place][] {
  return Object.entries(sources).flatMap(([source, names]) =>
    names.split(' ').map((host): [string, Place] => [host, { source, kind }]),
  )
}

/** One search, many countries: google.fr, google.co.uk, pinterest.fr. */
const BY_COUNTRY: readonly (readonly [RegExp, Place])[] = [
  [/^google\.[a-z]{2,3}(?:\.[a-z]{2})?$/, { source: 'google', kind: 'search' }],
  [/^yandex\.[a-z]{2,3}$/, { source: 'yandex', kind: 'search' }],
  [/(?:^|\.)pinterest\.[a-z]{2,3}(?:\.[a-z]{2})?$/, { source: 'pinterest', kind: 'social' }],
  [/^(?:web)?mail\.|^messagerie\./, { source: 'webmail', kind: 'mail' }],
  // A bank's page of 3-D Secure.
  [/^(?:3ds|acs)[0-9]?[.-]/, { source: 'direct', kind: 'direct' }],
]

const MOST_LABELS = 8

/** Undefined: a host that nobody knows. */
export function placeOfHost(host: string): Place | undefined {
  const labels = host.split('.', MOST_LABELS)
  for (let at = 0; at < labels.length - 1; at++) {
    const place = hosts().get(labels.slice(at).join('.'))
    if (place !== undefined) return place
  }
  return BY_COUNTRY.find(([pattern]) => pattern.test(host))?.[1]
}

/** In user agents. The in-app browser has cookies of its own, which no other browser of the person sees. */
const IN_APP: readonly (readonly [RegExp, string])[] = [
  [/musical_ly|\btrill\b|BytedanceWebview|ByteLocale|\bTikTok\b/i, 'tiktok'],
  [/\bFB(?:AN|AV|_IAB)\b|\bInstagram\b|\bBarcelona\b/, 'meta'],
  [/\bPinterest\b/, 'pinterest'],
  [/\bSnapchat\b/, 'snapchat'],
  [/\bLinkedInApp\b/, 'linkedin'],
  [/Twitter for|TwitterAndroid/, 'x'],
  [/\bMicroMessenger\b/, 'wechat'],
]

export function inAppOf(userAgent: string | undefined): string | undefined {
  if (userAgent === undefined) return undefined
  return IN_APP.find(([pattern]) => pattern.test(userAgent))?.[1]
}
