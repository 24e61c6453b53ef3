/** The pages of test/e2e/bridges.test.ts: shops whose calls were written for pixels and for Tag Manager, and the tag. */
import { META_LIBRARY, metaSnippet, TIKTOK_SNIPPET, tiktokLibrary } from './pixels.ts'
import { shopPage } from './shop-pages.ts'

export const GRANTED = { ad_storage: 'granted', ad_user_data: 'granted', ad_personalization: 'granted' }

const script = (code: string): string => `<script>${code}</script>`
export const javascript = (body: string) => ({ body, headers: { 'content-type': 'text/javascript' } })

/** Each page is a shop as it was before Tidegate, and the tag. */
export function bridgePages(url: string) {
  const page = (modules: string, body: string, more = '') =>
    shopPage(url, { attributes: `data-modules="${modules}" data-page-views="off" ${more}`, body })
  const tiktok = `${TIKTOK_SNIPPET}${script("ttq.load('C4DEMO'); ttq.page(); ttq.track('Search', {})")}`
  const meta = metaSnippet({ library: true }) + script("fbq('init', '100'); fbq('track', 'PageView')")
  return {
    '/tiktok': shopPage(url, { attributes: 'data-modules="ttq"', body: tiktok }),
    '/tiktok-gone': page(
      'ttq',
      `${TIKTOK_SNIPPET}${script("ttq.track('Search', { query: 'savon' }); ttq.track('AddToCart', {})")}`,
    ),
    '/tiktok-bare': page('ttq', ''),
    '/meta': page('fbq', meta),
    '/meta-gone': page('fbq', metaSnippet({ library: false }) + script("fbq('consent', 'revoke'); fbq('init', '100')")),
    '/both': page('ttq fbq', tiktok + meta),
    '/all': page('ttq fbq datalayer', `${tiktok}${meta}${script('window.dataLayer = []')}`),
    '/gtm-renamed': shopPage(url, {
      attributes: 'data-datalayer="shopData" data-page-views="off"',
      body: script(
        `window.shopData = [['consent', 'update', ${JSON.stringify(GRANTED)}], { event: 'view_item', ecommerce: {} }]`,
      ),
    }),
    '/t.js': javascript(''),
    '/clicks-alone': page('clicks', script('window.dataLayer = []')).replace(
      '<script',
      '<script src="/t.js"></script><script',
    ),
    '/gtm': page('datalayer', script('window.shopData = []'), 'data-datalayer="shopData"'),
    '/gtm-injected': `<!doctype html><title>Shop</title><button data-tidegate-event="contact">Call</button>${script(
      `window.tidegateSettings = { env: 'staging', modules: 'clicks datalayer', pageViews: 'off' }
       document.head.append(Object.assign(document.createElement('script'), { src: '${url}/t.js' }))
       window.dataLayer = [['consent', 'update', ${JSON.stringify(GRANTED)}], { event: 'purchase', ecommerce: {} }]`,
    )}`,
    // The snippets stand below all that is slow, and nothing on the element says that they will come.
    '/late': shopPage(url, {
      attributes: 'data-page-views="off"',
      body: `<script src="/slow.js"></script>${TIKTOK_SNIPPET}${script(
        "ttq.track('Search', {}); window.dataLayer = [{ event: 'generate_lead' }]",
      )}`,
    }),
    '/meta-late': page('fbq', `<script src="/slow.js"></script>${meta}`),
    '/layer-named': shopPage(url, {
      attributes: 'data-page-views="off" data-datalayer="shopData"',
      body: script("window.shopData = [{ event: 'generate_lead' }]"),
    }),
    '/slow.js': javascript(''),
    '/tiktok-library.js': javascript(tiktokLibrary({ inPlace: true })),
    '/meta-library.js': javascript(META_LIBRARY),
  }
}
