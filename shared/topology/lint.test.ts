import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { edgesOf } from './edges.ts'
import { applyEdit } from './edit.ts'
import { isRunnable, type LintProblem, lint } from './lint.ts'
import { shop, sketch } from './sketch.ts'
import { anyTopology } from './topology.arbitrary.ts'
import { emptyTopology, type Topology } from './topology.ts'

describe('lint', () => {
  it('has nothing to say of an empty drawing', () => {
    expect(lint(emptyTopology('New'))).toEqual([])
    expect(isRunnable(emptyTopology('New'))).toBe(true)
  })

  it('tells errors before warnings', () => {
    const topology = sketch({ services: { hermit: {}, shop: shop('nowhere') } })

    expect(lint(topology).map(({ severity, code }) => `${severity} ${code}`)).toEqual([
      'error dangling-reference',
      'warning orphaned',
      'warning orphaned',
    ])
    expect(isRunnable(topology)).toBe(false)
  })

  it('tells each rule a hundred times at most', () => {
    const ids = Array.from({ length: 300 }, (_, index) => `hermit-${index}`)
    const services = Object.fromEntries(ids.map((id) => [id, {}]))

    expect(lint(sketch({ services }))).toHaveLength(100)
  })

  it('tells of whatever document in sentences, and points at what is on the canvas', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const problems = lint(topology)

        expect(problems.filter((problem) => !isWellFormed(topology, problem))).toEqual([])
        expect(isRunnable(topology)).toBe(problems.every(({ severity }) => severity !== 'error'))
      }),
      { numRuns: 60 },
    )
  })

  it('offers fixes that can be applied', () => {
    fc.assert(
      fc.property(anyTopology(), (topology) => {
        const fixes = lint(topology).flatMap(({ fix }) => fix ?? [])
        const refused = fixes
          .map(({ edit }) => applyEdit(topology, edit))
          .flatMap((outcome) => (outcome.ok ? [] : outcome.reason))

        expect(refused).toEqual([])
      }),
      { numRuns: 60 },
    )
  })
})

function isWellFormed(topology: Topology, { message, elementIds, path }: LintProblem): boolean {
  const ids = new Set([
    ...Object.keys(topology.services),
    ...Object.keys(topology.channels),
    ...edgesOf(topology).map(({ id }) => id),
  ])
  const isSentence = /^['\p{L}\d].*\.$/su.test(message) && !message.includes('undefined')
  return isSentence && path.length > 0 && elementIds.every((id) => ids.has(id))
}
