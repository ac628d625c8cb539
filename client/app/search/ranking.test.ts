import { describe, expect, it } from 'vitest'
import { ranked } from './ranking.ts'

const ITEMS = [
  { label: 'Undo', hint: 'Edit' },
  { label: 'Payments', hint: 'Service' },
  { label: 'Crash Payments', hint: 'Fault' },
  { label: 'payments-dlq', hint: 'Kafka topic' },
  { label: 'Show everything', hint: 'View' },
]

describe('ranked', () => {
  it('has everything in its order where nothing is searched', () => {
    expect(labels('')).toEqual(ITEMS.map(({ label }) => label))
    expect(labels('   ')).toHaveLength(ITEMS.length)
  })

  it('puts what begins with the letters before what has them later', () => {
    expect(labels('pay')).toEqual(['Payments', 'payments-dlq', 'Crash Payments'])
    expect(labels('ents')).toEqual(['Payments', 'Crash Payments', 'payments-dlq'])
  })

  it('finds by all words, in any order and in the hint too', () => {
    expect(labels('payments crash')).toEqual(['Crash Payments'])
    expect(labels('topic pay')).toEqual(['payments-dlq'])
    expect(labels('fault')).toEqual(['Crash Payments'])
  })

  it('finds nothing by what is nowhere', () => {
    expect(labels('payments invoice')).toEqual([])
  })

  it('is bounded', () => {
    const many = Array.from({ length: 200 }, (_, index) => ({ label: `Box ${index}`, hint: '' }))
    expect(ranked(many, 'box')).toHaveLength(50)
  })
})

function labels(search: string): string[] {
  return ranked(ITEMS, search).map(({ label }) => label)
}
