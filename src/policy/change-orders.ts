/** Sentences about how orders are counted, and about who else may send. */
import { changed, code, codes, type Say } from './change-sentences.ts'
import type { Words } from './document.ts'
import { SOURCE_NAMES } from './source-names.ts'
import type { CompiledOrders } from './types.ts'

export const ORDER_SETTINGS: Readonly<Record<string, Say>> = {
  orders: ({ change }) =>
    change.after === undefined
      ? { en: 'The ledger of orders is no longer kept.', fr: 'Le registre des commandes n’est plus tenu.' }
      : newLedger(change.after as CompiledOrders),
  'orders.money': changed('The side of the money that a sale is valued on', 'Le côté du montant retenu pour une vente'),
  'orders.tax': changed('Whether the value of a sale holds the tax', 'La taxe dans le montant d’une vente'),
  'orders.shipping': changed('Whether the value of a sale holds the shipping', 'Le port dans le montant d’une vente'),
  'orders.purchaseWhen': ({ change }) =>
    change.after === 'created'
      ? {
          en: 'An order counts as a sale as soon as it is placed from now on, paid or not.',
          fr: 'Une commande compte désormais comme vente dès qu’elle est passée, payée ou non.',
        }
      : {
          en: 'An order counts as a sale only once it has been paid from now on.',
          fr: 'Une commande ne compte désormais comme vente qu’une fois payée.',
        },
  'orders.itemId': changed('Which of the shop’s ids names an item', 'L’identifiant qui désigne un article'),
  'orders.excluded': kept('orders of the kind', 'les commandes du genre'),
  'orders.excludedTags': kept('orders with the tag', 'les commandes portant l’étiquette'),
  'orders.renewalSources': kept('renewals marked', 'les renouvellements marqués'),
  'orders.settleSeconds': changed(
    'For how many seconds a sale waits, encrypted, for its other copies',
    'Le nombre de secondes pendant lesquelles une vente attend, chiffrée, ses autres copies',
  ),
  'orders.timeZone': changed(
    'Where a day of the shop begins in the figures',
    'Le fuseau des journées dans les chiffres',
  ),
  'orders.toleranceSeconds': changed(
    'How many seconds old a webhook’s signature may be',
    'L’âge admis de la signature d’un webhook, en secondes,',
  ),
  'orders.ledgerDays': changed(
    'For how many days the ledger keeps an order',
    'La durée pendant laquelle le registre garde une commande, en jours,',
  ),

  source: ({ change }) => {
    const name = nameOf(change.key)
    return change.after === undefined
      ? { en: `No longer taken: ${name.en}.`, fr: `N’est plus accepté : ${name.fr}.` }
      : {
          en: `A new source: ${name.en}${told(change.after, 'en')}. What it sends is judged like the rest: it reaches a recipient only where that is allowed and consented to.`,
          fr: `Nouvelle source : ${name.fr}${told(change.after, 'fr')}. Ce qu’elle envoie est examiné comme le reste : rien n’atteint un destinataire sans y être autorisé et consenti.`,
        }
  },
  'source.secrets': ofSource('secret that may sign', 'secret qui peut signer'),
  'source.adobeClients': ofSource(
    'client id for which Adobe I/O Events are taken',
    'identifiant client pour lequel Adobe I/O Events est accepté',
  ),
  'source.keys': ofSource('key that a caller may show', 'clé qu’un appelant peut présenter'),
  'source.measurementIds': ofSource('measurement id that is taken', 'ID de mesure accepté'),
  'source.ids': ofSource('pixel that is taken', 'pixel accepté'),
  'source.codes': ofSource('pixel that is taken', 'pixel accepté'),
  'source.shop': another('another shop', 'une autre boutique'),
  'source.url': another('another address of the shop', 'une autre adresse de la boutique'),
  'source.store': another('another store', 'une autre boutique'),
  'source.shopId': another('another shop', 'une autre boutique'),
  'source.shopCipher': another('another shop', 'une autre boutique'),
  'source.appKey': another('another app', 'une autre application'),
  'source.apiToken': api,
  'source.apiKey': api,
  'source.apiSecret': api,
  'source.webPixel': ({ change }) =>
    change.after === true
      ? {
          en: 'Pages of the shop may send Shopify’s web pixel events from now on.',
          fr: 'Les pages de la boutique peuvent désormais envoyer les événements du web pixel de Shopify.',
        }
      : {
          en: 'Shopify’s web pixel events are no longer taken.',
          fr: 'Les événements du web pixel de Shopify ne sont plus acceptés.',
        },
  'source.categories': another('what a consent category permits', 'ce qu’une catégorie de consentement permet'),
  'source.events': another('which event a name stands for', 'l’événement qu’un nom désigne'),
}

function newLedger(orders: CompiledOrders): Words {
  return {
    en: `From now on a ledger of orders is kept, each for ${orders.ledgerDays} days: numbers, times, amounts (\`${orders.money}\`), refunds; no name, no address, no product. Not counted as sales: ${codes(orders.excluded)}.`,
    fr: `Désormais un registre des commandes est tenu, chacune pendant ${orders.ledgerDays} jours : numéros, dates, montants (\`${orders.money}\`), remboursements ; ni nom, ni adresse, ni produit. Ne comptent pas comme ventes : ${codes(orders.excluded)}.`,
  }
}

/** All that is signed with it: whose, by which secrets, and what its words mean. */
function told(source: unknown, language: keyof Words): string {
  const settings = typeof source === 'object' && source !== null ? Object.entries(source) : []
  const parts = settings.map(([key, value]) =>
    language === 'fr' ? `${key} : ${codes(value)}` : `${key}: ${codes(value)}`,
  )
  return parts.length === 0 ? '' : ` (${parts.join(language === 'fr' ? ' ; ' : '; ')})`
}

/** What is taken out of the list counts from then on. */
function kept(en: string, fr: string): Say {
  return ({ change }) =>
    change.direction === 'widens'
      ? {
          en: `From now on ${en} ${codes(change.before)} count as sales.`,
          fr: `Désormais, ${fr} ${codes(change.before)} comptent comme ventes.`,
        }
      : {
          en: `From now on ${en} ${codes(change.after)} no longer count as sales.`,
          fr: `Désormais, ${fr} ${codes(change.after)} ne comptent plus comme ventes.`,
        }
}

function ofSource(en: string, fr: string): Say {
  return ({ change }) => {
    const name = nameOf(change.key)
    return change.after === undefined
      ? {
          en: `${name.en}: removed: ${en} ${codes(change.before)}.`,
          fr: `${name.fr}, retrait : ${fr} ${codes(change.before)}.`,
        }
      : {
          en: `${name.en}: added: ${en} ${codes(change.after)}.`,
          fr: `${name.fr}, ajout : ${fr} ${codes(change.after)}.`,
        }
  }
}

function another(en: string, fr: string): Say {
  return ({ change }) => {
    const name = nameOf(change.key)
    const [before, after] = [code(change.before), code(change.after)]
    return {
      en: `${name.en}: ${en}: ${after} instead of ${before}.`,
      fr: `${name.fr}, ${fr} : ${after} au lieu de ${before}.`,
    }
  }
}

function api({ change }: Parameters<Say>[0]): Words {
  const name = nameOf(change.key)
  if (change.after === undefined)
    return {
      en: `${name.en}: the gateway no longer reads orders from the shop’s API with ${code(change.before)}.`,
      fr: `${name.fr} : la passerelle ne lit plus les commandes par l’API de la boutique avec ${code(change.before)}.`,
    }
  return {
    en: `${name.en}: the gateway reads orders from the shop’s API with ${code(change.after)} from now on.`,
    fr: `${name.fr} : la passerelle lit désormais les commandes par l’API de la boutique avec ${code(change.after)}.`,
  }
}

/** `segment: Advertising`: the source, and which of its names. */
function nameOf(key = ''): Words {
  const [source = '', ...rest] = key.split(': ')
  const known: Readonly<Partial<Record<string, Words>>> = SOURCE_NAMES
  const name = (Object.hasOwn(known, source) ? known[source] : undefined) ?? { en: source, fr: source }
  const of = rest.length === 0 ? '' : ` (\`${rest.join(': ')}\`)`
  return { en: `${name.en}${of}`, fr: `${name.fr}${of}` }
}
