// Key spaces whose changes go back in time.

import { exactDuration } from '../../lib/units.ts'
import { setField } from '../edits.ts'
import type { KeySpace } from '../keySpaces.ts'
import { type Publication, publicationsOf } from '../publications.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { publicationWords } from './words.ts'

export function keyPhaseOrder({ topology }: Examined): readonly LintProblem[] {
  return publicationsOf(topology).flatMap((publication): readonly LintProblem[] => {
    const [space, path] = keysOf(publication)
    const phases = space?.phases ?? []
    const index = phases.findIndex(
      ({ fromMs }, n) => n > 0 && fromMs <= (phases[n - 1]?.fromMs ?? 0),
    )
    const [early, late] = [phases[index - 1], phases[index]]
    if (!early || !late) return []
    const label = 'Put the changes in order'
    const sorted = phases.toSorted((a, b) => a.fromMs - b.fromMs)
    const isFixable = sorted.every(
      ({ fromMs }, n) => n === 0 || fromMs > (sorted[n - 1]?.fromMs ?? 0),
    )
    return [
      {
        severity: 'error',
        code: 'key-phase-order',
        message: `The keys of ${publicationWords(topology, publication)} change at ${exactDuration(early.fromMs)}, and then at ${exactDuration(late.fromMs)}. Each change comes later than the one before.`,
        elementIds: [publication.serviceId],
        path: [...path, 'phases', index],
        ...(isFixable && { fix: { label, edit: setField([...path, 'phases'], sorted, label) } }),
      },
    ]
  })
}

function keysOf({ publishes, path }: Publication) {
  if ('arrivals' in publishes) return [publishes.keys, [...path, 'keys']] as const
  const { key } = publishes
  const drawn: KeySpace | undefined = key.kind === 'draw' ? key.keys : undefined
  return [drawn, [...path, 'key', 'keys']] as const
}
