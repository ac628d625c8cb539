import { expect, it } from 'vitest'
import { rectanglesOf } from '#shared/topology/alignBoxes.ts'
import { edgesOf } from '#shared/topology/edges.ts'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { boxesOf } from '../../canvas/canvasNodes.ts'

it('lines nodes up by the size that the canvas draws them in', () => {
  const topology = exampleTopology()
  const ids = [...Object.keys(topology.services), ...Object.keys(topology.channels)]

  const drawn = boxesOf({ topology, edges: edgesOf(topology) })

  const known = new Map(ids.map((id) => [id, drawn.get(id)]))
  expect(rectanglesOf(topology, ids)).toEqual(known)
})
