import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import { nodesMatching } from './matching.ts'

describe('what is found on the canvas', () => {
  const topology = exampleTopology()

  it('has the words in its name, in its kind, or in what it carries', () => {
    expect(nodesMatching(topology, 'ledger')).toEqual(['ledger', 'ledger-dead', 'ledger-queue'])
    expect(nodesMatching(topology, 'SQS dead')).toEqual(['ledger-dead'])
    expect(nodesMatching(topology, 'orderplaced shop')).toEqual(['shop'])
  })

  it('comes from left to right', () => {
    expect(nodesMatching(topology, 'orderplaced').slice(-2)).toEqual(['placed', 'payments'])
  })

  it('is nothing for nothing', () => {
    expect(nodesMatching(topology, '  ')).toEqual([])
    expect(nodesMatching(topology, 'no such thing')).toEqual([])
  })
})
