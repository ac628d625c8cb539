// The moments of a run that somebody may want to go to, in the order of their time.

import type { RunState } from '#shared/protocol/protocol.ts'
import type { FrameGap } from '../store/live/frameGaps.ts'
import type { Band } from './timeline.ts'

export interface Marker {
  readonly atNs: number
  readonly kind: 'breakpoint' | 'bound' | 'fault' | 'change' | 'gap'
  /** What happened, without a full stop. */
  readonly text: string
}

interface Besides {
  /** Of which no command tells. */
  readonly breakdowns: readonly Band[]
  readonly gaps: readonly FrameGap[]
}

export function markersOf(run: RunState, { breakdowns, gaps }: Besides): readonly Marker[] {
  const markers: Marker[] = [
    ...run.hits.map(({ atNs, text }): Marker => ({ atNs, kind: 'breakpoint', text })),
    ...run.bounds.map(({ atNs, text }): Marker => ({ atNs, kind: 'bound', text })),
    ...run.commands.map(({ atNs, kind, label }): Marker => {
      const isFault = kind === 'fault' || kind === 'recover'
      return { atNs, kind: isFault ? 'fault' : 'change', text: label }
    }),
    ...gaps.map(
      ({ toNs, frames }): Marker => ({
        atNs: toNs,
        kind: 'gap',
        text: `${frames} ${frames === 1 ? 'frame was' : 'frames were'} left out up to here: the page or the server could not keep up`,
      }),
    ),
    ...breakdowns.map(
      ({ fromNs, labels }): Marker => ({ atNs: fromNs, kind: 'fault', text: labels.join(', ') }),
    ),
  ]
  return markers.sort((a, b) => a.atNs - b.atNs)
}

/** The nearest one after this moment; null: there is none. */
export function markerAfter(markers: readonly Marker[], ns: number): Marker | null {
  return markers.find(({ atNs }) => atNs > ns) ?? null
}

export function markerBefore(markers: readonly Marker[], ns: number): Marker | null {
  return markers.findLast(({ atNs }) => atNs < ns) ?? null
}

/** What to say of a moment: of several markers there, the first three. */
export function textsNear(
  markers: readonly Marker[],
  { ns, withinNs }: { readonly ns: number; readonly withinNs: number },
): readonly string[] {
  const near = markers
    .filter(({ atNs }) => Math.abs(atNs - ns) <= withinNs)
    .sort((a, b) => Math.abs(a.atNs - ns) - Math.abs(b.atNs - ns))
  const texts = [...new Set(near.map(({ text }) => text))]
  if (texts.length <= TEXTS_MAX) return texts
  return [...texts.slice(0, TEXTS_MAX), `and ${texts.length - TEXTS_MAX} more`]
}

const TEXTS_MAX = 3
