/** How many distinct journeys a cell must be made of before it is said. */

export const SMALL = 10

/** Of a breakdown that puts a place, a device and a creative together: three such facts describe one person sooner than two. */
export const SMALL_WHERE_THREE_MEET = 50

const MEETING = ['region', 'device', 'creative']

/** `dimensions`: the keys of the table's columns by which it is broken down. */
export function thresholdOf(dimensions: readonly string[]): number {
  return MEETING.every((dimension) => dimensions.includes(dimension)) ? SMALL_WHERE_THREE_MEET : SMALL
}
