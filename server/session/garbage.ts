// What a run took is given back when it is collected, and a thread at rest collects nothing: the budget of
// all runs would count one that is gone.

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

// It holds for all threads, and none may take it back from another.
setFlagsFromString('--expose-gc')
const collect: unknown = runInNewContext('globalThis.gc')

/** Takes a tenth of a second where a run has taken some hundred megabytes. */
export function collectGarbage(): void {
  if (typeof collect !== 'function') return
  // The first one ends what has been begun already, and keeps what was in use then.
  collect()
  collect()
}
