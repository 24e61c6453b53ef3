/** Who else may send, how their orders are counted, and what the ledger of orders keeps: the parts of a site that bring sales. */
import { SOURCE_NAMES } from '../source-names.ts'
import type { CompiledOrders, CompiledSources } from '../types.ts'
import { code, heading, join, list, paragraph, strong, t, table, type Block, type Text } from './blocks.ts'
import { LEDGER_WORDS, PARKED_DAYS } from './kept-words.ts'
import { capital, days, type Language } from './language.ts'
import type { SiteReading } from './leaving.ts'
import { EXCLUSION_WORDS, ITEM_ID_WORDS } from './order-words.ts'

export function ordersSection({ language, site }: SiteReading): Block[] {
  const fr = language === 'fr'
  const title = heading(3, fr ? 'Qui d’autre peut envoyer, et les commandes' : 'Who else may send, and the orders')
  const { orders, sources } = site
  if (orders === undefined)
    return [
      title,
      paragraph(
        fr
          ? t`Personne : seuls les pages du site et ses serveurs, munis d’un jeton, envoient des événements. Aucun registre des commandes n’est tenu.`
          : t`Nobody: only the site’s pages, and its servers with a token, send events. No ledger of orders is kept.`,
      ),
    ]
  return [
    title,
    ...sourceBlocks(language, sources ?? {}),
    paragraph(t`${strong(fr ? 'Comment une commande compte' : 'How an order counts')}`),
    list(countingItems(language, orders)),
    paragraph(t`${strong(fr ? 'Le registre des commandes' : 'The ledger of orders')}`),
    list(ledgerItems(language, orders)),
  ]
}

function sourceBlocks(language: Language, sources: CompiledSources): Block[] {
  const fr = language === 'fr'
  const ids = Object.keys(sources) as (keyof CompiledSources)[]
  if (ids.length === 0)
    return [
      paragraph(
        fr
          ? t`Outre les pages du site et ses serveurs, munis d’un jeton : personne.`
          : t`Beside the site’s pages and its servers with a token: nobody.`,
      ),
    ]
  return [
    paragraph(
      fr
        ? t`Outre les pages du site et ses serveurs, munis d’un jeton. Ce qu’ils envoient passe par les mêmes règles : rien n’en sort vers un destinataire sans y être autorisé ci-dessus et sans que la personne le permette. Une commande annoncée par une boutique ne vaut pas consentement, une inscription à une lettre non plus : la réponse est celle donnée dans le navigateur, ou écrite dans la commande lors de l’achat ; sans réponse, tout est traité comme un silence.`
        : t`Beside the site’s pages and its servers with a token. What they send goes through the same rules: none of it leaves for a recipient unless that is allowed above and the person permits it. An order reported by a shop is no consent, nor is signing up for a newsletter: the answer is the one given in the browser, or written into the order at checkout; without an answer, all is treated as silence.`,
    ),
    table({
      caption: fr ? 'Autres sources' : 'Other sources',
      head: fr
        ? [t`Source`, t`À quoi elle se reconnaît`, t`Ce qu’elle peut encore`]
        : [t`Source`, t`How it is told from others`, t`What else it may do`],
      rows: ids.map((id) => [
        t`${capital(SOURCE_NAMES[id][language])}`,
        proof(language, id, sources),
        more(language, id, sources),
      ]),
      shape: 'cards',
    }),
  ]
}

function proof(language: Language, id: keyof CompiledSources, sources: CompiledSources): Text {
  const fr = language === 'fr'
  const source = { ...sources[id] }
  if (id === 'magento') return magentoProof(fr, sources)
  if ('secrets' in source && Array.isArray(source.secrets))
    return fr
      ? t`Une signature faite avec ${codes(source.secrets)}${ofShop(fr, id, sources)}`
      : t`A signature made with ${codes(source.secrets)}${ofShop(fr, id, sources)}`
  if (id === 'ga4') return ga4Proof(fr, sources)
  if ('keys' in source && Array.isArray(source.keys))
    return fr ? t`La clé gardée sous ${codes(source.keys)}` : t`The key kept under ${codes(source.keys)}`
  const ids = sources.meta_pixel !== undefined && id === 'meta_pixel' ? sources.meta_pixel.ids : undefined
  const codesOf = id === 'tiktok_pixel' ? sources.tiktok_pixel?.codes : undefined
  const known = ids ?? codesOf
  const page = fr ? 'Une page du site' : 'A page of the site'
  if (known === undefined) return t`${page}`
  return idProof(fr, fr ? t`Le pixel ${codes(known)}` : t`The pixel ${codes(known)}`)
}

function magentoProof(fr: boolean, { magento }: CompiledSources): Text {
  const { secrets = [], adobeClients = [] } = magento ?? {}
  const module = fr ? t`Une signature faite avec ${codes(secrets)}` : t`A signature made with ${codes(secrets)}`
  const adobe = fr
    ? t`Une signature d’Adobe, pour l’identifiant client gardé sous ${codes(adobeClients)}`
    : t`A signature of Adobe, for the client id kept under ${codes(adobeClients)}`
  const ways = [...(secrets.length > 0 ? [module] : []), ...(adobeClients.length > 0 ? [adobe] : [])]
  return join(ways, fr ? ' ; ou ' : '; or ')
}

function ga4Proof(fr: boolean, { ga4 }: CompiledSources): Text {
  const ids = codes(ga4?.measurementIds ?? [])
  const keys = ga4?.keys ?? []
  const proof = idProof(fr, fr ? t`L’ID ${ids}` : t`The id ${ids}`)
  if (keys.length === 0) return proof
  return fr
    ? t`${proof} ; pour un serveur, l’ID et la clé gardée sous ${codes(keys)}`
    : t`${proof}; of a server, the id and the key kept under ${codes(keys)}`
}

/** A page's origin is looked at where one is named; programs and pictures name none, and the id alone lets them in. */
function idProof(fr: boolean, id: Text): Text {
  return fr
    ? t`${id}, que chacun peut lire, et aucune page d’un autre site`
    : t`${id}, which anybody can read, and no page of another site`
}

/** The one shop that it may speak for: where its requests say which, and others are put aside. */
function ofShop(fr: boolean, id: keyof CompiledSources, sources: CompiledSources): Text {
  const shop = {
    shopify: sources.shopify?.shop,
    bigcommerce: sources.bigcommerce?.store,
    tiktok_shop: sources.tiktok_shop?.shopId,
  }
  const name = id in shop ? shop[id as keyof typeof shop] : undefined
  if (name === undefined) return []
  return fr ? t`, pour la seule boutique ${code(name)}` : t`, for the shop ${code(name)} alone`
}

function more(language: Language, id: keyof CompiledSources, sources: CompiledSources): Text {
  const fr = language === 'fr'
  const apiSecret = {
    shopify: sources.shopify?.apiToken,
    woocommerce: sources.woocommerce?.apiKey,
    prestashop: sources.prestashop?.apiKey,
    bigcommerce: sources.bigcommerce?.apiToken,
    stripe: sources.stripe?.apiKey,
    tiktok_shop: sources.tiktok_shop?.apiToken,
  }
  const key = id in apiSecret ? apiSecret[id as keyof typeof apiSecret] : undefined
  const parts: Text[] = [
    ...(key === undefined
      ? []
      : [
          fr
            ? t`la passerelle relit les commandes par l’API de la boutique (${code(key)})`
            : t`the gateway reads orders again from the shop’s API (${code(key)})`,
        ]),
    ...(id === 'shopify' && sources.shopify?.webPixel === true
      ? [
          fr
            ? t`les pages de la boutique envoient les événements de son web pixel`
            : t`the shop’s pages send the events of its web pixel`,
        ]
      : []),
    ...(id === 'tiktok_shop'
      ? [
          fr
            ? t`ses commandes vont au registre seulement : elles ne sont transmises à personne`
            : t`its orders go to the ledger only: they are sent to nobody`,
        ]
      : []),
    ...categories(fr, id === 'segment' ? sources.segment : undefined),
    ...namedEvents(fr, id === 'zaraz' ? sources.zaraz : undefined),
  ]
  return parts.length === 0 ? t`–` : join(parts, fr ? ' ; ' : '; ')
}

function categories(fr: boolean, segment: CompiledSources['segment']): Text[] {
  return Object.entries(segment?.categories ?? {}).map(([category, purposes]) =>
    fr
      ? t`sa catégorie de consentement « ${category} » vaut réponse pour ${codes(purposes)}`
      : t`its consent category “${category}” is an answer for ${codes(purposes)}`,
  )
}

function namedEvents(fr: boolean, zaraz: CompiledSources['zaraz']): Text[] {
  return Object.entries(zaraz?.events ?? {}).map(([name, event]) =>
    fr ? t`son événement « ${name} » vaut ${code(event)}` : t`its event “${name}” is ${code(event)}`,
  )
}

function countingItems(language: Language, orders: CompiledOrders): Text[] {
  const fr = language === 'fr'
  const kinds = orders.excluded.map((kind) => EXCLUSION_WORDS[kind][language]).join(', ')
  return [
    fr
      ? t`Montant d’une vente : ${orders.money === 'presentment' ? 'celui que l’acheteur a vu et payé, dans sa devise' : 'celui des comptes de la boutique, dans sa devise à elle'} ; taxes ${orders.tax === 'included' ? 'comprises' : 'non comprises'}, port ${orders.shipping === 'included' ? 'compris' : 'non compris'}. C’est le total de la commande, jamais une somme d’articles.`
      : t`Value of a sale: ${orders.money === 'presentment' ? 'what the buyer saw and paid, in the buyer’s currency' : 'what the shop keeps its books in, in its own currency'}; ${orders.tax === 'included' ? 'with' : 'without'} tax, ${orders.shipping === 'included' ? 'with' : 'without'} shipping. It is the order’s total, never a sum of items.`,
    orders.purchaseWhen === 'paid'
      ? fr
        ? t`Une commande est une vente une fois payée. Un remboursement, une modification, une annulation sont des événements à part : la vente n’est jamais réécrite.`
        : t`An order is a sale once it has been paid. A refund, an edit, a cancellation is an event of its own: the sale is never written anew.`
      : fr
        ? t`Une commande est une vente dès qu’elle est passée, ${strong('payée ou non')}. Un remboursement, une modification, une annulation sont des événements à part : la vente n’est jamais réécrite.`
        : t`An order is a sale as soon as it is placed, ${strong('paid or not')}. A refund, an edit, a cancellation is an event of its own: the sale is never written anew.`,
    fr
      ? t`Ne sont des ventes pour aucun destinataire : ${kinds}. Ces commandes restent au registre, avec la raison.`
      : t`No sale for any recipient: ${kinds}. These orders stay in the ledger, with the reason.`,
    ...(orders.excludedTags.length === 0
      ? []
      : [
          fr
            ? t`Ni les commandes qui portent l’étiquette ${codes(orders.excludedTags)}.`
            : t`Nor are orders with the tag ${codes(orders.excludedTags)}.`,
        ]),
    ...(orders.renewalSources.length === 0
      ? []
      : [
          fr
            ? t`Sont des renouvellements d’abonnement les commandes que la boutique marque ${codes(orders.renewalSources)}.`
            : t`Orders that the shop marks ${codes(orders.renewalSources)} are renewals of a subscription.`,
        ]),
    fr
      ? t`Un article est désigné par ${ITEM_ID_WORDS[orders.itemId].fr}.`
      : t`An item is named by ${ITEM_ID_WORDS[orders.itemId].en}.`,
    orders.settleSeconds === 0
      ? fr
        ? t`La première copie d’une vente (page, serveur ou boutique) n’attend pas les autres.`
        : t`The first copy of a sale (page, server or shop) does not wait for the others.`
      : fr
        ? t`La première copie d’une vente attend ${orders.settleSeconds} s au plus, entière et chiffrée, qu’une autre (page, serveur ou boutique) la complète.`
        : t`The first copy of a sale waits ${orders.settleSeconds} s at most, whole and encrypted, for another (page, server or shop) to complete it.`,
  ]
}

function ledgerItems(language: Language, orders: CompiledOrders): Text[] {
  return language === 'fr'
    ? [
        t`Ce qu’il contient : ${LEDGER_WORDS.fr}.`,
        t`Durée : ${days('fr', orders.ledgerDays)} par commande. Il ne sort vers aucun destinataire ; il sert à dire, pour chaque commande, ce qu’elle est devenue.`,
        t`Ce que les plateformes déclarent avoir reçu, si quelqu’un l’y fait entrer : les numéros et les montants de leurs événements, aussi longtemps que les commandes.`,
        t`Une journée commence à minuit, heure de ${code(orders.timeZone)}.`,
        t`Une annonce authentique mais inutilisable est gardée entière et chiffrée jusqu’à ce qu’elle ait pu servir, ${days('fr', PARKED_DAYS)} au plus ; d’une annonce qui n’a pas fait ses preuves, rien n’est gardé qu’un hachage à clé du numéro de commande.`,
      ]
    : [
        t`What it holds: ${LEDGER_WORDS.en}.`,
        t`How long: ${days('en', orders.ledgerDays)} for each order. It leaves for no recipient; it is there to say of each order what became of it.`,
        t`What platforms say that they received, where somebody brings it in: numbers and amounts of their events, as long as the orders.`,
        t`A day begins at midnight in ${code(orders.timeZone)}.`,
        t`A report that is authentic and cannot be used is kept whole and encrypted until it could be used, ${days('en', PARKED_DAYS)} at most; of one that could not prove itself nothing is kept but a keyed hash of the order’s number.`,
      ]
}

function codes(texts: readonly string[]): Text {
  return join(
    texts.map((text) => t`${code(text)}`),
    ', ',
  )
}
