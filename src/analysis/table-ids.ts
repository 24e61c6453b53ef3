/** Every table that the record can be asked for. Its id is the path of the API, the name of its CSV, of its Parquet file and in SQL. */
export const TABLE_IDS = [
  'business_summary',
  'business_by_source',
  'claims_beside',
  'credit_by_source',
  'credit_by_kind',
  'credit_by_campaign',
  'credit_by_creative',
  'credit_by_link',
  'credit_by_day',
  'orders',
  'paths',
  'creative_cards',
  'funnel_by_creative',
  'landing_pages',
  'time_to_order',
  'live_study',
  'sequences',
  'media_days',
  'verification',
  'lift_tests',
  'orders_by_region_day',
  'coverage',
] as const
export type TableId = (typeof TABLE_IDS)[number]

export function isTableId(text: string): text is TableId {
  return (TABLE_IDS as readonly string[]).includes(text)
}
