// Values that are right by themselves but not beside each other.

import { entriesById } from '../../lib/entries.ts'
import { grouped } from '../../lib/grouped.ts'
import type { Step } from '../../lib/json.ts'
import { exactDuration } from '../../lib/units.ts'
import { quoted } from '../describe.ts'
import { setField } from '../edits.ts'
import type { Examined } from './examined.ts'
import type { LintProblem } from './problem.ts'
import { named } from './words.ts'

export function profileOrder({ topology }: Examined): readonly LintProblem[] {
  return entriesById(topology.services).flatMap(([serviceId, { sources }]) =>
    entriesById(sources).flatMap(([sourceId, { arrivals }]) => {
      if (arrivals.kind !== 'profile') return []
      const { points } = arrivals
      const index = points.findIndex(({ atMs }, n) => n > 0 && atMs <= (points[n - 1]?.atMs ?? 0))
      const [early, late] = [points[index - 1], points[index]]
      if (!early || !late) return []
      const path: Step[] = ['services', serviceId, 'sources', sourceId, 'arrivals', 'points']
      const label = 'Put the points in order'
      const sorted = points.toSorted((a, b) => a.atMs - b.atMs)
      const isFixable = sorted.every(({ atMs }, n) => n === 0 || atMs > (sorted[n - 1]?.atMs ?? 0))
      return [
        {
          severity: 'error',
          code: 'profile-order',
          message: `The profile of the source ${quoted(sourceId)} of ${named(topology, serviceId)} goes from ${exactDuration(early.atMs)} to ${exactDuration(late.atMs)}. Each point comes later than the one before.`,
          elementIds: [serviceId],
          path: [...path, index],
          ...(isFixable && { fix: { label, edit: setField(path, sorted, label) } }),
        } as const,
      ]
    }),
  )
}

/** Names that people and brokers tell things apart by. */
export function sharedNames({ topology }: Examined): readonly LintProblem[] {
  const nodes = [
    ...entriesById(topology.services).map(([id, { name }]) => ({ id, name, kind: 'service' })),
    ...entriesById(topology.channels).map(([id, { name, kind }]) => ({ id, name, kind })),
  ]
  return [...grouped(nodes, ({ kind, name }) => `${kind}\n${name}`).values()].flatMap((group) => {
    const [first, second] = group
    if (!first || !second) return []
    const noun = first.kind === 'service' ? 'services' : 'channels of one kind'
    return [
      {
        severity: 'warning',
        code: 'shared-name',
        message: `${group.length} ${noun} have the name ${quoted(first.name)}. Give each its own name.`,
        elementIds: group.map(({ id }) => id),
        path: [second.kind === 'service' ? 'services' : 'channels', second.id, 'name'],
      } as const,
    ]
  })
}
