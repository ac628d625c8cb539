import { JOURNAL_KINDS, type JournalRow } from '../lib/journal.ts'
import type { Subscription } from './channels.ts'

/** Whether a group of Kafka's reads on behind a record: nobody has tried it and given it up. */
export function isSkipped(
  { kind, attempt }: Pick<JournalRow, 'kind' | 'attempt'>,
  reader: Subscription | undefined,
): boolean {
  return JOURNAL_KINDS[kind] === 'dropped' && attempt === 0 && reader?.kind === 'kafkaConsumer'
}
