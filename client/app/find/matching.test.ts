import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { foundOnCanvas } from './matching.ts'

describe('what is found on the canvas', () => {
  const topology = exampleTopology()

  it('has the words in its name, in its kind, or in what it carries', () => {
    expect(foundOnCanvas(topology, 'ledger')).toEqual(['ledger', 'ledger-dead', 'ledger-queue'])
    expect(foundOnCanvas(topology, 'SQS dead')).toEqual(['ledger-dead'])
    expect(foundOnCanvas(topology, 'orderplaced shop')).toEqual(['shop'])
  })

  it('comes from left to right', () => {
    expect(foundOnCanvas(topology, 'orderplaced').slice(-2)).toEqual(['placed', 'payments'])
  })

  it('is a frame by its name, and a note by what it says', () => {
    const { layout } = topology
    const annotated = {
      ...topology,
      layout: {
        ...layout,
        contexts: { 'back-office': { name: 'Back office', x: 900, y: 0, width: 300, height: 200 } },
        notes: {
          why: { text: 'Ask\nthe back of the office', x: -900, y: 0, width: 160, height: 80 },
        },
      },
    }

    expect(foundOnCanvas(annotated, 'back office')).toEqual(['note:why', 'context:back-office'])
  })

  it('is nothing for nothing', () => {
    expect(foundOnCanvas(topology, '  ')).toEqual([])
    expect(foundOnCanvas(topology, 'no such thing')).toEqual([])
  })
})
