import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalText } from './canonical.ts'
import { bytesOf } from './size.ts'
import { anyTopology } from './topology.arbitrary.ts'

describe('bytesOf', () => {
  it('is what the file takes, to within some bytes an entry', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const { layout, ...sections } = topology
        const maps = [...Object.values(sections), layout.nodes, layout.contexts, layout.notes]
        const entries = maps.flatMap((map) => (typeof map === 'object' ? Object.keys(map) : [map]))
        const bytes = new TextEncoder().encode(canonicalText(topology)).length

        expect(Math.abs(bytesOf(topology) - bytes)).toBeLessThan(300 + 16 * entries.length)
      }),
      { numRuns: 100 },
    )
  })
})
