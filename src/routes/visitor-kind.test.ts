/** User agents as their makers document them, or as they were seen in the wild; read 2026-11-22. */
import { describe, expect, it } from 'vitest'
import { visitorKind } from './visitor-kind.ts'

function kindOf(headers: Record<string, string>, production = true, cf?: unknown) {
  return visitorKind(Object.assign(new Request('https://events.shop.example/e', { headers }), { cf }), production)
}

const PEOPLE = {
  'TikTok on Android':
    'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A.231005.007; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/126.0.6478.122 Mobile Safari/537.36 trill_350302 BytedanceWebview/d8a21c6 musical_ly_350302 AppName/musical_ly',
  'TikTok on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 musical_ly_34.9.0 JsSdk/2.0 NetType/WIFI Channel/App Store ByteLocale/fr Region/FR isDarkMode/0 WKWebView/1 BytedanceWebview/d8a21c6 FalconTag/0',
  'Facebook on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/21F90 [FBAN/FBIOS;FBAV/468.0.0.42.104;FBBV/607482154;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5.1;FBSS/3;FBID/phone;FBLC/fr_FR;FBOP/5]',
  'Facebook on Android':
    'Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A.230901.001; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/125.0.6422.165 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/467.0.0.54.85;IABMV/1;]',
  'Instagram on an iPhone':
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 330.0.3.29.109 (iPhone14,5; iOS 17_4; fr_FR; fr; scale=3.00; 1170x2532; 598808576)',
  Firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'no name': '',
}
const CRAWLERS = {
  Googlebot: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'Googlebot on a phone':
    'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'the preview of Facebook': 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
  Bytespider: 'Mozilla/5.0 (compatible; Bytespider; spider-feedback@bytedance.com) AppleWebKit/537.36',
  GPTBot: 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)',
}
const PROGRAMS = {
  curl: 'curl/8.5.0',
  'fetch of Node': 'node',
  Python: 'python-requests/2.32.3',
  'a headless Chromium':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/153.0.0.0 Safari/537.36',
}

describe('a visitor', () => {
  it.each(Object.entries(PEOPLE))('is a person: %s', (_who, userAgent) => {
    expect(kindOf({ 'user-agent': userAgent })).toBe('person')
  })

  it.each(Object.entries(CRAWLERS))('is a bot, in development too: %s', (_who, userAgent) => {
    expect([kindOf({ 'user-agent': userAgent }), kindOf({ 'user-agent': userAgent }, false)]).toEqual(['bot', 'bot'])
  })

  it.each(Object.entries(PROGRAMS))('is a bot in production and a developer in development: %s', (_who, userAgent) => {
    expect([kindOf({ 'user-agent': userAgent }), kindOf({ 'user-agent': userAgent }, false)]).toEqual(['bot', 'person'])
  })

  it('is a bot where Cloudflare has recognised it, whatever it calls itself', () => {
    const headers = { 'user-agent': PEOPLE.Firefox }
    expect(kindOf(headers, true, { botManagement: { verifiedBot: true, score: 1 } })).toBe('bot')
    expect(kindOf(headers, true, { botManagement: { verifiedBot: false, score: 99 } })).toBe('person')
  })

  it.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['sec-purpose', 'prefetch;anonymous-client-ip'],
    ['purpose', 'prefetch'],
    ['x-moz', 'prefetch'],
  ])('is a page fetched ahead where a browser says %s: %s', (name, value) => {
    expect(kindOf({ 'user-agent': PEOPLE.Firefox, [name]: value })).toBe('prefetch')
  })

  it('is a person where the header says something else', () => {
    expect(kindOf({ 'user-agent': PEOPLE.Firefox, 'sec-purpose': 'prefetched-before', purpose: '' })).toBe('person')
  })
})
