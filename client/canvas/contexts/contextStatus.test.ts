import { describe, expect, it } from 'vitest'
import { contextStatus } from './contextStatus.ts'

describe('contextStatus', () => {
  it('is that of the member that does worst', () => {
    expect(statusWith({ 'services/a replicasUp': 1, 'services/b replicasUp': 1 })).toBe('idle')
    expect(statusWith({ 'services/a replicasUp': 1, 'services/a busy': 1 })).toBe('ok')
    expect(
      statusWith({ 'services/a replicasUp': 1, 'services/a busy': 1, 'channels/c nodesDown': 1 }),
    ).toBe('warning')
    expect(statusWith({ 'services/b replicasUp': 0, 'channels/c nodesDown': 1 })).toBe('error')
  })
})

function statusWith(values: Readonly<Record<string, number>>) {
  const figures = {
    figure: (name: string, metric: string) => values[`${name} ${metric}`] ?? Number.NaN,
    rate: () => Number.NaN,
    history: () => ({ times: new Float64Array(), values: new Float64Array() }),
  }
  return contextStatus(figures, { serviceIds: ['a', 'b'], channelIds: ['c'] })
}
