import { describe, expect, it } from 'vitest'
import { exampleTopology } from '#shared/topology/topology.fixture.ts'
import type { Status } from '../live/status.ts'
import { announcementOf, type Statuses } from './announcement.ts'

const topology = exampleTopology()

describe('what is said of a run', () => {
  it('is who fails, who is strained and who is well again, in that order', () => {
    const before = all({ shop: 'ok', payments: 'ok', ledger: 'error', placed: 'ok' })
    const after = all({ shop: 'ok', payments: 'error', ledger: 'ok', placed: 'warning' })
    expect(announcementOf(topology, before, after)).toBe(
      'Payments is failing. placed is strained. Ledger is well again.',
    )
  })

  it('is nothing where somebody only begins to work, or rests', () => {
    const working = all({ shop: 'ok', payments: 'ok' })
    expect(announcementOf(topology, all({}), working)).toBe('')
    expect(announcementOf(topology, working, all({ shop: 'idle', payments: 'idle' }))).toBe('')
  })

  it('names a few and counts the others', () => {
    const ids = ['shop', 'payments', 'ledger', 'notifier', 'placed', 'paid', 'stock']
    const after = all(Object.fromEntries(ids.map((id) => [id, 'error'])))
    expect(announcementOf(topology, all({}), after)).toBe(
      'Shop, Payments, Ledger, Notifier and 3 more are failing.',
    )
    const five = all(Object.fromEntries(ids.slice(0, 5).map((id) => [id, 'warning'])))
    expect(announcementOf(topology, all({}), five)).toBe(
      'Shop, Payments, Ledger, Notifier and placed are strained.',
    )
  })
})

function all(statuses: Readonly<Record<string, Status>>): Statuses {
  return new Map(Object.entries(statuses))
}
