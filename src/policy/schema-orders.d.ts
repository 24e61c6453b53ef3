/** How a site counts its orders: one choice for the whole site, so that an order has the same value wherever it is heard of. */
import { z } from 'zod'
export declare const orders: z.ZodObject<
  {
    money: z.ZodDefault<
      z.ZodEnum<{
        presentment: 'presentment'
        shop: 'shop'
      }>
    >
    tax: z.ZodDefault<
      z.ZodEnum<{
        excluded: 'excluded'
        included: 'included'
      }>
    >
    shipping: z.ZodDefault<
      z.ZodEnum<{
        excluded: 'excluded'
        included: 'included'
      }>
    >
    purchase_when: z.ZodDefault<
      z.ZodEnum<{
        created: 'created'
        paid: 'paid'
      }>
    >
    item_id: z.ZodDefault<
      z.ZodEnum<{
        product_id: 'product_id'
        sku: 'sku'
        variant_id: 'variant_id'
      }>
    >
    excluded: z.ZodExactOptional<
      z.ZodArray<
        z.ZodEnum<{
          draft: 'draft'
          pos: 'pos'
          renewal: 'renewal'
          test: 'test'
          unpaid: 'unpaid'
        }>
      >
    >
    excluded_tags: z.ZodDefault<z.ZodArray<z.ZodString>>
    renewal_sources: z.ZodDefault<z.ZodArray<z.ZodString>>
    settle_seconds: z.ZodDefault<z.ZodInt>
    time_zone: z.ZodString
    tolerance_seconds: z.ZodDefault<z.ZodInt>
    ledger_days: z.ZodDefault<z.ZodInt>
  },
  z.core.$strict
>
export type OrdersFile = z.infer<typeof orders>
