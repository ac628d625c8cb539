// When SNS tries again to pass a message on to SQS (or Lambda) after a server-side error: 100,015 retries
// over 23 days. The delays between the phases' ends are ours: AWS jitters them and does not say how.

import { type Duration, IMMEDIATELY, milliseconds } from '../engine/time.ts'

const IMMEDIATE_RETRIES = 3
const PRE_BACKOFF_RETRIES = 2
const POST_BACKOFF_RETRIES = 100_000

const PRE_BACKOFF = milliseconds(1000)
/** Ten retries whose delays grow by the same factor each, from one second to twenty. */
const BACKOFF = [1000, 1395, 1946, 2714, 3786, 5282, 7368, 10_278, 14_338, 20_000].map(milliseconds)
const POST_BACKOFF = milliseconds(20_000)

/** After so many failed attempts, how long until the next one; null: it is given up. */
export function retryDelay(failures: number): Duration | null {
  let retry = failures
  if (retry <= IMMEDIATE_RETRIES) return IMMEDIATELY
  retry -= IMMEDIATE_RETRIES
  if (retry <= PRE_BACKOFF_RETRIES) return PRE_BACKOFF
  retry -= PRE_BACKOFF_RETRIES
  if (retry <= BACKOFF.length) return BACKOFF[retry - 1] ?? POST_BACKOFF
  retry -= BACKOFF.length
  return retry <= POST_BACKOFF_RETRIES ? POST_BACKOFF : null
}
