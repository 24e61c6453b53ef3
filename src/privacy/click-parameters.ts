/** Click ids by the parameter they ride on. Each is its platform's own: a destination's addresses carry no other's. */
export const CLICK_ID_PARAMETERS: ReadonlySet<string> = new Set(
  'ttclid fbclid gclid gbraid wbraid gad_source msclkid scclid epik rdt_cid li_fat_id twclid dclid irclickid awc'.split(
    ' ',
  ),
)
