/** `#diagnostics-page` is src/pages/diagnostics/ as one text, made by scripts/diagnostics-page.ts. */
declare const page: { readonly html: string }
export default page
