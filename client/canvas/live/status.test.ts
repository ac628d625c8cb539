import { describe, expect, it } from 'vitest'
import { channelStatus, hasFault, serviceStatus } from './status.ts'
import { fakeFigures } from './testFigures.ts'

describe('serviceStatus', () => {
  const working = { replicasUp: 4, faults: 0, utilisation: 0.5, busy: 2, 'completed/s': 50 }

  it.each([
    ['idle without a run', {}, 'idle'],
    ['idle while nothing moves', { replicasUp: 4, faults: 0, busy: 0 }, 'idle'],
    ['ok at work', { ...working, 'started/s': 50 }, 'ok'],
    ['strained when nearly always busy', { ...working, utilisation: 0.9 }, 'warning'],
    ['failing when always busy', { ...working, utilisation: 1 }, 'error'],
    ['failing without a replica', { ...working, replicasUp: 0 }, 'error'],
    ['failing when crashed', { ...working, faults: 1 }, 'error'],
    ['strained when slowed', { ...working, faults: 2 }, 'warning'],
    ['strained when cut off', { ...working, faults: 8 }, 'warning'],
    ['strained when a tenth fails', { ...working, 'failed/s': 6 }, 'warning'],
    ['failing when most fails', { ...working, 'failed/s': 60 }, 'error'],
  ])('is %s', (_case, figures, status) => {
    expect(serviceStatus(fakeFigures({ 'services/payments': figures }), 'payments')).toBe(status)
  })
})

describe('channelStatus', () => {
  const moving = { waiting: 400, 'accepted/s': 50, 'delivered/s': 50 }

  it.each([
    ['idle while nothing moves', { waiting: 0 }, [], 'idle'],
    ['ok while what waits stays', moving, steady(400), 'ok'],
    ['strained while it grows', moving, growing(10), 'warning'],
    ['ok while little grows a little', { ...moving, waiting: 20 }, growing(10), 'ok'],
    ['failing while it drops', { ...moving, 'dropped/s': 1 }, steady(400), 'error'],
    ['failing while nothing can be routed', { 'unroutable/s': 1 }, [], 'error'],
    ['failing while it loses what it had', { ...moving, 'lost/s': 1 }, steady(400), 'error'],
    ['strained with a node down', { ...moving, nodesDown: 1, nodesUp: 2 }, steady(400), 'warning'],
    ['failing without a node', { ...moving, nodesDown: 1, nodesUp: 0 }, steady(400), 'error'],
    ['strained while it refuses', { ...moving, 'refused/s': 1 }, steady(400), 'warning'],
    ['strained while it lets events expire', { ...moving, 'expired/s': 1 }, steady(400), 'warning'],
  ])('is %s', (_case, figures, waiting, status) => {
    const series = { 'channels/orders': { waiting } }
    const all = fakeFigures({ 'channels/orders': figures }, series)

    expect(channelStatus(all, 'orders')).toBe(status)
  })
})

describe('hasFault', () => {
  it('tells several faults at once apart', () => {
    expect((['crash', 'slow', 'pause'] as const).map((kind) => hasFault(5, kind))).toEqual([
      true,
      false,
      true,
    ])
    expect(hasFault(Number.NaN, 'crash')).toBe(false)
  })
})

function steady(level: number): number[] {
  return Array.from({ length: 40 }, () => level)
}

/** Four samples a second. */
function growing(perSecond: number): number[] {
  return Array.from({ length: 40 }, (_, sample) => (sample * perSecond) / 4)
}
