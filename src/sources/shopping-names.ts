/**
 * Segment's names of a shop's events, which RudderStack and Zaraz use as well. Sources: Segment, "Ecommerce Spec v2", with the old
 * names that its own libraries still read; Cloudflare, "Zaraz: E-commerce". Read 2026-11-22.
 */
import { amount, currency, id, items, longText, orderOf, quantity, take, text, total } from './parts.ts'
import type { Fields, Members } from './parts.ts'
import type { CompiledOrders } from '../policy/types.ts'

/** Folded: small letters, no blanks. Cart Viewed, Product Removed and the like are no events of ours. */
const NAMES: Readonly<Record<string, string>> = {
  productssearched: 'search',
  searchedproducts: 'search',
  productlistviewed: 'view_item_list',
  viewedproductlist: 'view_item_list',
  viewedproductcategory: 'view_item_list',
  productviewed: 'view_item',
  viewedproduct: 'view_item',
  productadded: 'add_to_cart',
  addedproduct: 'add_to_cart',
  productremoved: 'remove_from_cart',
  removedproduct: 'remove_from_cart',
  cartviewed: 'view_cart',
  viewedcart: 'view_cart',
  checkoutstarted: 'begin_checkout',
  startedcheckout: 'begin_checkout',
  paymentinfoentered: 'add_payment_info',
  ordercompleted: 'purchase',
  completedorder: 'purchase',
  orderrefunded: 'refund',
  refundedorder: 'refund',
  productaddedtowishlist: 'add_to_wishlist',
  signedup: 'sign_up',
  trialstarted: 'start_trial',
}

/** The name that the gateway would know it by; it may know none of it. */
export function shoppingName(name: string): string | undefined {
  const folded = foldName(name)
  return Object.hasOwn(NAMES, folded) ? NAMES[folded] : undefined
}

const BACK_OFFICE: Readonly<Record<string, 'updated' | 'cancelled'>> = {
  orderupdated: 'updated',
  updatedorder: 'updated',
  ordercancelled: 'cancelled',
  cancelledorder: 'cancelled',
}

/** Said of an order that was sold before: the ledger's business. */
export function backOfficeName(name: string): 'updated' | 'cancelled' | undefined {
  const folded = foldName(name)
  return Object.hasOwn(BACK_OFFICE, folded) ? BACK_OFFICE[folded] : undefined
}

function foldName(name: string): string {
  return name
    .slice(0, 64)
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '')
}

const ITEM: Fields = {
  name: ['name', longText],
  brand: ['brand', text],
  category: ['category', longText],
  variant: ['variant', text],
  quantity: ['quantity', quantity],
  price: ['price', amount],
}

/** By the id that the policy names, and by what there is where it is missing. */
const ITEM_IDS: Readonly<Record<CompiledOrders['itemId'], string>> = {
  sku: 'sku product_id',
  product_id: 'product_id sku',
  variant_id: 'variant_id sku product_id',
}

/** `total` has tax and shipping in it, `revenue` has not: taken where it is all there is, and reconciliation shows the difference. */
const ORDER: Fields = {
  id: ['order_id', id],
  value: ['total revenue value', total],
  tax: ['tax', amount],
  shipping: ['shipping', amount],
  currency: ['currency', currency],
  coupon: ['coupon', text],
}

export function shoppingOrder(properties: Members, { itemId }: CompiledOrders): Members | undefined {
  const item: Fields = { id: [ITEM_IDS[itemId], id], ...ITEM }
  const products = items(properties['products'], item) ?? items([properties], item)
  return orderOf(take(properties, ORDER), products)
}
