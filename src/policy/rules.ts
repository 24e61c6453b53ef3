/**
 * What one part of a policy says about another, and about what the mappings can do. Reads the raw value, so that it
 * finds what it can also in a file that the schema has already faulted: what has the wrong shape is passed over here.
 */
import { HINT, WRONG } from './error-words.ts'
import type { Sha256HexOf } from './digest.ts'
import type { PolicyError } from './errors.ts'
import { CANONICAL_FIELDS } from './fields.ts'
import { findingsOf, isEventName, say, sayOfKey, type Findings } from './findings.ts'
import type { KnownDestination } from './known.ts'
import { meantOrThereIs } from './nearest.ts'
import { entriesOf, get, stringsOf, textOf } from './raw.ts'
import { checkAnalysis } from './rules-analysis.ts'
import { checkBrowser } from './rules-browser.ts'
import { checkAllow, checkLine } from './rules-allow.ts'
import { checkApproval, checkCondition, checkEventPlan, checkRecipient } from './rules-document.ts'
import { checkTaken } from './rules-taken.ts'
import { checkClaimsOfSources, checkSources } from './rules-sources.ts'
import type { Path, PolicySource } from './source.ts'

export function ruleErrors(
  source: PolicySource,
  known: readonly KnownDestination[],
  sha256Hex: Sha256HexOf,
): PolicyError[] {
  const findings = findingsOf(source, known)
  checkApproval(findings, sha256Hex)
  checkFieldGroups(findings)
  checkGroupNames(findings)
  checkClaimedOnce(findings, 'hosts')
  checkClaimedOnce(findings, 'origins')
  checkClaimsOfSources(findings)
  for (const [siteId, site] of entriesOf(get(source.value, 'sites'))) checkSite(findings, ['sites', siteId], site)
  return findings.errors
}

function checkSite(findings: Findings, path: Path, site: unknown): void {
  checkEventPlan(findings, path, site)
  checkBrowser(findings, path, site)
  checkSources(findings, path, site)
  checkAnalysis(findings, path, site)
  for (const [id, destination] of entriesOf(get(site, 'destinations'))) {
    checkDestination(findings, [...path, 'destinations', id], id, destination, site)
  }
}

/** The file's own only: those of the library are right. */
function checkFieldGroups(findings: Findings): void {
  const mapped = [...findings.known.values()].flatMap((destination) => destination.fields)
  const vocabulary: ReadonlySet<string> = new Set([...CANONICAL_FIELDS, ...mapped])
  for (const [name, group] of entriesOf(get(findings.source.value, 'field_groups'))) {
    checkCondition(findings, ['field_groups', name, 'condition'], get(group, 'condition'))
    for (const [index, field] of stringsOf(get(group, 'fields')).entries()) {
      if (vocabulary.has(field)) continue
      const path = ['field_groups', name, 'fields', index]
      say(findings, path, WRONG.unknownField(field), meantOrThereIs(field, [...vocabulary]))
    }
  }
}

function checkGroupNames(findings: Findings): void {
  for (const name of findings.eventGroups.keys()) {
    if (!isEventName(name)) continue
    sayOfKey(findings, ['event_groups', name], WRONG.nameOfAnEvent(name), HINT.ownName)
  }
}

/** A request must belong to one site only: by the host it comes to and by the page it comes from. */
function checkClaimedOnce(findings: Findings, key: 'hosts' | 'origins'): void {
  const owner = new Map<string, string>()
  for (const [siteId, site] of entriesOf(get(findings.source.value, 'sites'))) {
    for (const [index, value] of stringsOf(get(site, key)).entries()) {
      const other = owner.get(value) ?? siteId
      if (other !== siteId) say(findings, ['sites', siteId, key, index], WRONG.ofAnotherSite(value, other))
      owner.set(value, other)
    }
  }
}

function checkDestination(findings: Findings, path: Path, id: string, destination: unknown, site: unknown): void {
  const known = findings.known.get(id)
  if (known === undefined) {
    sayOfKey(findings, path, WRONG.unknownDestination(id), meantOrThereIs(id, [...findings.known.keys()]))
    return
  }
  checkRecipient(findings, path, id, destination)
  checkPurposes(findings, path, known, destination)
  checkLimited(findings, path, known, destination)
  checkAllow(findings, path, known, destination, site)
  checkTaken(findings, path, known, destination, site)
}

function checkPurposes(findings: Findings, path: Path, known: KnownDestination, destination: unknown): void {
  const written = get(destination, 'purposes')
  // Absent or empty is the schema's error.
  if (!Array.isArray(written) || written.length === 0) return
  for (const purpose of known.purposes) {
    if (written.includes(purpose)) continue
    say(findings, [...path, 'purposes'], WRONG.purposeTakenAway(known.id, purpose), HINT.addPurpose(purpose))
  }
}

/** A limited send is what counsel has approved, group by group: neither the word nor the list stands alone. */
function checkLimited(findings: Findings, path: Path, known: KnownDestination, destination: unknown): void {
  const groups = get(destination, 'limited')
  const onOptOut = textOf(destination, 'on_opt_out')
  if (onOptOut === 'limited' && groups === undefined)
    say(findings, [...path, 'on_opt_out'], WRONG.limitedWithoutList, HINT.addLimited)
  if (onOptOut === 'drop' && groups !== undefined)
    sayOfKey(findings, [...path, 'limited'], WRONG.listWithoutLimited, HINT.takeOut)
  checkLine(findings, [...path, 'limited'], known, groups, stringsOf(get(destination, 'purposes')))
  // The list names fields that may still leave; on which conditions they do is said by the lines of `allow`, and by them alone.
  for (const [index, name] of stringsOf(groups).entries()) {
    if (findings.fieldGroups.get(name)?.hasCondition !== true) continue
    say(findings, [...path, 'limited', index], WRONG.limitedOnCondition(name), HINT.conditionInAllow)
  }
}
