// Beside each topology stands its ledger: the revision, and the ids of the edits that the file holds.
// It is written before the file and names both contents, the coming one and the one before, by their
// hash. Whichever of the two a crash leaves on the disk, the ledger knows which edits are in it.

import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Edit ids that are remembered; a browser repeats an edit within seconds, not after a thousand others. */
export const EDIT_IDS_MAX = 1000

const ledgerSchema = z.strictObject({
  format: z.literal('millrace-ledger/1'),
  revision: z.int().min(1),
  /** Of the content that is being written, with all edits. */
  contentHash: z.string(),
  /** Of the content before it, which lacks the last edits. */
  previousHash: z.string(),
  editIds: z.array(z.string()).max(EDIT_IDS_MAX),
  lastEditIds: z.array(z.string()).max(EDIT_IDS_MAX),
})
export type Ledger = z.infer<typeof ledgerSchema>

export interface Standing {
  readonly revision: number
  readonly editIds: readonly string[]
}

export function contentHashOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

export function ledgerText(ledger: Omit<Ledger, 'format'>): string {
  return `${JSON.stringify({ format: 'millrace-ledger/1', ...ledger })}\n`
}

/** What a ledger says about a file whose content has this hash. */
export function standingOf(ledger: string | null, contentHash: string): Standing {
  const parsed = ledger === null ? null : parse(ledger)
  if (parsed === null) return { revision: 1, editIds: [] }
  const all = newestIds([...parsed.editIds, ...parsed.lastEditIds])
  if (parsed.contentHash === contentHash) return { revision: parsed.revision, editIds: all }
  // A revision number is never used twice, even if nobody could read the document that had it.
  const revision = parsed.revision + 1
  if (parsed.previousHash === contentHash) return { revision, editIds: parsed.editIds }
  return { revision, editIds: all }
}

export function newestIds(editIds: readonly string[]): string[] {
  return editIds.slice(-EDIT_IDS_MAX)
}

function parse(text: string): Ledger | null {
  try {
    return ledgerSchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
