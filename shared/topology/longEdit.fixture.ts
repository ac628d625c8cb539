// Edits that are long: notes full of signs of three bytes each.

import type { Edit } from './change.ts'

const NOTE_LENGTH = 4000

/** At least so many bytes. */
export function longEdit(bytes: number): Edit {
  const note = { text: '€'.repeat(NOTE_LENGTH), x: 0, y: 0, width: 200, height: 100 }
  const count = Math.ceil(bytes / (3 * NOTE_LENGTH))
  return {
    label: 'Add notes',
    changes: Array.from({ length: count }, (_, n) => ({
      path: ['layout', 'notes', `note-${n}`],
      value: note,
    })),
  }
}
