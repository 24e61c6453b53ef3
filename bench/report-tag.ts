/** The tag's part of the report. */
import { TAG_MAX_GZIP_BYTES } from '../scripts/browser-files.ts'
import { SLOWED, type TagCost } from './browser.ts'
import { table, verdict, whole } from './format.ts'

const OWN_LIMIT_MS = 5

export function tagPart({ sizes, runs, ownMs, taskMs, floorMs }: TagCost): string[] {
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
    table(
      ['ms', 'median', 'longest', 'target'],
      [
        [
          'own',
          ownMs.median.toFixed(1),
          ownMs.worst.toFixed(1),
          verdict(`≤ ${OWN_LIMIT_MS} (median)`, ownMs.median <= OWN_LIMIT_MS),
        ],
        ['own, of a script with one `fetch` alone', floorMs.median.toFixed(1), floorMs.worst.toFixed(1), ''],
        ['whole task', taskMs.median.toFixed(1), taskMs.worst.toFixed(1), ''],
      ],
    ),
  ]
}
