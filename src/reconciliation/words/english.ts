import type { Words } from './words.ts'

export const ENGLISH: Words = {
  reasons: {
    test_order: {
      title: 'test order',
      means: 'The shop marks it as a test.',
      todo: 'Nothing: it is no sale.',
      shown: 'the order',
    },
    sample_or_replacement: {
      title: 'sample or replacement',
      means: 'A free sample, or a parcel sent again.',
      todo: 'Nothing: it is no sale.',
      shown: 'the order',
    },
    channel_marketplace: {
      title: 'sold on a marketplace',
      means: 'The marketplace knows of its own sale: sent again, it would count twice.',
      todo: 'Nothing. It stays in the books and out of the ads.',
      shown: 'the order',
    },
    channel_pos: {
      title: 'sold in the store',
      means: 'Sold over the counter; the site keeps these out.',
      todo: 'Nothing, unless sales in the store are to count: then take `pos` out of `excluded` in the policy.',
      shown: 'the order',
    },
    channel_draft: {
      title: 'entered by staff',
      means: 'An order by phone, a quote or an import; the site keeps these out.',
      todo: 'Nothing, unless they are to count: then take `draft` out of `excluded` in the policy.',
      shown: 'the order',
    },
    renewal: {
      title: 'renewal of a subscription',
      means: 'Not the first payment of a subscription: no ad led to it now.',
      todo: 'Nothing, unless renewals are to count: then take `renewal` out of `excluded` in the policy.',
      shown: 'the order',
    },
    excluded_by_site: {
      title: 'kept out by the site',
      means: 'A tag, a market or the origin of the order is on the site’s list of what does not count.',
      todo: 'If it should count, change that list in the policy.',
      shown: 'the policy',
    },
    awaiting_payment: {
      title: 'not paid yet',
      means: 'Transfer, cheque or direct debit has not arrived. No purchase is sent before it does.',
      todo: 'Wait for the payment, or chase it.',
      shown: 'the order',
    },
    cancelled_unpaid: {
      title: 'cancelled before payment',
      means: 'The payment failed or expired, or the order was cancelled first.',
      todo: 'Nothing: no money came in.',
      shown: 'the order',
    },
    outside_period: {
      title: 'outside these days',
      means: 'By the shop’s time zone it was sold before or after the days that are compared.',
      todo: 'Look at the days around it, and at the time zone of the list it comes from.',
      shown: 'the clock',
    },
    not_received: {
      title: 'never reached us',
      means: 'The back office has it; no page, server or webhook told the gateway of the paid order.',
      todo: 'Check the shop’s webhook and the tag on the thank-you page; send the order again from the shop.',
      shown: 'the import or the daily sweep',
    },
    refused_at_door: {
      title: 'turned away at the door',
      means: 'A copy came and was not believed: signature, key or address was wrong, or it was too large.',
      todo: 'Compare the webhook’s secret in the shop with that of the gateway, then have the shop send it again.',
      shown: 'the log of the door',
    },
    parked: {
      title: 'set aside',
      means: 'It really came from the shop, and could not be used as it was.',
      todo: 'Read why: tidegate parked list. Then: tidegate parked redrive.',
      shown: 'the list of what is set aside',
    },
    not_in_policy: {
      title: 'not approved',
      means: 'The signed policy does not let purchases go to this recipient.',
      todo: 'Have it approved in the policy, if it is wanted.',
      shown: 'the policy’s digest',
    },
    consent_unknown: {
      title: 'consent not known',
      means: 'No answer of the buyer was found, so nothing was sent.',
      todo: 'Let the checkout carry the answer (cart, checkout or visitor number), so that it can be joined.',
      shown: 'the receipt',
    },
    consent_denied: {
      title: 'consent refused',
      means: 'The buyer said no to ads.',
      todo: 'Nothing: it is their answer.',
      shown: 'the receipt',
    },
    consent_withdrawn: {
      title: 'consent withdrawn',
      means: 'The buyer took the yes back before the order was sent.',
      todo: 'Nothing: it is their answer.',
      shown: 'the receipt',
    },
    no_match_key: {
      title: 'nothing to recognise the buyer by',
      means: 'This recipient needs a click id, an e-mail or a phone number, and there was none that may be sent.',
      todo: 'Look at which keys the policy lets out, and whether click ids survive as far as the checkout.',
      shown: 'the receipt',
    },
    waiting: {
      title: 'still waiting',
      means: 'It is stored and will be sent; the recipient is slow, down, or its credentials are not accepted.',
      todo: 'Look again later. If it stays, look at the destination in /diagnostics.',
      shown: 'the outbox',
    },
    expired: {
      title: 'too old to be taken',
      means: 'When it came or could be sent, it was older than the recipient takes.',
      todo: 'Send orders as they happen; find out what held this one up.',
      shown: 'the receipt',
    },
    rejected: {
      title: 'refused by the recipient',
      means: 'The platform said no for good, or would have and was not asked; the code says why.',
      todo: 'Look the code up, mend the cause; what the platform itself refused: tidegate dead-letters redrive.',
      shown: 'the receipt',
    },
    undeliverable: {
      title: 'could not be delivered',
      means: 'All attempts were used up, or its time to be kept was over.',
      todo: 'Find out why the recipient was out of reach for so long.',
      shown: 'the receipt',
    },
    outcome_unknown: {
      title: 'sent, answer lost',
      means: 'It left, and whether it was taken nobody can say. It was not sent again.',
      todo: 'Look for the order in the platform’s own list.',
      shown: 'the receipt',
    },
    delivered_value_differs: {
      title: 'delivered, with another value',
      means: 'The platform has the order, with an amount that is not the shop’s.',
      todo: 'See below which side of the money it was.',
      shown: 'the receipt and the order',
    },
    delivered_then_refunded: {
      title: 'delivered, then refunded',
      means: 'The sale was counted; all or part of it was paid back later.',
      todo: 'Take it into account when you judge the campaign: platforms keep the sale.',
      shown: 'the ledger, with both dates',
    },
    delivered: {
      title: 'delivered',
      means: 'The same order with the same value.',
      todo: 'Nothing.',
      shown: 'the receipt',
    },
  },
  surpluses: {
    double_fire: {
      title: 'counted twice',
      means: 'The order has its event already; this is another one for the same order.',
      todo: 'Mend the cause that stands beside it.',
    },
    foreign_sender: {
      title: 'from another sender',
      means: 'The gateway never made this event: another app, the platform’s own channel, or an old tag sends too.',
      todo: 'In the platform’s events manager, look which integration sends purchases beside the gateway, and switch it off.',
    },
    cancelled_or_test: {
      title: 'of an order that is no sale',
      means: 'The order is a test, was cancelled, or was never paid; the platform counted it all the same.',
      todo: 'Send purchases when they are paid, and mark tests as tests.',
    },
    no_such_order: {
      title: 'without an order',
      means: 'No order of the back office belongs to it: a robot, a staging site, or a page that fires without a sale.',
      todo: 'Look at the page and the address it came from; import the orders first, if some are missing.',
    },
  },
  unknown: {
    title: 'cannot be told apart',
    means:
      'The platform gives only a number. So many more than we know of are in it; which ones they are it does not say.',
    todo: 'Import the platform’s list of single events, if it has one; look for other senders there.',
  },
  fires: {
    other_id_within_30_minutes: 'another id, within 30 minutes',
    reopened_later: 'another id, later: the page was opened again',
    same_id_after_48_hours: 'the same id, after more than 48 hours',
  },
  causes: {
    policy_counts_by_event_id: {
      title: 'the policy counts purchases by event id',
      means: 'Each copy of an order had an id of its own, so that each of them was let through.',
      todo: 'In the policy, write `unique: order.id` for purchase and have it approved; what it says today stands below.',
    },
    platform_pixel_beside_us: {
      title: 'the platform’s own pixel sends beside the gateway',
      means: 'An event came with an id that the gateway did not send, or not then.',
      todo: 'Take the platform’s pixel off the page, or let it use the order’s event id.',
    },
    server_and_browser_not_merged: {
      title: 'the server’s and the browser’s copy were not recognised as one order',
      means: 'Both went through the gateway, under names that it could not tie together.',
      todo: 'Send the same order id from both sides, or the order’s other names with it (`order.aliases`). Where the shop’s webhook brings the names and comes last, let sales wait for it (`settle_seconds`).',
    },
  },
  mended:
    'Nothing more: the policy of today says `unique: order.id` for purchase. Days after that change have none of these.',
  codes: {
    part_of_basket:
      'part of a basket that the page told whole: its value stands with the other part. Let the page send the number of each order',
  },
  differences: {
    currency_side: {
      title: 'the other currency',
      means: 'The amount is in the buyer’s currency instead of the shop’s, or the other way round.',
      todo: 'Send the side that the policy names under `orders.money`.',
    },
    tax_basis: {
      title: 'with or without tax',
      means: 'The tax is in one of the two amounts and not in the other.',
      todo: 'Send the value as the policy says under `orders.tax`.',
    },
    shipping_basis: {
      title: 'with or without shipping',
      means: 'Shipping is in one of the two amounts and not in the other.',
      todo: 'Send the value as the policy says under `orders.shipping`.',
    },
    discount: {
      title: 'before the discount',
      means: 'The discount was not taken off.',
      todo: 'Send the order’s total, never a sum of items.',
    },
    edited_later: {
      title: 'edited after the sale',
      means: 'The order was changed later; the platform keeps the amount of the sale.',
      todo: 'Nothing: a sale is not rewritten.',
    },
    rounding: {
      title: 'rounding',
      means: 'A few cents, or the cents were cut off.',
      todo: 'Send the order’s total as the shop has it.',
    },
    value_basis: {
      title: 'another amount',
      means: 'No side of this order’s money gives it; often a sum of items without tax and shipping.',
      todo: 'Compare one order with what the page sends, and send the order’s total.',
    },
  },
  credits: {
    attributed_elsewhere: {
      title: 'received, and not credited to its ads',
      means: 'The platform knows the sale and sees no ad of its own behind it.',
      todo: 'Nothing: this is no loss.',
    },
    view_or_modelled: {
      title: 'by a view, or estimated',
      means: 'The platform credits these to an ad that was seen, or estimates them.',
      todo: 'Read them apart from clicks.',
    },
    other_window: {
      title: 'in another window',
      means: 'Counted by another span between ad and sale, so on other days.',
      todo: 'Compare the same window only.',
    },
  },
}
