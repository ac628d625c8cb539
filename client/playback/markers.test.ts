import { describe, expect, it } from 'vitest'
import { type JournalKind, type JournalRow, journalKindIndex } from '#shared/lib/journal.ts'
import { Breakdowns } from './breakdowns.ts'
import { type Marker, markerAfter, markerBefore, textsNear } from './markers.ts'

const markers: readonly Marker[] = [
  { atNs: 10, kind: 'fault', text: 'Crash' },
  { atNs: 20, kind: 'breakpoint', text: 'Paused' },
  { atNs: 20, kind: 'change', text: 'Edit' },
  { atNs: 40, kind: 'bound', text: 'Too many messages' },
]

describe('markers', () => {
  it('lie before and after a moment', () => {
    expect(markerAfter(markers, 10)?.text).toBe('Paused')
    expect(markerAfter(markers, 40)).toBeNull()
    expect(markerBefore(markers, 40)?.text).toBe('Edit')
    expect(markerBefore(markers, 10)).toBeNull()
  })

  it('say what happened near a moment, the nearest first', () => {
    expect(textsNear(markers, { ns: 19, withinNs: 10 })).toEqual(['Paused', 'Edit', 'Crash'])
    expect(textsNear(markers, { ns: 25, withinNs: 100 })).toEqual([
      'Paused',
      'Edit',
      'Crash',
      'and 1 more',
    ])
  })
})

describe('Breakdowns', () => {
  it('last until the replica is repaired, each for itself', () => {
    const breakdowns = new Breakdowns()
    breakdowns.take([row('crashed', 5, 1), row('crashed', 7, 2), row('recovered', 9, 1)], name)

    expect(bandsOf(breakdowns)).toEqual([
      { fromNs: 5, toNs: 9, labels: ['Replica 1 of CLERK broke down'] },
      { fromNs: 7, toNs: 50, labels: ['Replica 2 of CLERK broke down'] },
    ])
  })

  it('leave to the commands what they began', () => {
    const breakdowns = new Breakdowns()
    breakdowns.take([row('crashed', 5, 0)], name)
    expect(bandsOf(breakdowns)).toEqual([])
  })

  it('are told once of a run that is repeated, and forgotten where it goes another way', () => {
    const breakdowns = new Breakdowns()
    const rows = [row('crashed', 5, 1), row('recovered', 9, 1), row('crashed', 20, 1)]
    breakdowns.take(rows, name)
    breakdowns.take(rows.slice(0, 2), name)
    expect(bandsOf(breakdowns)).toHaveLength(2)

    breakdowns.cut(7)
    expect(bandsOf(breakdowns)).toEqual([
      { fromNs: 5, toNs: 50, labels: ['Replica 1 of CLERK broke down'] },
    ])
  })
})

function bandsOf(breakdowns: Breakdowns) {
  return breakdowns.bands(50, (id) => id.toUpperCase())
}

function name(): string {
  return 'services/clerk'
}

function row(kind: JournalKind, atNs: number, detail: number): JournalRow {
  const none = { attempt: 0, element: 0, origin: -1, n: 0, key: -1, rootOrigin: -1, rootN: 0 }
  return { ...none, atNs, kind: journalKindIndex[kind], detail }
}
