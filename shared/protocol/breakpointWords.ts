// A breakpoint in a sentence without its full stop.

import { ownValue } from '../lib/entries.ts'
import { formatCount, formatDuration } from '../lib/units.ts'
import { edgesOf } from '../topology/edges.ts'
import { nodeName } from '../topology/naming.ts'
import type { Topology } from '../topology/topology.ts'
import {
  type Breakpoint,
  type BreakpointCondition,
  type BreakpointPlace,
  momentOf,
} from './breakpoints.ts'

/** "order-placed fails at Payments, attempt 3 or later" */
export function breakpointWords(breakpoint: Breakpoint, topology: Topology): string {
  const { moments, place, eventTypeId, key, condition, every } = breakpoint
  const happens = listed(moments.map((moment) => momentOf(moment).label))
  const parts = [
    `${subjectOf(breakpoint, topology)} ${happens}${place ? ` at ${placeWords(place, topology)}` : ''}`,
    eventTypeId !== undefined && key !== undefined ? `with key ${key}` : null,
    condition ? conditionWords(condition) : null,
    every > 1 ? `every ${nth(every)} time` : null,
  ]
  return parts.filter((part) => part !== null).join(', ')
}

/** Null where the drawing has no such part any more. */
export function placeName(place: BreakpointPlace, topology: Topology): string | null {
  if (place.kind === 'node') {
    const { services, channels } = topology
    return (ownValue(services, place.id) ?? ownValue(channels, place.id))?.name ?? null
  }
  const edge = edgesOf(topology).find(({ id }) => id === place.id)
  return edge ? `${nodeName(topology, edge.fromId)} → ${nodeName(topology, edge.toId)}` : null
}

function subjectOf({ moments, eventTypeId, key }: Breakpoint, topology: Topology): string {
  if (eventTypeId !== undefined)
    return ownValue(topology.eventTypes, eventTypeId)?.name ?? `${eventTypeId} (removed)`
  if (key !== undefined) return `An event with key ${key}`
  return moments.some((moment) => momentOf(moment).ofEvent) ? 'An event' : 'Anything'
}

function placeWords(place: BreakpointPlace, topology: Topology): string {
  return placeName(place, topology) ?? 'a part that was removed'
}

function conditionWords(condition: BreakpointCondition): string {
  switch (condition.kind) {
    case 'attempt':
      return `attempt ${condition.atLeast} or later`
    case 'waiting':
      return `as soon as more than ${formatCount(condition.above)} wait there`
    case 'lag':
      return `as soon as its readers are more than ${formatCount(condition.above)} behind`
    case 'age':
      return `more than ${formatDuration(condition.aboveMs)} after it was published`
    case 'attribute':
      return `with ${condition.name} = ${condition.equals}`
    case 'payload':
      return `where ${condition.path} = ${condition.equals}`
  }
}

function listed(words: readonly string[]): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

function nth(count: number): string {
  const teen = count % 100 >= 11 && count % 100 <= 13
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][count % 10] ?? 'th')
  return `${count}${ending}`
}
