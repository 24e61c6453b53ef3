/** `#diagnostics-page` is src/pages/diagnostics/ as one text, made by scripts/diagnostics-page.ts; `#reconciliation-page` likewise. */
declare const page: { readonly html: string }
export default page
