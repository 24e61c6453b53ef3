/** What the page calls its dataLayer: `data-datalayer` on the tag's element, or what Tag Manager's template was told. */
export function layerName(): string {
  const { tidegateSettings } = window
  const element = document.querySelector<HTMLElement>('script[data-datalayer]')
  return tidegateSettings?.['datalayer'] ?? element?.dataset['datalayer'] ?? 'dataLayer'
}
