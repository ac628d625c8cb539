import { describe, expect, it } from 'vitest'
import type { Context } from '#shared/topology/layout.ts'
import type { Sight } from '../overview/sight.ts'
import { framesInSight } from './framesInSight.ts'

const NEAR: Sight = { kind: 'near', area: { x: 0, y: 0, width: 500, height: 500 } }
const NOBODY: ReadonlySet<string> = new Set()

describe('framesInSight', () => {
  it('draws all frames of a small drawing, in the order of their ids', () => {
    const frames = framesInSight(someContexts(), { kind: 'everything' }, NOBODY)

    expect(idsOf(frames)).toEqual(['far', 'inside', 'touching'])
  })

  it('draws of a large one what reaches into view', () => {
    expect(idsOf(framesInSight(someContexts(), NEAR, NOBODY))).toEqual(['inside', 'touching'])
  })

  it('draws none from far away, where they are painted', () => {
    expect(framesInSight(someContexts(), { kind: 'overview' }, NOBODY)).toEqual([])
  })

  it('keeps a frame that somebody is at, wherever it lies', () => {
    const kept = new Set(['far', 'gone'])

    expect(idsOf(framesInSight(someContexts(), NEAR, kept))).toEqual(['far', 'inside', 'touching'])
    expect(idsOf(framesInSight(someContexts(), { kind: 'overview' }, kept))).toEqual(['far'])
  })

  it('draws no frame of a collapsed context, which is a node', () => {
    const folded = { folded: { ...frameAt(0), collapsed: true as const } }

    expect(framesInSight(folded, { kind: 'everything' }, new Set(['folded']))).toEqual([])
  })
})

function idsOf(frames: ReturnType<typeof framesInSight>): readonly string[] {
  return frames.map(([id]) => id)
}

function someContexts(): Readonly<Record<string, Context>> {
  return { touching: frameAt(-250), far: frameAt(2000), inside: frameAt(100) }
}

function frameAt(x: number): Context {
  return { name: 'Orders', x, y: 40, width: 300, height: 200 }
}
