/** Kinds of orders and ids of items as a lawyer reads them. */
import type { Words } from '../document.ts'
import type { CompiledOrders, OrderExclusion } from '../types.ts'

export const EXCLUSION_WORDS: Readonly<Record<OrderExclusion, Words>> = {
  test: { en: 'test orders', fr: 'les commandes d’essai' },
  pos: { en: 'sales at the till', fr: 'les ventes en caisse' },
  draft: { en: 'orders that the merchant entered by hand', fr: 'les commandes saisies par le marchand' },
  renewal: { en: 'renewals of subscriptions', fr: 'les renouvellements d’abonnement' },
  unpaid: { en: 'orders that are not paid', fr: 'les commandes non payées' },
}

export const ITEM_ID_WORDS: Readonly<Record<CompiledOrders['itemId'], Words>> = {
  sku: { en: 'its article number (SKU)', fr: 'sa référence (SKU)' },
  variant_id: { en: 'the shop’s id of its variant', fr: 'l’identifiant de sa variante dans la boutique' },
  product_id: { en: 'the shop’s id of the product', fr: 'l’identifiant du produit dans la boutique' },
}
