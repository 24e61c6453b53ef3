/** Fields that arrive and go nowhere, or were stopped on the way. */
import { suggestField } from '../../event/suggest-field.ts'
import { UNPRINTABLE } from '../../privacy/guard.ts'
import { OTHER } from '../counts.ts'
import { countsBy, finding, grouped, mostOf, totalOf, type Finding, type Known } from '../finding.ts'

export function fieldFindings(known: Known): readonly Finding[] {
  return [...unknownFields(known), ...deniedFields(known), ...stoppedFields(known), ...unusableFields(known)]
}

function unknownFields({ counts }: Known): readonly Finding[] {
  const events = totalOf(counts.rows('arrived')).count
  return grouped(counts.rows('unknown_fields'), ({ a }) => a).map((group) => {
    const suggestion = group.key === OTHER || group.key === UNPRINTABLE ? undefined : suggestField(group.key)
    const subject = { field: group.key, ...(suggestion !== undefined && { suggestion }) }
    // Under that name stand several fields, of which one event may bring many.
    return finding('field_unknown', 'warning', subject, group, group.key === OTHER ? undefined : events)
  })
}

/** One finding for a field and a destination, with the events that brought it. */
function deniedFields({ counts }: Known): readonly Finding[] {
  const looked = countsBy(counts.rows('looked'))
  return grouped(counts.rows('denied'), ({ a, b }) => `${a} ${b}`).map((group) => {
    const events = group.rows.map(({ c }) => c)
    const [field = '', destination = ''] = group.key.split(' ')
    const of = events.reduce((sum, event) => sum + (looked.get(event) ?? 0), 0)
    return finding('field_not_in_policy', 'info', { field, destination, events: events.join(' ') }, group, of)
  })
}

function stoppedFields({ counts }: Known): readonly Finding[] {
  return grouped(counts.rows('stopped'), ({ a, b }) => `${a} ${b}`).map(({ key, rows }) => {
    const [field = '', kind = ''] = key.split(' ')
    return finding(
      'personal_data_stopped',
      'warning',
      { field, kind },
      mostOf(rows, ({ c }) => c),
    )
  })
}

function unusableFields({ counts }: Known): readonly Finding[] {
  return grouped(counts.rows('unusable'), ({ a, b }) => `${a} ${b}`).map(({ key, rows }) => {
    const [field = '', reason = ''] = key.split(' ')
    const severity = reason === 'empty' ? 'info' : 'warning'
    return finding(
      'identifier_unusable',
      severity,
      { field, reason },
      mostOf(rows, ({ c }) => c),
    )
  })
}
