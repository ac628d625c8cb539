// The markers of the run on show, and going from one to the next.

import { createStore } from 'zustand/vanilla'
import { ownValue } from '#shared/lib/entries.ts'
import { formatClock } from '#shared/lib/units.ts'
import { designerStore } from '../store/designerStore.ts'
import { live } from '../store/live/liveStore.ts'
import { Breakdowns } from './breakdowns.ts'
import { virtualNowNs } from './Clock.tsx'
import { type Marker, markerAfter, markerBefore, markersOf } from './markers.ts'
import { type Band, faultBands } from './timeline.ts'
import { rewind } from './transport.ts'

const breakdowns = new Breakdowns()
let serialSeen = -1

/** What was gone to last, for screen readers. */
export const markerNews = createStore(() => ({ text: '' }))

/** Follows the run for as long as the timeline is there. Answers how to stop. */
export function followBreakdowns(): () => void {
  const stopFrames = live.subscribeFrames(takeRows)
  const stopStore = designerStore.subscribe(({ run, topologyId }, previous) => {
    if (topologyId !== previous.topologyId) breakdowns.cut(-1)
    else if (run !== previous.run && run) breakdowns.cut(run.recordedNs)
  })
  return () => {
    stopFrames()
    stopStore()
  }
}

export function currentMarkers(untilNs: number): readonly Marker[] {
  const { run } = designerStore.getState()
  if (!run) return []
  return markersOf(run, { breakdowns: breakdownBands(untilNs), gaps: live.gaps.list })
}

export function breakdownBands(untilNs: number): readonly Band[] {
  const { services } = designerStore.getState().topology
  return breakdowns.bands(untilNs, (id) => ownValue(services, id)?.name ?? id)
}

/** Faults and breakdowns that are on at this moment, in words. */
export function wrongAt(ns: number, untilNs: number): readonly string[] {
  const { run } = designerStore.getState()
  if (!run) return []
  const bands = [...faultBands(run, untilNs), ...breakdownBands(untilNs)]
  const around = bands.filter(({ fromNs, toNs }) => fromNs <= ns && ns <= toNs)
  return around.map(
    ({ labels, fromNs }) => `${[...new Set(labels)].join(', ')}, from ${formatClock(fromNs)}`,
  )
}

export async function goToMarker(direction: 'next' | 'previous'): Promise<void> {
  const untilNs = Math.max(virtualNowNs(), designerStore.getState().run?.recordedNs ?? 0)
  const markers = currentMarkers(untilNs).filter(
    // Nothing has happened there to the run itself.
    ({ atNs, kind }) => atNs <= untilNs && kind !== 'gap',
  )
  const nowNs = designerStore.getState().run?.nowNs ?? 0
  const from = Math.max(nowNs, virtualNowNs())
  const marker = direction === 'next' ? markerAfter(markers, from) : markerBefore(markers, from)
  if (!marker) {
    say(`There is no marker ${direction === 'next' ? 'after' : 'before'} ${formatClock(from)}.`)
    return
  }
  await rewind(marker.atNs / 1e6)
  say(`${formatClock(marker.atNs)}: ${marker.text}`)
}

/** For a moment: the same again is said again. */
function say(text: string): void {
  markerNews.setState({ text: '' })
  markerNews.setState({ text })
}

function takeRows(): void {
  const rows = live.rows()
  const newest = rows.at(-1)?.serial ?? -1
  if (newest < serialSeen) serialSeen = -1
  let first = rows.length
  while (first > 0 && (rows[first - 1]?.serial ?? -1) > serialSeen) first -= 1
  serialSeen = newest
  if (first < rows.length) breakdowns.take(rows.slice(first), (index) => live.elementName(index))
}
