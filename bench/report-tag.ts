/** The tag's part of the report. */
import { TAG_MAX_GZIP_BYTES } from '../scripts/browser-files.ts'
import { SLOWED, type Cost, type TagCost } from './browser.ts'
import { table, verdict, whole } from './format.ts'

const OWN_LIMIT_MS = 5

export function tagPart({ sizes, runs, slowing, undisturbed, tag, alone, longest }: TagCost): string[] {
  return [
    '## The tag in a page',
    'Size of the built files, gzip level 9. A page loads `tag`, which loads `consent` and `more`; the others where their platform is on the page.',
    table(
      ['file', 'bytes', 'gzip bytes', 'target'],
      sizes.map(({ name, bytes, gzipBytes }) => [
        name,
        whole(bytes),
        whole(gzipBytes),
        name === 'tag' ? verdict(`≤ ${whole(TAG_MAX_GZIP_BYTES)}`, gzipBytes <= TAG_MAX_GZIP_BYTES) : '',
      ]),
    ),
    `Longest task of a page view in Chromium's headless shell, its processor slowed ${SLOWED} times (\`Emulation.setCPUThrottlingRate\`): a first visit loads the tag and its modules, gives evidence, reports a page view and a purchase, and is answered; ${runs} visits. From Chromium's trace of the main thread: "own" adds up compiling, evaluating and calling the gateway's scripts and all microtasks within one task; "whole task" is the longest task that any of it was in, with what the browser itself did there.`,
    `Asked for ${SLOWED} times, Chromium slowed arithmetic ${slowing.toFixed(1)} times. ${undisturbed ? 'The browser had the right of way before all other programs of the machine (`chrt --fifo`).' : 'The browser shared the machine with the gateway, the shop and whatever else ran: it may not take the right of way here.'} "On the processor" is the same by the thread's own processor time, slowed: where it is less, the page waited for another process, or something else had its turn; the target is held against the clock. "Unslowed" is the same visit at the machine's own speed; ${SLOWED} times that stands beside it, because Chromium's slowing takes more of such short tasks than of arithmetic, of the lone scripts below as of the tag. Beside the tag, pages whose only script does one thing that the tag cannot go without; what each of them takes is the browser's own.`,
    table(
      [
        'longest own work, ms',
        'median',
        'longest',
        'on the processor, median',
        'unslowed, median',
        `${SLOWED} × unslowed`,
        'whole task, median',
        'target',
      ],
      [
        ['the tag', ...figures(tag), verdict(`≤ ${OWN_LIMIT_MS} (median)`, tag.ownMs.median <= OWN_LIMIT_MS)],
        ['only `document.currentScript`', ...figures(alone.script), ''],
        ['only one `fetch`', ...figures(alone.fetch), ''],
      ],
    ),
    'What the longest task of the tag was, by visits:',
    table(
      ['in the task', 'visits'],
      Object.entries(longest)
        .toSorted(([, a], [, b]) => b - a)
        .map(([what, visits]) => [`\`${what}\``, whole(visits)]),
    ),
  ]
}

function figures({ ownMs, ownProcessorMs, taskMs, unslowedOwnMs }: Cost): readonly string[] {
  return [
    ownMs.median.toFixed(1),
    ownMs.worst.toFixed(1),
    ownProcessorMs.median.toFixed(1),
    unslowedOwnMs.median.toFixed(2),
    (SLOWED * unslowedOwnMs.median).toFixed(1),
    taskMs.median.toFixed(1),
  ]
}
