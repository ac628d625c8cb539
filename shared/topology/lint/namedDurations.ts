// Every duration of a drawing, with its name for sentences.

import { unreachable } from '../../lib/assert.ts'
import { entriesById } from '../../lib/entries.ts'
import type { Step } from '../../lib/json.ts'
import type { Arrivals } from '../arrivals.ts'
import type { Breakdowns } from '../breakdowns.ts'
import { quoted } from '../describe.ts'
import type { DurationDistribution } from '../durations.ts'
import type { Topology } from '../topology.ts'
import { handlerWords, named } from './words.ts'

interface NamedDuration {
  readonly serviceId: string
  readonly path: readonly Step[]
  /** "the service time of the handler 'place' of 'Orders'" */
  readonly words: string
  readonly duration: DurationDistribution
}

export function namedDurations(topology: Topology): readonly NamedDuration[] {
  return entriesById(topology.services).flatMap(([serviceId, service]) => {
    const path = ['services', serviceId]
    return [
      ...ofBreakdowns(service.breakdowns, named(topology, serviceId)),
      ...entriesById(service.handlers).map(([id, { serviceTime }]) => ({
        path: ['handlers', id, 'serviceTime'],
        words: `the service time of ${handlerWords(topology, serviceId, id)}`,
        duration: serviceTime,
      })),
      ...entriesById(service.sources).flatMap(([id, { arrivals }]) =>
        ofArrivals(arrivals).map(({ key, noun, duration }) => ({
          path: ['sources', id, 'arrivals', key],
          words: `${noun} of the source ${quoted(id)} of ${named(topology, serviceId)}`,
          duration,
        })),
      ),
    ].flatMap((found) => withParts({ ...found, serviceId, path: [...path, ...found.path] }))
  })
}

function ofBreakdowns(breakdowns: Breakdowns | undefined, service: string) {
  if (!breakdowns) return []
  const { upTime, repairTime } = breakdowns
  return [
    {
      path: ['breakdowns', 'upTime'],
      words: `the time between breakdowns of ${service}`,
      duration: upTime,
    },
    {
      path: ['breakdowns', 'repairTime'],
      words: `the repair time of ${service}`,
      duration: repairTime,
    },
  ]
}

function ofArrivals(arrivals: Arrivals) {
  switch (arrivals.kind) {
    case 'constant':
    case 'poisson':
    case 'profile':
    case 'recorded':
    case 'recordedGaps':
      return []
    case 'renewal':
      return [{ key: 'gap', noun: 'the gap between arrivals', duration: arrivals.gap }]
    case 'closedLoop':
      return [{ key: 'thinkTime', noun: 'the think time', duration: arrivals.thinkTime }]
    case 'bursts':
      return [
        { key: 'onTime', noun: 'the length of a burst', duration: arrivals.onTime },
        { key: 'offTime', noun: 'the pause after a burst', duration: arrivals.offTime },
      ]
    default:
      return unreachable(arrivals)
  }
}

/** A duration, and what it is mixed from. */
function withParts(whole: NamedDuration): readonly NamedDuration[] {
  const { duration, path, words } = whole
  if (duration.kind !== 'mixture') return [whole]
  const parts = duration.parts.map((part, index) => ({
    ...whole,
    path: [...path, 'parts', index, 'duration'],
    words: `part ${index + 1} of ${words}`,
    duration: part.duration,
  }))
  return [whole, ...parts]
}
