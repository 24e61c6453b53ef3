/**
 * What the demo's sources sign with. Nothing is secret here: the names are those of policy/policy.yaml, and the values hold on
 * a laptop only (`npm start`).
 */

/** As Standard Webhooks write a secret: `whsec_` and base64. */
const STANDARD = 'whsec_dGlkZWdhdGUtZGVtby1zZWNyZXQtMzItYnl0ZXMhISE='

export const DEMO_SOURCE_SECRETS: Readonly<Record<string, string>> = {
  SHOPIFY_WEBHOOK_SECRET: 'demo-shopify-webhook-secret',
  SHOPIFY_API_TOKEN: 'demo-shopify-api-token',
  WOOCOMMERCE_WEBHOOK_SECRET: 'demo-woocommerce-webhook-secret',
  WOOCOMMERCE_API_KEY: 'demo-woocommerce-api-key',
  WOOCOMMERCE_API_SECRET: 'demo-woocommerce-api-secret',
  PRESTASHOP_WEBHOOK_SECRET: STANDARD,
  PRESTASHOP_API_KEY: 'demo-prestashop-api-key',
  MAGENTO_WEBHOOK_SECRET: STANDARD,
  BIGCOMMERCE_CLIENT_SECRET: 'demo-bigcommerce-client-secret',
  BIGCOMMERCE_API_TOKEN: 'demo-bigcommerce-api-token',
  STRIPE_WEBHOOK_SECRET: 'whsec_demo_stripe',
  ORDERS_WEBHOOK_SECRET: STANDARD,
  TIKTOK_SHOP_APP_SECRET: 'demo-tiktok-shop-app-secret',
  SEGMENT_WRITE_KEY: 'demo-segment-write-key',
  GA4_API_SECRET: 'demo-ga4-api-secret',
  ZARAZ_KEY: 'demo-zaraz-key',
}
