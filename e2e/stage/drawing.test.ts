import { describe, expect, it } from 'vitest'
import { edgesOf } from '#shared/topology/edges.ts'
import { isRunnable } from '#shared/topology/lint.ts'
import { parseTopology } from '#shared/topology/parse.ts'
import { drawingOf } from './drawing.ts'

describe.each([100, 2000])('drawingOf(%i)', (nodes) => {
  const drawing = drawingOf(nodes)

  it('has so many nodes, each with a place of its own', () => {
    const ids = [...Object.keys(drawing.services), ...Object.keys(drawing.channels)]
    const places = Object.values(drawing.layout.nodes).map(({ x, y }) => `${x} ${y}`)

    expect(ids).toHaveLength(nodes)
    expect(Object.keys(drawing.layout.nodes).sort()).toEqual(ids.sort())
    expect(new Set(places).size).toBe(nodes)
  })

  it('connects them, and can run', () => {
    expect(edgesOf(drawing)).toHaveLength((nodes / 5) * 4)
    expect(isRunnable(drawing)).toBe(true)
    expect(parseTopology(drawing).ok).toBe(true)
  })
})
